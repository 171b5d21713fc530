import type { Clock } from "./triage/model/clock.ts";

/**
 * Looks again and again whether another version of the docs index is in use, whoever built it.
 * @param check does what a new version asks for, and nothing when there is none
 */
export function watchDocs(options: {
  readonly everyMs: number;
  readonly clock: Clock;
  readonly check: () => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}): { stop(): Promise<void> } {
  const { everyMs, clock, check, onError } = options;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = clock.after(0, run);

  function run(): void {
    running = check()
      .then(() => {}, onError)
      .then(() => {
        if (!stopped) cancel = clock.after(everyMs, run);
      });
  }

  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
