import { z } from "zod";

/** From a moment up to another, which is left out; milliseconds. */
export const Period = z.object({ from: z.number(), to: z.number() });
export type Period = z.infer<typeof Period>;

export function within(at: number | null, { from, to }: Period): boolean {
  return at !== null && at >= from && at < to;
}

/** As long, and just before. */
export function periodBefore({ from, to }: Period): Period {
  return { from: from - (to - from), to: from };
}
