import type { Clock } from "../../triage/model/clock.ts";

/** A task that runs on demand and on a timer, never twice at once. */
export type Repeating = {
  /** Runs it at once, or once more after the run that is under way. */
  now(): void;
  /** Runs it at once; resolves when a run that began after the call is over. */
  whenDone(): Promise<void>;
  /** Runs it before its time: something went wrong. */
  soon(): void;
  /** Tells a run that is under way to end early, and resolves when it has. */
  stop(): Promise<void>;
};

/**
 * @param task false when it should be tried again soon
 */
export function createRepeating(
  clock: Clock,
  every: { readonly wellMs: number; readonly illMs: number },
  task: (stopping: AbortSignal) => Promise<boolean>,
): Repeating {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let waiting: (() => void)[] = [];
  let timer: { readonly at: number; readonly cancel: () => void } | undefined;

  function schedule(ms: number): void {
    const time = clock.now();
    const at = time + ms;
    // One that should have run by now was set before the system's clock was put forward.
    const isSooner = timer !== undefined && timer.at >= time && timer.at <= at;
    if (stopped || isSooner) return;
    timer?.cancel();
    timer = { at, cancel: clock.after(ms, now) };
  }

  function now(): void {
    timer?.cancel();
    timer = undefined;
    again = true;
    if (!running && !stopped) running = run();
  }

  async function run(): Promise<void> {
    let well = true;
    while (again && !stopped) {
      again = false;
      const served = waiting;
      waiting = [];
      well = await task(stopping.signal);
      for (const resolve of served) resolve();
    }
    running = undefined;
    schedule(well ? every.wellMs : every.illMs);
  }

  return {
    now,
    whenDone: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        now();
      }),
    soon: () => schedule(every.illMs),
    async stop() {
      stopped = true;
      stopping.abort();
      timer?.cancel();
      for (const resolve of waiting) resolve();
      await running;
    },
  };
}
