import { afterEach, beforeEach, expect, it } from "vitest";
import { createGitHubAccess } from "../../../src/integrations/github/access.ts";
import { createGitHubIssueTracker } from "../../../src/integrations/github/issue-tracker.ts";
import { MINUTE } from "../../../src/triage/clock.ts";
import type { IssueTracker } from "../../../src/triage/ports.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../simulators/github/server.ts";

const repo = "acme/app";
let clock: ManualClock;
let sim: GitHubSimulator;
let tracker: IssueTracker;

beforeEach(async () => {
  clock = createManualClock();
  const members = { mona: "MEMBER" as const };
  sim = await startGitHubSimulator({ clock, repositories: [{ name: repo, members }] });
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
    releases: [{ release: "v2", notes: "Fixes #3", visibility: "public", repository: repo }],
    whole: true,
  });
  expect(sim.stats().violations).toEqual([]);
});
