import { RequestError } from "octokit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anAppOctokit, anOctokit } from "./an-octokit.ts";
import { type GitHubSimulator, startGitHubSimulator } from "./server.ts";

const app = { owner: "acme", repo: "app" };
let sim: GitHubSimulator;
let time = Date.parse("2026-03-01T10:00:00Z");
const clock = { now: () => time };

beforeEach(async () => {
  sim = await startGitHubSimulator({
    clock,
    repositories: [
      { name: "acme/app", members: { mona: "MEMBER" }, issueTypes: ["Bug"] },
      { name: "acme/secret", private: true, members: { mona: "MEMBER" }, installed: false },
      { name: "acme/old", archived: true },
      { name: "acme/quiet", hasIssues: false },
    ],
  });
});

afterEach(async () => {
  const { violations, undescribed, oddAnswers } = sim.stats();
  await sim.close();
  expect({ violations, undescribed, oddAnswers }).toEqual({
    violations: [],
    undescribed: [],
    oddAnswers: [],
  });
});

async function statusOf(call: Promise<unknown>): Promise<number> {
  const error = await call.then(
    () => expect.unreachable("should have been refused"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RequestError)) throw error;
  return error.status;
}

describe("issues", () => {
  it("are created, read, edited and closed", async () => {
    const { issues } = anOctokit(sim).rest;
    const made = await issues.create({ ...app, title: "It hangs", body: "often", labels: ["Bug"] });
    expect(made.status).toBe(201);
    expect(made.data).toMatchObject({ number: 1, state: "open", user: { type: "Bot" } });

    const closed = await issues.update({
      ...app,
      issue_number: 1,
      state: "closed",
      state_reason: "not_planned",
      title: "It hung",
    });
    expect(closed.data).toMatchObject({ state: "closed", state_reason: "not_planned" });
    const { data } = await issues.get({ ...app, issue_number: 1 });
    expect(data.node_id).toBe(made.data.node_id);
    const events = await issues.listEvents({ ...app, issue_number: 1 });
    expect(events.data.map(({ event }) => event)).toEqual(["labeled", "renamed", "closed"]);
  });

  it("make unknown labels on the way and match known ones without case", async () => {
    const { issues } = anOctokit(sim).rest;
    const { data } = await issues.create({ ...app, title: "x", labels: ["BUG", "brand new"] });
    expect(data.labels.map((label) => (typeof label === "string" ? label : label.name))).toEqual([
      "bug",
      "brand new",
    ]);
    const labels = await issues.listLabelsForRepo(app);
    expect(labels.data.map(({ name }) => name)).toContain("brand new");
  });

  it("drop labels without a word when the author cannot push", async () => {
    const stranger = anOctokit(sim, sim.tokenFor("stranger"));
    const { data } = await stranger.rest.issues.create({ ...app, title: "x", labels: ["bug"] });
    expect(data.labels).toEqual([]);
    expect(data.author_association).toBe("NONE");
  });

  it("are listed by pages with a Link header, by creator, state, label and time", async () => {
    for (let n = 1; n <= 7; n++) {
      time += 60_000;
      sim.as(n % 2 ? "mona" : "hubot").openIssue("acme/app", { title: `n${n}` });
    }
    const octokit = anOctokit(sim);
    const { listForRepo } = octokit.rest.issues;
    const first = await listForRepo({ ...app, per_page: 3 });
    expect(first.data.map(({ number }) => number)).toEqual([7, 6, 5]);
    expect(first.headers.link).toContain('rel="next"');
    const all = await octokit.paginate(listForRepo, { ...app, per_page: 3 });
    expect(all).toHaveLength(7);

    const monas = await listForRepo({ ...app, creator: "mona", direction: "asc" });
    expect(monas.data.map(({ number }) => number)).toEqual([1, 3, 5, 7]);
    const since = new Date(time - 60_000).toISOString();
    expect((await listForRepo({ ...app, since })).data).toHaveLength(2);
    sim.as("mona").closeIssue("acme/app", 1, { reason: "duplicate" });
    sim.as("mona").label("acme/app", 2, "bug");
    expect((await listForRepo({ ...app, state: "closed" })).data).toHaveLength(1);
    expect((await listForRepo({ ...app, labels: "Bug" })).data).toHaveLength(1);
  });

  it.each([
    { what: "a title over 256", input: { title: "x".repeat(257) }, field: "title" },
    { what: "a body over 65,536", input: { title: "x", body: "x".repeat(65_537) }, field: "body" },
  ])("are refused for $what", async ({ input, field }) => {
    const error = await anOctokit(sim)
      .rest.issues.create({ ...app, ...input })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      status: 422,
      response: { data: { errors: [{ resource: "Issue", code: "custom", field }] } },
    });
    expect(sim.issues("acme/app")).toEqual([]);
  });

  it("take emoji as one character each", async () => {
    const { data } = await anOctokit(sim).rest.issues.create({ ...app, title: "🚦".repeat(256) });
    expect(data.title).toHaveLength(512);
  });

  it("redirect when moved and are gone when deleted", async () => {
    sim.as("mona").openIssue("acme/app", { title: "moved" });
    sim.as("mona").openIssue("acme/app", { title: "deleted" });
    sim.addRepository({ name: "acme/other", members: { mona: "MEMBER" } });
    const before = sim.issues("acme/app")[0];
    sim.as("mona").transfer("acme/app", 1, "acme/other");
    sim.as("mona").delete("acme/app", 2);
    const { get } = anOctokit(sim).rest.issues;
    const { data } = await get({ ...app, issue_number: 1 });
    expect(data).toMatchObject({ title: "moved", number: 1 });
    expect(data.repository_url).toContain("acme/other");
    expect(data.node_id).not.toBe(before?.nodeId);
    expect(await statusOf(get({ ...app, issue_number: 2 }))).toBe(410);
    expect(await statusOf(get({ ...app, issue_number: 3 }))).toBe(404);
  });
});

describe("comments", () => {
  it("are created, edited, listed and deleted", async () => {
    sim.as("mona").openIssue("acme/app", { title: "x" });
    const { issues } = anOctokit(sim).rest;
    const at = { ...app, issue_number: 1 };
    const { data } = await issues.createComment({ ...at, body: "one" });
    await issues.createComment({ ...at, body: "two" });
    await issues.updateComment({ ...app, comment_id: data.id, body: "one, edited" });
    const listed = await issues.listComments(at);
    expect(listed.data.map(({ body }) => body)).toEqual(["one, edited", "two"]);
    await issues.deleteComment({ ...app, comment_id: data.id });
    expect(sim.comments("acme/app", 1).map(({ body }) => body)).toEqual(["two"]);
    const timeline = await issues.listEventsForTimeline(at);
    expect(timeline.data.map(({ event }) => event)).toEqual(["commented"]);
    expect(await statusOf(issues.createComment({ ...at, body: "x".repeat(65_537) }))).toBe(422);
  });

  it("are refused to outsiders on a locked issue", async () => {
    sim.as("mona").openIssue("acme/app", { title: "x" });
    sim.as("mona").lock("acme/app", 1);
    const outsider = anOctokit(sim, sim.tokenFor("outsider")).rest.issues;
    const comment = outsider.createComment({ ...app, issue_number: 1, body: "but" });
    expect(await statusOf(comment)).toBe(403);
  });
});

describe("access", () => {
  it.each([
    { repo: "secret", status: 404 },
    { repo: "old", status: 403 },
    { repo: "quiet", status: 410 },
    { repo: "nowhere", status: 404 },
  ])("creating in acme/$repo is a $status", async ({ repo, status }) => {
    const { create } = anOctokit(sim).rest.issues;
    expect(await statusOf(create({ owner: "acme", repo, title: "x" }))).toBe(status);
  });

  it("knows bad, revoked and missing credentials", async () => {
    const token = sim.appToken();
    sim.revoke(token);
    expect(await statusOf(anOctokit(sim, token).rest.repos.get(app))).toBe(401);
    expect((await anOctokit(sim, null).rest.repos.get(app)).status).toBe(200);
    const create = anOctokit(sim, null).rest.issues.create({ ...app, title: "x" });
    expect(await statusOf(create)).toBe(401);
  });

  it("tells a person's permission", async () => {
    sim.as("visitor");
    const { repos } = anOctokit(sim).rest;
    const of = async (username: string) =>
      (await repos.getCollaboratorPermissionLevel({ ...app, username })).data.permission;
    expect([await of("acme"), await of("mona"), await of("visitor")]).toEqual([
      "admin",
      "write",
      "read",
    ]);
    expect(await statusOf(of("nobody-knows"))).toBe(404);
  });

  it("gives the app its tokens by JWT", async () => {
    const octokit = await anAppOctokit(sim);
    time = Date.now();
    const { data } = await octokit.rest.issues.create({ ...app, title: "by the app" });
    expect(data.performed_via_github_app?.slug).toBe("signalbox");
    const { data: listed } = await octokit.rest.apps.listReposAccessibleToInstallation();
    expect(listed.repositories.map(({ name }) => name)).toEqual(["app", "old", "quiet"]);
    expect(await statusOf(octokit.rest.users.getAuthenticated())).toBe(403);
  });
});

describe("reads", () => {
  it("shows contents, releases and issue types", async () => {
    sim.addRepository({
      name: "acme/docs",
      files: { ".github/ISSUE_TEMPLATE/bug.yml": "name: Bug\n" },
      members: { mona: "MEMBER" },
    });
    const { repos } = anOctokit(sim).rest;
    const docs = { owner: "acme", repo: "docs" };
    const folder = await repos.getContent({ ...docs, path: ".github/ISSUE_TEMPLATE" });
    expect(folder.data).toMatchObject([{ name: "bug.yml", type: "file" }]);
    const file = await repos.getContent({ ...docs, path: ".github/ISSUE_TEMPLATE/bug.yml" });
    expect(file.data).toMatchObject({ encoding: "base64", content: "bmFtZTogQnVnCg==" });
    sim.as("mona").publishRelease("acme/docs", { tag: "v1.2.0" });
    expect((await repos.getLatestRelease(docs)).data.tag_name).toBe("v1.2.0");
  });

  it("finds issues only once the index has caught up", async () => {
    sim.setIndexDelay(90_000);
    sim.as("mona").openIssue("acme/app", { title: "Upload hangs", body: "at 99 %" });
    const octokit = anOctokit(sim);
    const search = async (q: string) =>
      (await octokit.rest.search.issuesAndPullRequests({ q, advanced_search: "true" })).data
        .total_count;
    expect(await search("repo:acme/app is:issue hangs")).toBe(0);
    time += 90_000;
    expect(await search("repo:acme/app is:issue hangs")).toBe(1);
    expect(await search("repo:acme/app is:closed hangs")).toBe(0);
  });

  it("gives pages plain data and says what changed", () => {
    const changes: string[] = [];
    const stop = sim.onChange(({ event, action, repo }) =>
      changes.push(`${event}.${action} ${repo}`),
    );
    sim.as("mona").openIssue("acme/app", { title: "x" });
    sim.as("mona").comment("acme/app", 1, "hello");
    stop();
    sim.as("mona").closeIssue("acme/app", 1);
    expect(changes).toEqual(["issues.opened acme/app", "issue_comment.created acme/app"]);
    const shown = JSON.parse(JSON.stringify(sim.snapshot())).repositories[0];
    expect(shown.issues[0]).toMatchObject({
      number: 1,
      state: "closed",
      comments: [{ body: "hello" }],
    });
    expect(sim.stats().contentCreations).toBe(2);
  });
});
