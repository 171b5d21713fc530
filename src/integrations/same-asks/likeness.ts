import type { Likeness } from "./ask-index.ts";
import { checkNames, type ExactNames } from "./exact-names.ts";

/**
 * Chance that one of the likeliest three is the same ask, as a logistic of three figures: the mean
 * of what `bench/duplicates` fits on either half of the pairs.
 */
export const LOGISTIC = { start: -3.28, whole: 4.16, title: 1.62, shared: 0.0093 };

/**
 * What each name, error or version adds that both have and few others: the reports that the rest
 * was fitted on have lost theirs, so this is judged by the demo's community and by what it says of
 * 1,500 unlabelled GitHub issues.
 */
const SHARED_NAME = 0.5;
const MOST_NAMES = 4;
const MOST_WORDS = 5;

/** How likely two asks are one, 0 to 1, with words for staff. */
export function scoreLikeness(
  likeness: Likeness,
  ask: ExactNames,
  other: ExactNames,
  isRare: (name: string) => boolean,
): { readonly score: number; readonly reasons: readonly string[] } {
  const { factor, shared, reasons } = checkNames(ask, other);
  // Logs of one program name the same things whatever went wrong: the titles must agree as well.
  const rare = likeness.title > 0 ? shared.filter(isRare) : [];
  const names = Math.min(rare.length, MOST_NAMES);
  const words = likeness.terms.slice(0, MOST_WORDS);
  return {
    score: chance(likeness, names * SHARED_NAME) * factor,
    reasons: [...reasons, ...(words.length > 0 ? [`shared words: ${words.join(", ")}`] : [])],
  };
}

export function chance({ whole, title, shared }: Omit<Likeness, "terms">, names = 0): number {
  const sum =
    LOGISTIC.start +
    LOGISTIC.whole * whole +
    LOGISTIC.title * title +
    LOGISTIC.shared * shared +
    names;
  return 1 / (1 + Math.exp(-sum));
}
