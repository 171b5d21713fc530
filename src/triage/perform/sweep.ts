import { proposalExpired } from "../intake/events.ts";
import { MINUTE, SECOND } from "../model/clock.ts";
import type { Outbox, Wake } from "../ports/outbox.ts";
import { changeTicket, type StepDeps } from "./commit.ts";

export type SweepDeps = StepDeps & {
  readonly outbox: Outbox;
  readonly wake: Wake;
  readonly communityId: string;
  /** Whether public actions wait, so that the sweep does not wake for them. */
  readonly isPaused: () => Promise<boolean>;
  /** Whether nothing at all is to be done now: the bot was removed from the community. */
  readonly isAway?: () => Promise<boolean>;
  readonly onError: (error: unknown) => void;
};

/** How long the sweep sleeps at the most, for what another process planned meanwhile. */
const LONGEST_SLEEP_MS = MINUTE;
/** The same while a community is paused, since another process may resume it, or the store fails. */
const SHORT_SLEEP_MS = 5 * SECOND;
/** What was woken is given so long before it is woken again, and more when sweeping takes long. */
const SHORTEST_REST_MS = 250;
const LONGEST_REST_MS = 2 * SECOND;
const REST_PER_WORK = 4;
const MOST_AT_ONCE = 500;
/** A wake-up of the board that a crash has lost is made up for after so long, and at the start. */
const BOARD_EVERY_MS = MINUTE;

/** Wakes whatever is due once: closed bundles, delayed actions, claims that ran out, expiry. */
export async function sweepOnce(deps: SweepDeps): Promise<number> {
  const { communityId, clock } = deps;
  const due = await deps.outbox.due(communityId, clock.now(), MOST_AT_ONCE, await scopeOf(deps));
  let board = false;
  for (const { what, ticketId, deliveryId } of due) {
    if (what === "triage") await deps.wake.triage(communityId, ticketId);
    if (what === "act") await deps.wake.act(communityId, ticketId);
    if (what === "board") board = true;
    if (what === "delivery" && deliveryId) await deps.wake.followUp(communityId, deliveryId);
    if (what === "expire") {
      await changeTicket(communityId, ticketId, deps, proposalExpired);
      board = true;
    }
  }
  if (board) await deps.wake.board(communityId);
  return due.length;
}

async function scopeOf({ isPaused }: SweepDeps): Promise<"all" | "staff"> {
  return (await isPaused()) ? "staff" : "all";
}

/**
 * Sweeps whenever something comes due on the clock, and at least once a minute. Scheduling goes by
 * the store and this clock alone, so that losing the queue loses nothing.
 * @returns `nudge`, to be called when something new may be due sooner than what it sleeps for
 */
export function startSweep(deps: SweepDeps): { nudge(): void; stop(): Promise<void> } {
  const { clock } = deps;
  let stopped = false;
  let looking: Promise<void> | null = null;
  let again = false;
  let restUntil = Number.NEGATIVE_INFINITY;
  let boardsAt = Number.NEGATIVE_INFINITY;
  let cancel = () => {};

  function nudge(): void {
    if (stopped) return;
    if (looking) {
      again = true;
      return;
    }
    const rest = restLeft();
    if (rest > 0) sleep(rest);
    else start();
  }

  function start(): void {
    cancel();
    looking = look().then((wait) => {
      looking = null;
      if (stopped) return;
      const rest = restLeft();
      sleep(again ? rest : Math.max(rest, wait));
      again = false;
    });
  }

  /** Never more than it may be: a system's clock is sometimes set back. */
  function restLeft(): number {
    return Math.min(Math.max(0, restUntil - clock.now()), LONGEST_REST_MS);
  }

  function sleep(ms: number): void {
    cancel();
    cancel = clock.after(ms, start);
  }

  /** Sweeps if anything is due. @returns how long there is nothing to do */
  async function look(): Promise<number> {
    const begun = clock.now();
    try {
      if (await deps.isAway?.()) return SHORT_SLEEP_MS;
      if (begun >= boardsAt || boardsAt - begun > BOARD_EVERY_MS) {
        await deps.wake.board(deps.communityId);
        boardsAt = begun + BOARD_EVERY_MS;
      }
      const scope = await scopeOf(deps);
      const next = await deps.outbox.nextDueAt(deps.communityId, scope);
      if (next !== null && next <= clock.now()) {
        await sweepOnce(deps);
        return 0;
      }
      const longest = scope === "staff" ? SHORT_SLEEP_MS : LONGEST_SLEEP_MS;
      return Math.min(next === null ? longest : next - clock.now(), longest);
    } catch (error) {
      deps.onError(error);
      return SHORT_SLEEP_MS;
    } finally {
      // What is due was woken just now: looking again at once would only spin.
      const rest = Math.max(SHORTEST_REST_MS, REST_PER_WORK * (clock.now() - begun));
      restUntil = clock.now() + Math.min(rest, LONGEST_REST_MS);
    }
  }

  start();
  return {
    nudge,
    async stop() {
      stopped = true;
      cancel();
      await looking;
    },
  };
}
