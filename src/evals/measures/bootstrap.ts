export type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** A generator of numbers in [0, 1) that gives the same sequence for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Draws = { readonly seed: number; readonly draws: number };

/**
 * A measure with its 95 % interval: the middle of what it comes to on rows drawn with replacement,
 * as many as there are in each group. Efron and Tibshirani, "An introduction to the bootstrap",
 * 1993, chapter 13 (percentile interval).
 */
export function bootstrap<T>(
  rows: readonly T[],
  groupOf: (row: T) => string,
  measure: (rows: readonly T[]) => number,
  { seed, draws }: Draws,
): Interval | null {
  const value = measure(rows);
  if (Number.isNaN(value)) return null;
  const random = seeded(seed);
  const groups = [...Map.groupBy(rows, groupOf).values()];
  const values = Array.from({ length: draws }, () =>
    measure(
      groups.flatMap((group) =>
        group.flatMap(() => group[Math.floor(random() * group.length)] ?? []),
      ),
    ),
  )
    .filter((drawn) => !Number.isNaN(drawn))
    .toSorted((a, b) => a - b);
  const at = (share: number) =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? value;
  return { value, low: at(0.025), high: at(0.975) };
}
