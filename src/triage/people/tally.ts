import type { Clock } from "../model/clock.ts";

/** How often each did something lately; in memory, since nothing worse comes of forgetting it. */
export type Tally = {
  /** Counts one more. @returns how many it is within the span, with this one */
  count(key: string): number;
};

export function createTally({ now }: Pick<Clock, "now">, withinMs: number): Tally {
  const times = new Map<string, readonly number[]>();
  return {
    count(key) {
      const since = now() - withinMs;
      for (const [other, seen] of times) {
        if ((seen.at(-1) ?? 0) <= since) times.delete(other);
      }
      const recent = [...(times.get(key) ?? []).filter((at) => at > since), now()];
      times.set(key, recent);
      return recent.length;
    },
  };
}
