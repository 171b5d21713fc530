import type { Clock } from "../src/triage/model/clock.ts";

export type WarpClock = Clock & {
  /** Jumps ahead; whatever was to wake until then wakes now. */
  advance(ms: number): void;
};

type Timer = { readonly at: number; readonly wake: () => void };

/**
 * A clock that runs like the system's and can jump ahead, so that a week passes in seconds and
 * what waits for real answers still gets its time.
 * @param start milliseconds since the epoch at which it begins; the system's now when left out
 */
export function createWarpClock(start = Date.now()): WarpClock {
  let offset = start - Date.now();
  const timers = new Set<Timer>();
  let pending: NodeJS.Timeout | undefined;
  const now = () => Date.now() + offset;

  function arm(): void {
    clearTimeout(pending);
    const next = Math.min(...[...timers].map((timer) => timer.at));
    if (!Number.isFinite(next)) return;
    pending = setTimeout(wakeDue, Math.min(Math.max(0, next - now()), 2_147_483_647));
  }

  function wakeDue(): void {
    const due = [...timers].filter((timer) => timer.at <= now()).toSorted((a, b) => a.at - b.at);
    for (const timer of due) timers.delete(timer);
    for (const timer of due) timer.wake();
    arm();
  }

  return {
    now,
    after(ms, wake) {
      const timer = { at: now() + Math.max(0, ms), wake };
      timers.add(timer);
      arm();
      return () => {
        if (timers.delete(timer)) arm();
      };
    },
    advance(ms) {
      offset += ms;
      wakeDue();
    },
  };
}
