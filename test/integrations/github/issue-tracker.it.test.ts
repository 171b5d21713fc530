import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGitHubAccess, type GitHubAuth } from "../../../src/integrations/github/access.ts";
import { readChangedIssues } from "../../../src/integrations/github/changed-issues.ts";
import { GitHubRefusal } from "../../../src/integrations/github/failure.ts";
import { createGitHubIssueTracker } from "../../../src/integrations/github/issue-tracker.ts";
import type { PaceDeps } from "../../../src/integrations/github/pace.ts";
import { missingLabels } from "../../../src/integrations/github/repository.ts";
import { MINUTE } from "../../../src/triage/model/clock.ts";
import { PortError } from "../../../src/triage/model/errors.ts";
import type { IssueTracker } from "../../../src/triage/ports/issue-tracker.ts";
import { hiddenMarker } from "../../../src/triage/text/marker.ts";
import { createFakeAllowance } from "../../fakes/allowance.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";
import { aRoute } from "../../fakes/samples.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../simulators/github/server.ts";

const route = aRoute({ repository: "acme/app", visibility: "private", labels: ["bug"] });
const draft = { title: "It hangs", body: `Often.\n\n${hiddenMarker("action-1")}\n` };

let sim: GitHubSimulator;
let clock: ManualClock;
let tracker: IssueTracker;

let pace: PaceDeps;

function access(auth: GitHubAuth) {
  return createGitHubAccess({ auth, baseUrl: sim.url, clock, pace });
}

beforeEach(async () => {
  clock = createManualClock();
  const allowance = createFakeAllowance();
  pace = { profile: "relaxed", allowance, communityId: "here", clock };
  const members = { mona: "MEMBER" as const, robot: "MEMBER" as const };
  sim = await startGitHubSimulator({
    clock,
    repositories: [
      { name: "acme/app", private: true, members, labels: ["bug", "needs-info"] },
      { name: "acme/web", private: true, members },
      { name: "acme/open", members },
      { name: "acme/old", private: true, archived: true, members },
      { name: "acme/quiet", private: true, hasIssues: false, members },
      { name: "acme/readonly" },
    ],
  });
  const token = sim.tokenFor("robot");
  const byToken = access({ type: "token", token });
  tracker = createGitHubIssueTracker({ access: byToken, clock });
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

async function failureOf(call: Promise<unknown>): Promise<PortError> {
  const error = await call.then(
    () => expect.unreachable("should have failed"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PortError)) throw error;
  return error;
}

describe("an issue", () => {
  it("is opened with what the route says, and found again by its marker", async () => {
    clock.advance(900);
    const since = clock.now();
    const ref = await tracker.openIssue(route, draft);
    expect(ref).toMatchObject({ repository: "acme/app", number: 1 });
    expect(sim.issues("acme/app")).toMatchObject([
      { title: "It hangs", author: "robot", labels: ["bug"], nodeId: ref.nodeId },
    ]);
    expect(await tracker.findIssue("acme/app", "action-1", since)).toEqual(ref);
    expect(await tracker.findIssue("acme/app", "action-2", since)).toBeNull();
  });

  it("is found among many, closed or not, and while the search knows nothing of it", async () => {
    sim.setIndexDelay(60 * MINUTE);
    await tracker.openIssue(route, draft);
    const robot = sim.as("robot");
    robot.closeIssue("acme/app", 1);
    for (let n = 0; n < 120; n++) robot.openIssue("acme/app", { title: `n${n}` });
    expect(await tracker.findIssue("acme/app", "action-1", clock.now())).toMatchObject({
      number: 1,
    });
  });

  it("is not taken for ours when somebody else copied the marker", async () => {
    sim.as("mona").openIssue("acme/app", draft);
    expect(await tracker.findIssue("acme/app", "action-1", 0)).toBeNull();
  });

  it("whose answer was lost is found, not opened again", async () => {
    const since = clock.now();
    sim.faults.failNext("POST /repos/acme/app/issues", { status: 502, when: "after" });
    expect((await failureOf(tracker.openIssue(route, draft))).retry).toBe("later");
    sim.faults.failNext("POST /repos/acme/web/issues", { status: "drop", when: "after" });
    const there = { ...route, repository: "acme/web" };
    expect((await failureOf(tracker.openIssue(there, draft))).retry).toBe("later");
    expect(await tracker.findIssue("acme/app", "action-1", since)).toMatchObject({ number: 1 });
    expect(await tracker.findIssue("acme/web", "action-1", since)).toMatchObject({ number: 1 });
    expect([sim.issues("acme/app").length, sim.issues("acme/web").length]).toEqual([1, 1]);
  });

  it.each([
    { status: "hang", made: 0 },
    { status: "stall", made: 1 },
  ] as const)("whose answer is a $status is given up in time", async ({ status, made }) => {
    sim.faults.failNext("POST /repos/acme/app/issues", { status });
    const pending = failureOf(tracker.openIssue(route, draft));
    // The repository is read first.
    await expect.poll(() => sim.stats().requestsChecked).toBe(2);
    clock.advance(20_000);
    expect(await pending).toMatchObject({
      retry: "later",
      advice: "GitHub did not answer in time",
    });
    expect(sim.issues("acme/app")).toHaveLength(made);
  });
});

describe("a route that is out of date", () => {
  it("still files, without the assignee or type that GitHub refuses", async () => {
    const lenient = createGitHubIssueTracker({
      access: access({ type: "token", token: sim.tokenFor("robot") }),
      clock,
    });
    const filed = [
      await lenient.openIssue({ ...route, assignees: ["mona"] }, draft),
      await lenient.openIssue({ ...route, assignees: ["who-left"] }, draft),
      await lenient.openIssue({ ...route, type: "Epic" }, draft),
    ];
    expect(filed.map(({ leftOut }) => leftOut)).toEqual([undefined, ["assignees"], ["type"]]);
    expect(sim.issues("acme/app").map(({ assignees }) => assignees)).toEqual([["mona"], [], []]);
  });

  it("finds a repository under its old name", async () => {
    const before = await tracker.openIssue(route, draft);
    sim.renameRepository("acme/app", "application");
    clock.advance(2 * MINUTE);
    expect(await tracker.openIssue(route, { title: "two", body: "" })).toMatchObject({
      repository: "acme/application",
      number: 2,
    });
    expect(await tracker.findIssue("acme/app", "action-1", 0)).toMatchObject({ number: 1 });
    await tracker.comment(before, "still here");
    expect(sim.comments("acme/application", 1)).toHaveLength(1);
  });

  it("follows a rename that it has not seen yet", async () => {
    await tracker.openIssue(route, draft);
    sim.renameRepository("acme/app", "application");
    expect(await tracker.openIssue(route, draft)).toMatchObject({ repository: "acme/application" });
  });
});

describe("what cannot be filed", () => {
  it.each([
    { repository: "acme/old", because: "archived" },
    { repository: "acme/quiet", because: "issues-disabled" },
    { repository: "acme/gone", because: "not-found" },
    { repository: "acme/open", because: "not-private" },
  ])("to $repository is refused for good: $because", async ({ repository, because }) => {
    const failure = await failureOf(tracker.openIssue({ ...route, repository }, draft));
    expect(failure.retry).toBe("never");
    expect(failure.cause).toBeInstanceOf(GitHubRefusal);
    expect(failure.cause).toMatchObject({ because });
    expect(failure.advice).toContain(repository);
    expect(sim.stats().contentCreations).toBe(0);
  });

  it("is refused when it is too long, with GitHub's words", async () => {
    const failure = await failureOf(tracker.openIssue(route, { title: "x".repeat(257), body: "" }));
    expect(failure).toMatchObject({ retry: "never", cause: { because: "invalid" } });
    expect(failure.advice).toContain("title is too long");
  });

  it("waits while credentials are refused", async () => {
    const bad = access({ type: "token", token: "wrong" });
    const other = createGitHubIssueTracker({ access: bad, clock });
    const failure = await failureOf(other.openIssue(route, draft));
    expect(failure).toMatchObject({ retry: "later" });
    expect(failure.advice).toContain("credentials");
  });
});

describe("when GitHub says slow down", () => {
  it("nothing more is written until the time it named has passed", async () => {
    sim.faults.secondaryLimit({ retryAfterSeconds: 90 });
    expect(await failureOf(tracker.openIssue(route, draft))).toMatchObject({
      retry: "later",
      retryAfterMs: 90_000,
    });
    const before = sim.stats().requestsChecked;
    expect(await failureOf(tracker.openIssue(route, draft))).toMatchObject({
      retry: "later",
      retryAfterMs: 90_000,
    });
    expect(sim.stats().requestsChecked).toBe(before);
    clock.advance(90_000);
    expect(await tracker.openIssue(route, draft)).toMatchObject({ number: 1 });
  });

  it("without a time, it rests a minute", async () => {
    sim.faults.secondaryLimit();
    expect(await failureOf(tracker.openIssue(route, draft))).toMatchObject({
      retryAfterMs: MINUTE,
    });
  });
});

describe("comments and labels", () => {
  it("are written once, found by marker and edited in place", async () => {
    const issue = await tracker.openIssue(route, draft);
    const key = `count:${issue.nodeId}`;
    const id = await tracker.comment(issue, `2 reporters\n${hiddenMarker(key)}`);
    expect(await tracker.findComment(issue, key)).toBe(id);
    await tracker.editComment(issue, id, `3 reporters\n${hiddenMarker(key)}`);
    await tracker.addLabels(issue, ["bug", "needs-info"]);
    expect(sim.comments("acme/app", 1).map(({ body }) => body.split("\n")[0])).toEqual([
      "3 reporters",
    ]);
    expect(sim.issues("acme/app")[0]?.labels).toEqual(["bug", "needs-info"]);
  });

  it("of others are not ours, whatever marker they carry", async () => {
    const issue = await tracker.openIssue(route, draft);
    sim.as("mona").comment("acme/app", 1, hiddenMarker("action-9"));
    expect(await tracker.findComment(issue, "action-9")).toBeNull();
  });

  it("follow an issue that was transferred", async () => {
    const issue = await tracker.openIssue(route, draft);
    await tracker.comment(issue, `first ${hiddenMarker("c1")}`);
    sim.as("mona").transfer("acme/app", 1, "acme/web");
    const id = await tracker.findComment(issue, "c1");
    expect(id).not.toBeNull();
    await tracker.editComment(issue, String(id), "edited");
    await tracker.comment(issue, "second");
    await tracker.addLabels(issue, ["bug"]);
    expect(sim.comments("acme/web", 1).map(({ body }) => body)).toEqual(["edited", "second"]);
    expect(sim.issues("acme/web")[0]?.labels).toEqual(["bug"]);
  });

  it("are refused for good on an issue that was deleted", async () => {
    const issue = await tracker.openIssue(route, draft);
    sim.as("mona").delete("acme/app", 1);
    const failure = await failureOf(tracker.comment(issue, "still there?"));
    expect(failure).toMatchObject({ retry: "never", cause: { because: "issue-deleted" } });
  });
});

describe("a GitHub App", () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

  it("acts as itself, and outlives its token", async () => {
    const auth: GitHubAuth = { type: "app", appId: String(sim.app.id), privateKey };
    const asApp = createGitHubIssueTracker({ access: access(auth), clock });
    const since = clock.now();
    await asApp.openIssue(route, draft);
    expect(sim.issues("acme/app")[0]?.author).toBe("signalbox[bot]");
    expect(await asApp.findIssue("acme/app", "action-1", since)).toMatchObject({ number: 1 });

    clock.advance(61 * MINUTE);
    expect(await asApp.findIssue("acme/app", "action-1", since)).toMatchObject({ number: 1 });
  });

  it("says so where it is not installed", async () => {
    sim.configureRepository("acme/app", { installed: false });
    const auth: GitHubAuth = { type: "app", appId: String(sim.app.id), privateKey };
    const asApp = createGitHubIssueTracker({ access: access(auth), clock });
    const failure = await failureOf(asApp.openIssue(route, draft));
    expect(failure).toMatchObject({ retry: "never", cause: { because: "not-installed" } });
  });
});

describe("reading for others", () => {
  it("gives issues that changed, oldest change first, without pull requests", async () => {
    const mona = sim.as("mona");
    mona.openIssue("acme/app", { title: "before" });
    clock.advance(MINUTE);
    const since = clock.now();
    mona.openIssue("acme/app", { title: "one", body: "mail me: ada@mail.acme-uploads.dev" });
    mona.openPullRequest("acme/app", { title: "a change" });
    clock.advance(MINUTE);
    mona.closeIssue("acme/app", 1, { reason: "duplicate" });
    const byToken = access({ type: "token", token: sim.tokenFor("robot") });
    const client = await byToken.clientFor("acme/app");
    const changed = await readChangedIssues(client, "acme/app", since);
    expect(changed.issues).toMatchObject([
      { number: 2, state: "open", body: "mail me: [redacted: email]", visibility: "private" },
      { number: 1, state: "closed", stateReason: "duplicate" },
    ]);
  });

  it("names labels that a repository lacks", async () => {
    const client = await access({ type: "token", token: sim.tokenFor("robot") }).clientFor("");
    expect(await missingLabels(client, "acme/app", ["Bug", "p1", "p1"])).toEqual(["p1"]);
  });
});
