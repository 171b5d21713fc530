import { afterEach, beforeEach, expect, it } from "vitest";
import { createGitHubAccess } from "../../../src/integrations/github/access.ts";
import { createGitHubIssueTracker } from "../../../src/integrations/github/issue-tracker.ts";
import { MINUTE } from "../../../src/triage/model/clock.ts";
import type { IssueTracker } from "../../../src/triage/ports/issue-tracker.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../simulators/github/server.ts";

const repo = "acme/app";
let clock: ManualClock;
let sim: GitHubSimulator;
let tracker: IssueTracker;

beforeEach(async () => {
  clock = createManualClock();
  const members = { mona: "MEMBER" as const };
  const repositories = [repo, "acme/web"].map((name) => ({ name, members }));
  sim = await startGitHubSimulator({ clock, repositories });
  const auth = { type: "token", token: sim.tokenFor("mona") } as const;
  const access = createGitHubAccess({ auth, baseUrl: sim.url, clock });
  tracker = createGitHubIssueTracker({ access, clock });
});
afterEach(() => sim.close());

it("reads issues and releases that changed since then, and no older ones", async () => {
  const mona = sim.as("mona");
  mona.openIssue(repo, { title: "old" });
  mona.publishRelease(repo, { tag: "v1" });
  clock.advance(10 * MINUTE);
  const since = clock.now();
  mona.openIssue(repo, { title: "new" });
  mona.openIssue(repo, { title: "closed" });
  clock.advance(MINUTE);
  mona.closeIssue(repo, 3);
  mona.publishRelease(repo, { tag: "v2", body: "Fixes #3" });
  mona.publishRelease(repo, { tag: "v3-beta", prerelease: true });
  const changes = await tracker.changesSince(repo, since);
  expect(changes).toMatchObject({
    issues: [{ title: "new" }, { title: "closed", state: "closed", stateReason: "completed" }],
    events: [{ release: "v2", notes: "Fixes #3", visibility: "public", repository: repo }],
    repository: repo,
    visibility: "public",
    whole: true,
  });
  expect(sim.stats().violations).toEqual([]);
});

it("reads directives of the team and merged pull requests that close issues", async () => {
  const mona = sim.as("mona");
  mona.openIssue(repo, { title: "It hangs" });
  mona.comment(repo, 1, "/signalbox ask Long ago?");
  mona.openPullRequest(repo, { title: "Mend it", body: "Fixes #1" });
  mona.openPullRequest(repo, { title: "Something else", body: "Fixes #1" });
  clock.advance(10 * MINUTE);
  const since = clock.now();
  mona.comment(repo, 1, "/signalbox ask Which version?");
  mona.comment(repo, 1, "/signalbox close");
  sim.as("visitor").comment(repo, 1, "/signalbox tell Trust me.");
  clock.advance(MINUTE);
  mona.mergePullRequest(repo, 2);
  const { events } = await tracker.changesSince(repo, since);
  expect(events).toMatchObject([
    { event: "directive", directive: "ask", words: "Which version?", issue: { number: 1 } },
    { event: "directive", directive: "wrong" },
    { event: "merged", number: 2, closes: [1] },
  ]);
  expect(sim.stats().violations).toEqual([]);
});

it("finds an issue where it is, where it went, or nowhere", async () => {
  const mona = sim.as("mona");
  const refs = ["stays", "moves", "goes"].map((title) => {
    const { nodeId, number } = mona.openIssue(repo, { title });
    return { nodeId, number, repository: repo, url: "" };
  });
  mona.transfer(repo, 2, "acme/web");
  mona.delete(repo, 3);
  const found = await Promise.all(refs.map((ref) => tracker.whereIs(ref)));
  expect(found).toMatchObject([
    { is: "there" },
    { is: "moved", issue: { repository: "acme/web", number: 1, title: "moves" } },
    { is: "gone" },
  ]);
});

it("lets those direct us who may change issues, and shows them that it was heard", async () => {
  sim.as("visitor").openIssue(repo, { title: "It hangs" });
  const asked = ["mona", "visitor", "nobody-of-this-name"];
  const may = await Promise.all(asked.map((login) => tracker.mayDirect(repo, login)));
  expect(may).toEqual([true, false, false]);
  const { id } = sim.as("mona").comment(repo, 1, "/signalbox ask Which version?");
  const issue = { nodeId: "", repository: repo, number: 1, url: "" };
  await tracker.acknowledge(issue, String(id), true);
  await tracker.acknowledge(issue, String(id), true);
  expect(sim.reactions(repo, id)).toEqual([{ by: "mona", content: "+1" }]);
  expect(sim.stats().violations).toEqual([]);
});
