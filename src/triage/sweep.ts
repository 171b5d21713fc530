import { MINUTE } from "./clock.ts";
import { changeTicket, type StepDeps } from "./commit.ts";
import { proposalExpired } from "./events.ts";
import type { Outbox, Wake } from "./ports.ts";

export type SweepDeps = StepDeps & {
  readonly outbox: Outbox;
  readonly wake: Wake;
  /** Communities whose public actions wait, so that the sweep does not wake for them. */
  readonly heldBack: () => Promise<readonly string[]>;
  readonly onError: (error: unknown) => void;
};

/** How long the sweep sleeps at the most, for what another process planned meanwhile. */
const LONGEST_SLEEP_MS = MINUTE;
const MOST_AT_ONCE = 500;

/** Wakes whatever is due once: closed bundles, delayed actions, claims that ran out, expiry. */
export async function sweepOnce(deps: SweepDeps): Promise<number> {
  const due = await deps.outbox.due(deps.clock.now(), MOST_AT_ONCE, await deps.heldBack());
  const boards = new Set<string>();
  for (const { what, communityId, ticketId, deliveryId } of due) {
    if (what === "triage") await deps.wake.triage(communityId, ticketId);
    if (what === "act") await deps.wake.act(communityId, ticketId);
    if (what === "board") boards.add(communityId);
    if (what === "delivery" && deliveryId) await deps.wake.followUp(communityId, deliveryId);
    if (what === "expire") {
      await changeTicket(communityId, ticketId, deps, proposalExpired);
      boards.add(communityId);
    }
  }
  for (const communityId of boards) await deps.wake.board(communityId);
  return due.length;
}

/**
 * Sweeps whenever something comes due on the clock, and at least once a minute. Scheduling goes by
 * the store and this clock alone, so that losing the queue loses nothing.
 * @returns `nudge`, to be called when something new may be due soon, and `stop`
 */
export function startSweep(deps: SweepDeps): { nudge(): void; stop(): Promise<void> } {
  let stopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  let again = false;

  const run = () => {
    cancel();
    if (stopped) return;
    if (again) return;
    again = true;
    running = running.then(async () => {
      again = false;
      if (stopped) return;
      try {
        await sweepOnce(deps);
        await sleepUntilDue();
      } catch (error) {
        deps.onError(error);
        cancel();
        cancel = deps.clock.after(LONGEST_SLEEP_MS, run);
      }
    });
  };
  const sleepUntilDue = async () => {
    const next = await deps.outbox.nextDueAt(await deps.heldBack());
    const wait = next === null ? LONGEST_SLEEP_MS : next - deps.clock.now();
    cancel();
    // What is due already was woken just now; looking again at once would only spin.
    cancel = deps.clock.after(Math.min(Math.max(wait, 250), LONGEST_SLEEP_MS), run);
  };
  run();
  return {
    nudge: run,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
