import type { Likeness } from "./ask-index.ts";
import { checkNames, type ExactNames } from "./exact-names.ts";

/**
 * Chance that one of the likeliest three is the same ask, as a logistic of three figures: the mean
 * of what `bench/duplicates` fits on either half of the pairs.
 */
export const LOGISTIC = { start: -3.28, whole: 4.16, title: 1.62, shared: 0.0093 };

const MOST_WORDS = 5;

/** How likely two asks are one, 0 to 1, with words for staff. */
export function scoreLikeness(
  likeness: Likeness,
  ask: ExactNames,
  other: ExactNames,
): { readonly score: number; readonly reasons: readonly string[] } {
  const { factor, reasons } = checkNames(ask, other);
  const words = likeness.terms.slice(0, MOST_WORDS);
  return {
    score: chance(likeness) * factor,
    reasons: [...reasons, ...(words.length > 0 ? [`shared words: ${words.join(", ")}`] : [])],
  };
}

export function chance({ whole, title, shared }: Omit<Likeness, "terms">): number {
  const sum =
    LOGISTIC.start + LOGISTIC.whole * whole + LOGISTIC.title * title + LOGISTIC.shared * shared;
  return 1 / (1 + Math.exp(-sum));
}
