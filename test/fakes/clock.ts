import type { Clock } from "../../src/triage/model/clock.ts";

export type ManualClock = Clock & {
  /** Moves time on, waking each timer at its own moment, those that wakers set meanwhile included. */
  advance(ms: number): void;
  /** Jumps to the next timer and wakes all that are due then; false when none waits. */
  advanceToNext(): boolean;
  /** Sets the time as a system does that finds its clock wrong: timers wait as long as before. */
  jump(ms: number): void;
  /** How many timers wait. */
  waiting(): number;
};

type Timer = { readonly at: number; readonly order: number; readonly wake: () => void };

/** A clock that stands still until it is turned by hand. */
export function createManualClock(start = Date.UTC(2026, 0, 5, 9)): ManualClock {
  let time = start;
  let order = 0;
  let jumped = 0;
  const timers = new Set<Timer>();

  function next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) {
        first = timer;
      }
    }
    return first;
  }

  function wakeUntil(end: number): void {
    for (let timer = next(); timer && timer.at <= end; timer = next()) {
      timers.delete(timer);
      time = Math.max(time, timer.at);
      timer.wake();
    }
    time = Math.max(time, end);
  }

  return {
    now: () => time + jumped,
    after(ms, wake) {
      const timer = { at: time + Math.max(0, ms), order: order++, wake };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    advance: (ms) => wakeUntil(time + ms),
    advanceToNext() {
      const timer = next();
      if (timer) wakeUntil(timer.at);
      return timer !== undefined;
    },
    jump(ms) {
      jumped += ms;
    },
    waiting: () => timers.size,
  };
}
