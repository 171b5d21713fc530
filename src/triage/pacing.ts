import { HOUR } from "./clock.ts";

/**
 * When so many more notices may be said, none sooner than `from`: never more than `perHour` in any
 * hour, together with those that were said or are planned.
 * @param planned times of notices, in any order
 */
export function nextSlots(
  planned: readonly number[],
  count: number,
  from: number,
  perHour: number,
): number[] {
  const times = planned.toSorted((a, b) => a - b);
  return Array.from({ length: count }, () => {
    const crowded = times.at(-perHour);
    const slot =
      times.length < perHour || crowded === undefined ? from : Math.max(from, crowded + HOUR);
    const at = times.findLastIndex((time) => time <= slot) + 1;
    times.splice(at, 0, slot);
    return slot;
  });
}
