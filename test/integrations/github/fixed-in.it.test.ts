import { afterEach, beforeEach, expect, it } from "vitest";
import { createGitHubAccess } from "../../../src/integrations/github/access.ts";
import { createGitHubIssueTracker } from "../../../src/integrations/github/issue-tracker.ts";
import type { IssueTracker } from "../../../src/triage/ports/issue-tracker.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../simulators/github/server.ts";

const repo = "acme/app";
let sim: GitHubSimulator;
let tracker: IssueTracker;

beforeEach(async () => {
  const clock = createManualClock();
  const members = { mona: "MEMBER" as const };
  sim = await startGitHubSimulator({ clock, repositories: [{ name: repo, members }] });
  const auth = { type: "token", token: sim.tokenFor("mona") } as const;
  const access = createGitHubAccess({ auth, baseUrl: sim.url, clock });
  tracker = createGitHubIssueTracker({ access, clock });
});
afterEach(() => sim.close());

const numbers = async (notes: string) =>
  (await tracker.fixedIn(repo, notes)).map(({ number }) => number);

it("finds closed issues that release notes name, also through what was merged", async () => {
  const mona = sim.as("mona");
  for (const title of ["one", "two", "three", "four"]) mona.openIssue(repo, { title });
  const merged = mona.openPullRequest(repo, { title: "five", body: "Fixes #2" });
  const open = mona.openPullRequest(repo, { title: "six", body: "Fixes #4" });
  mona.closeIssue(repo, 1);
  mona.closeIssue(repo, 3, { reason: "not_planned" });
  mona.mergePullRequest(repo, merged.number);
  if (sim.issues(repo)[1]?.state === "open") mona.closeIssue(repo, 2);
  expect(await numbers(`#1, #3, #${merged.number}, #${open.number} and #99`)).toEqual([1, 2]);
  expect(await numbers("Fixes what was broken")).toEqual([]);
  expect(sim.stats().violations).toEqual([]);
});

it("does not take a plainly closed issue for a discussion", async () => {
  const { nodeId } = sim.as("mona").openIssue(repo, { title: "one" });
  sim.as("mona").closeIssue(repo, 1);
  const ref = { nodeId, repository: repo, number: 1, url: "" };
  expect(await tracker.becameDiscussion(ref)).toBe(false);
});
