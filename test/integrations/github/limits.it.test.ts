import { afterEach, beforeEach, expect, it } from "vitest";
import { createGitHubAccess } from "../../../src/integrations/github/access.ts";
import { createGitHubIssueTracker } from "../../../src/integrations/github/issue-tracker.ts";
import { HOUR, systemClock } from "../../../src/triage/model/clock.ts";
import { PortError } from "../../../src/triage/model/errors.ts";
import { createFakeAllowance } from "../../fakes/allowance.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";
import { aRoute } from "../../fakes/samples.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../simulators/github/server.ts";

const route = aRoute({ repository: "acme/app", labels: [] });
const COUNT = 560;

let clock: ManualClock;
let sim: GitHubSimulator;

beforeEach(async () => {
  clock = createManualClock();
  const members = { robot: "MEMBER" as const };
  sim = await startGitHubSimulator({
    clock,
    limits: "documented",
    repositories: [{ name: "acme/app", members }],
  });
});
afterEach(() => sim.close());

it(`files ${COUNT} issues from two processes under GitHub's documented limits without one refusal, in scaled time`, async () => {
  const auth = { type: "token", token: sim.tokenFor("robot") } as const;
  const allowance = createFakeAllowance();
  const pace = { profile: "documented", allowance, communityId: "here", clock } as const;
  // Only the pace waits on the scaled clock; sockets time out on the real one.
  const process = () => {
    const access = createGitHubAccess({ auth, baseUrl: sim.url, clock: systemClock, pace });
    return createGitHubIssueTracker({ access, clock });
  };
  const processes = [process(), process()];
  const start = clock.now();
  const advice = new Set<string>();

  for (let n = 0; n < COUNT; ) {
    const tracker = processes[n % 2] ?? process();
    const filing = tracker.openIssue(route, { title: `n${n}`, body: "text" }).then(
      () => 0,
      (error: unknown) => {
        if (!(error instanceof PortError)) throw error;
        advice.add(error.advice);
        return error.retryAfterMs ?? 1_000;
      },
    );
    let wait: number | null = null;
    void filing.then((ms) => {
      wait = ms;
    });
    while (wait === null) {
      clock.advanceToNext();
      await new Promise((next) => setImmediate(next));
    }
    if (wait === 0) n += 1;
    clock.advance(wait);
  }

  expect(sim.issues("acme/app")).toHaveLength(COUNT);
  const { refusals, mostAMinute, mostAnHour } = sim.stats().limits;
  expect(refusals).toBe(0);
  expect(mostAMinute).toBeLessThanOrEqual(80);
  expect(mostAnHour).toBe(500);
  expect([...advice]).toEqual(["GitHub limits how much is written at once; it goes on by itself"]);
  expect(clock.now() - start).toBeGreaterThanOrEqual(HOUR);
  expect(clock.now() - start).toBeLessThan(1.1 * HOUR);
});
