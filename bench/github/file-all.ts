import { createGitHubAccess } from "../../src/integrations/github/access.ts";
import { createGitHubIssueTracker } from "../../src/integrations/github/issue-tracker.ts";
import type { Store } from "../../src/integrations/store/store.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import { applyActions } from "../../src/triage/perform/apply-actions.ts";
import type { Wake } from "../../src/triage/ports/outbox.ts";
import { markersIn } from "../../src/triage/text/marker.ts";
import { createFakeAllowance } from "../../test/fakes/allowance.ts";
import type { ManualClock } from "../../test/fakes/clock.ts";
import { createFakeConversation } from "../../test/fakes/conversation.ts";
import { createFakeIndex } from "../../test/fakes/engines.ts";
import { aPolicy } from "../../test/fakes/house.ts";
import { createTestIds } from "../../test/fakes/samples.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../../test/simulators/github/server.ts";
import { approveIssues, COMMUNITY, REPOSITORIES } from "./approve-issues.ts";

export type Scenario = {
  readonly name: string;
  readonly processes: number;
  /** Every process dies, in the middle of what it does, when so many are filed. */
  readonly dieAt?: number;
  /** Each process counts for itself, as if there were no other: for comparison. */
  readonly countAlone?: boolean;
};

class Died extends Error {
  override readonly name = "Died";
}

type Worker = { readonly act: (ticketId: string) => Promise<void>; busy: number; alive: boolean };

/** As many at once as the program's own workers. */
const ACT_AT_ONCE = 8;

/** Files approved issues with the real executor, store and tracker, as fast as the limits let them. */
export async function fileAll(
  scenario: Scenario,
  count: number,
  { store, clock }: { readonly store: Store; readonly clock: ManualClock },
) {
  const github = await startGitHubSimulator({
    clock,
    limits: "documented",
    repositories: REPOSITORIES.map((name) => ({
      name,
      private: true,
      members: { robot: "MEMBER" as const },
    })),
  });
  // An app's token would expire within the hour, by a clock that is not its library's.
  const token = github.tokenFor("robot");
  const conversation = createFakeConversation(clock, { places: ["forum", "review"] });
  const ids = createTestIds();
  const ready = new Set<string>();
  const wake: Wake = {
    act: async (_, id) => void ready.add(id),
    triage: async () => {},
    board: async () => {},
    followUp: async () => {},
  };
  const policyOf = async () => aPolicy({ acts: { ...aPolicy().acts, mark: "off" } });

  const passages = createFakeIndex([]);

  function startWorker(): Worker {
    const allowance = scenario.countAlone ? createFakeAllowance() : store.allowance;
    const pace = { profile: "documented", allowance, communityId: COMMUNITY, clock } as const;
    const auth = { type: "token", token } as const;
    const access = createGitHubAccess({ auth, baseUrl: github.url, clock: systemClock, pace });
    const tracker = createGitHubIssueTracker({ access, clock });
    const worker: Worker = {
      busy: 0,
      alive: true,
      async act(ticketId) {
        const isOpenToAll = async () => false;
        const outside = { conversation, tracker, wake, clock, policyOf, passages, isOpenToAll };
        const deps = { ...store, ids, ...outside, holdsRole: async () => false };
        const reached = () => {
          if (!worker.alive) throw new Died("the process died");
        };
        await applyActions(COMMUNITY, ticketId, { ...deps, reached }).catch((error: unknown) => {
          if (!(error instanceof Died)) throw error;
        });
      },
    };
    return worker;
  }

  await approveIssues(count, { store, clock, ids, conversation });
  let workers = Array.from({ length: scenario.processes }, startWorker);
  let died = scenario.dieAt === undefined;
  const running = new Set<Promise<void>>();
  const startedAt = clock.now();
  const startedReally = performance.now();

  function start(worker: Worker, ticketId: string): void {
    ready.delete(ticketId);
    worker.busy += 1;
    const work: Promise<void> = worker.act(ticketId).finally(() => {
      worker.busy -= 1;
      running.delete(work);
    });
    running.add(work);
  }

  function dieAndStartAgain(): void {
    died = true;
    for (const worker of workers) worker.alive = false;
    workers = workers.map(startWorker);
    ready.clear();
  }

  const filed = () => issuesOf(github).length;
  for (;;) {
    if (!died && filed() >= (scenario.dieAt ?? 0)) dieAndStartAgain();
    for (const worker of workers) {
      for (const id of ready) if (worker.busy < ACT_AT_ONCE) start(worker, id);
    }
    if (running.size > 0) {
      // What waits for its turn waits on the clock; what waits for an answer gets real time.
      clock.advanceToNext();
      await new Promise((next) => setTimeout(next, 1));
      continue;
    }
    const due = await store.outbox.due(COMMUNITY, clock.now(), ACT_AT_ONCE * workers.length);
    for (const { ticketId } of due) ready.add(ticketId);
    if (due.length > 0) continue;
    const next = await store.outbox.nextDueAt(COMMUNITY);
    if (next === null) break;
    clock.advance(Math.max(1, next - clock.now()));
  }

  const tookMs = clock.now() - startedAt;
  const ours = issuesOf(github).flatMap(({ body }) => markersIn(body ?? ""));
  const { refusals, mostAMinute, mostAnHour, mostPoints } = github.stats().limits;
  await github.close();
  return {
    run: scenario.name,
    issues: ours.length,
    twice: ours.length - new Set(ours).size,
    tookMs,
    mostAMinute,
    mostAnHour,
    mostPoints,
    refusals,
    realMs: Math.round(performance.now() - startedReally),
  };
}

function issuesOf(github: GitHubSimulator) {
  return REPOSITORIES.flatMap((name) => github.issues(name));
}
