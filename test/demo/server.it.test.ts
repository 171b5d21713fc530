import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readHistory, readPeople, readTeamIssues } from "../../demo/community/read.ts";
import {
  addPeople,
  createPlayer,
  happeningsOf,
  openTeamIssues,
} from "../../demo/community/seed.ts";
import { aLeakedKey } from "../../demo/community/story.ts";
import { createDiscordWorld } from "../../demo/discord-world.ts";
import { createGitHubWorld } from "../../demo/github-world.ts";
import { createDemoApp } from "../../demo/server.ts";
import { startDiscordSimulator } from "../simulators/discord/server.ts";
import { startGitHubSimulator } from "../simulators/github/server.ts";

const people = readPeople();
const history = readHistory().slice(0, 6);
const repositories = ["sdk-typescript", "sdk-python", "cli", "docs", "platform"].map((name) => ({
  name: `wrenfield/${name}`,
  private: name === "platform",
  labels: ["bug", "docs", "enhancement"],
  members: ["kaja", "dev-odell", "ruiz", "birgit"],
}));

async function aDemo() {
  const discord = await startDiscordSimulator({ guildName: "Wrenfield Developers" });
  const github = await startGitHubSimulator();
  const staff = discord.addRole("DevRel");
  const channels = new Map([
    ["help", discord.addForum({ name: "help" })],
    ["bug-reports", discord.addForum({ name: "bug-reports" })],
    ["general", discord.addTextChannel({ name: "general" })],
    ["review", discord.addTextChannel({ name: "review", onlyRoles: [staff] })],
  ]);
  const members = addPeople(discord, new Map([["DevRel", staff]]), people, history);
  for (const { members: logins, ...repository } of repositories) {
    const roles = Object.fromEntries(logins.map((login) => [login, "MEMBER" as const]));
    github.addRepository({ ...repository, members: roles });
  }
  openTeamIssues(github, readTeamIssues());
  const taken: boolean[] = [];
  const killed = vi.fn(async () => {});
  const added: { readonly path: string; readonly text: string }[] = [];
  const gaps = {
    view: async () => ({ open: [], closed: [] }),
    file: async () => {},
    addPage: async (page: { readonly path: string; readonly text: string }) => {
      added.push(page);
      return { closed: [] };
    },
  };
  const demo = createDemoApp({
    discord: createDiscordWorld(discord),
    github: createGitHubWorld(github),
    counters: async () => ({
      posts: 0,
      publicMessages: 0,
      issues: 0,
      lost: 0,
      twice: 0,
      leaked: 0,
    }),
    controls: {
      killWorker: killed,
      explain: () => Promise.reject(new Error("not here")),
      gaps,
      report: async () => "<h1>The week</h1>",
      doctor: {
        examine: async () => ({ findings: [], taken: taken.at(-1) ?? false, channel: "help" }),
        take: (away) => void taken.push(away),
      },
    },
    status: () => ({ phase: "ready", share: 1, label: "" }),
    newKey: aLeakedKey,
    engine: "offline",
    team: [{ login: "kaja", team: "sdk" }],
    docs: {
      folder: join(import.meta.dirname, "../../demo/docs"),
      baseUrl: "https://docs.wrenfield.example/",
    },
    gatherMs: 5,
  });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    demo.app.request(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  return { discord, github, channels, members, killed, added, post, ...demo };
}

describe("the demo's page", () => {
  let demo: Awaited<ReturnType<typeof aDemo>>;
  beforeEach(async () => {
    demo = await aDemo();
  });
  afterEach(async () => {
    await demo.live.close();
    await demo.discord.close();
    await demo.github.close();
  });

  it("serves its files under a policy that forbids everything from elsewhere", async () => {
    const page = await demo.app.request("/");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const [, file] of html.matchAll(/"(\/page\/[^"]+)"/g)) {
      expect((await demo.app.request(file ?? "")).status).toBe(200);
    }
  });

  it("serves docs pages and nothing beside them", async () => {
    expect(await (await demo.app.request("/api/docs/guides/files")).text()).toContain("# Files");
    for (const path of ["/api/docs/..%2fREADME", "/page/..%2fserver.ts", "/api/docs/nothing"]) {
      expect((await demo.app.request(path)).status).toBe(404);
    }
  });

  it("refuses what another site asks for", async () => {
    const answer = await demo.post("/api/story/step/ask", {}, { origin: "https://evil.example" });
    expect(answer.status).toBe(403);
    expect(demo.discord.threads()).toHaveLength(0);
  });

  it("plays the week with its replies", async () => {
    const happenings = happeningsOf(history);
    const minutes = happenings.map(({ at }) => at);
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
    const play = createPlayer(demo.discord, demo.channels, demo.members);
    for (const happening of happenings) await play(happening);
    const forumPosts = history.filter(({ title }) => title !== undefined);
    expect(demo.discord.threads()).toHaveLength(forumPosts.length);
    const answered = demo.discord.threads().find(({ name }) => name === history[1]?.title);
    expect(demo.discord.messages(String(answered?.["id"]))).toHaveLength(2);
  });

  it("posts a guided step as its member, with a key that stands in no file", async () => {
    const answer = await demo.post("/api/story/step/report", {});
    const { threadIds } = (await answer.json()) as { threadIds: string[] };
    const [message] = demo.discord.messages(threadIds[0] ?? "");
    expect(message?.["content"]).toMatch(/sk-wf-\w{40}/);
    expect(message?.["author"]).toMatchObject({ global_name: "bartek" });
  });

  it("tells watchers everything first and then only what changed", async () => {
    const told: { set: Readonly<Record<string, unknown>>; gone: readonly string[] }[] = [];
    const stop = await demo.live.watch((changes) => told.push(changes));
    expect(Object.keys(told[0]?.set ?? {})).toContain("meta");
    const { threadIds } = (await (await demo.post("/api/story/step/ask", {})).json()) as {
      threadIds: string[];
    };
    const [id] = threadIds;
    await vi.waitFor(() =>
      expect(told.slice(1).some(({ set }) => `message:${id}` in set)).toBe(true),
    );
    expect(told.slice(1).flatMap(({ set }) => Object.keys(set))).not.toContain("meta");
    const author = demo.discord.as(demo.members.get("ines.r") ?? "");
    author.delete(id ?? "");
    await vi.waitFor(() => expect(told.flatMap(({ gone }) => gone)).toContain(`message:${id}`));
    stop();
  });

  it("lets a member of a team comment and close an issue", async () => {
    const on = { as: "kaja", repository: "wrenfield/sdk-typescript", number: 1 };
    await demo.post("/api/github/close", { ...on, body: "Shipped in 3.4.2", reason: "completed" });
    const [issue] = demo.github
      .issues("wrenfield/sdk-typescript")
      .filter(({ number }) => number === 1);
    expect(issue).toMatchObject({ state: "closed", closedBy: "kaja" });
    expect(issue?.comments).toMatchObject([{ author: "kaja", body: "Shipped in 3.4.2" }]);
  });

  it("keeps what somebody attaches, and serves nothing of it as a page", async () => {
    const as = demo.members.get("you") ?? "";
    const base64 = Buffer.from("<script>alert(1)</script>").toString("base64");
    const files = [
      { name: "shot.png", contentType: "image/png", base64 },
      { name: "page.html", contentType: "text/html", base64 },
    ];
    const channelId = demo.channels.get("general") ?? "";
    const sent = await demo.post("/api/discord/post", {
      as,
      channelId,
      text: "see",
      replyTo: null,
      files,
    });
    expect(sent.status).toBe(200);
    const view = createDiscordWorld(demo.discord).view();
    const shown = view.messages.find(({ content }) => content === "see")?.attachments ?? [];
    const types = await Promise.all(
      shown.map(async ({ path }) => {
        const served = await demo.app.request(path);
        expect(served.headers.get("x-content-type-options")).toBe("nosniff");
        return served.headers.get("content-type");
      }),
    );
    expect(types).toEqual(["image/png", "text/plain; charset=utf-8"]);
    expect((await demo.app.request("/api/discord/file/1/2")).status).toBe(404);
  });

  it("lets whoever opened a thread rename it, and nobody else among the members", async () => {
    const [owner, other] = [demo.members.get("you") ?? "", demo.members.get("bartek") ?? ""];
    const threadId = await demo.discord
      .as(owner)
      .createForumPost(demo.channels.get("help") ?? "", { title: "Old", content: "words" });
    const rename = (as: string, title: string) =>
      demo.post("/api/discord/edit-thread", { as, threadId, title });
    expect((await rename(other, "Mine")).status).toBe(409);
    expect((await rename(owner, "New (solved)")).status).toBe(200);
    expect(demo.discord.threads()[0]).toMatchObject({ name: "New (solved)" });
  });

  it("shows who may do what, and which channels are hidden", async () => {
    const { users, channels } = createDiscordWorld(demo.discord).view();
    expect(channels.find(({ name }) => name === "review")).toMatchObject({
      staffOnly: true,
      seenBy: ["DevRel"],
    });
    const bits = (name: string) =>
      BigInt(users.find((user) => user.name === name)?.permissions ?? 0);
    expect(bits("you") & (1n << 13n)).toBe(0n);
  });

  it("says what was wrong instead of failing silently", async () => {
    const refused = await demo.post("/api/discord/post", { as: "1" });
    expect(refused.status).toBe(400);
    const as = demo.members.get("you") ?? "";
    const review = demo.channels.get("review") ?? "";
    const hidden = await demo.post("/api/discord/post", {
      as,
      channelId: review,
      text: "hi",
      replyTo: null,
    });
    expect(hidden.status).toBe(409);
  });

  it("kills the worker on request", async () => {
    await demo.post("/api/story/break/kill-worker", {});
    expect(demo.killed).toHaveBeenCalledOnce();
  });
});
