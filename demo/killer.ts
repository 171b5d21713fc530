import type { CrashPoint } from "../src/triage/perform/apply-actions.ts";

/** The places where death is cruellest: an action is claimed, or done and not yet recorded. */
const MOMENTS: readonly CrashPoint[] = ["after claim", "before outside call", "after outside call"];

/**
 * Stands for a process that dies in the middle of an action. Once armed, the next action stops
 * where it is, and nothing of the old process acts any more until `revive`.
 */
export function createKiller() {
  let wait: ((point: CrashPoint) => void) | null = null;
  let dead = false;
  return {
    reached(point: CrashPoint): void {
      if (wait && MOMENTS.includes(point)) {
        dead = true;
        wait(point);
        wait = null;
      }
      if (dead) throw new Error("killed by the demo");
    },
    /** Resolves with the point at which it died, or null when nothing happened in time. */
    kill(withinMs: number): Promise<CrashPoint | null> {
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          wait = null;
          dead = true;
          resolve(null);
        }, withinMs);
        wait = (point) => {
          clearTimeout(timer);
          resolve(point);
        };
      });
    },
    revive(): void {
      dead = false;
    },
  };
}
