import { z } from "zod";

/** Where the middle half of some durations lies. */
export const Spread = z.object({
  count: z.number(),
  /** Milliseconds, or whatever was measured; null when there is nothing to measure. */
  quarter: z.number().nullable(),
  median: z.number().nullable(),
  threeQuarters: z.number().nullable(),
});
export type Spread = z.infer<typeof Spread>;

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    quarter: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    threeQuarters: quantile(sorted, 0.75),
  };
}

/** Between two values the straight line (Hyndman and Fan, 1996, definition 7). */
function quantile(sorted: readonly number[], share: number): number | null {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (place - Math.floor(place));
}
