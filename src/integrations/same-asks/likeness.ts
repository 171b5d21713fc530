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

/**
 * How likely two asks are one, 0 to 1, with words for staff. What is exact in them counts against what words and
 * meaning say alike: a vector sees no difference between `e4b` and `e4n`.
 * @param meaning chance by their vectors; 0 where there are none
 */
export function scoreLikeness(
  likeness: Likeness,
  ask: ExactNames,
  other: ExactNames,
  isRare: (name: string) => boolean,
  meaning = 0,
): { readonly score: number; readonly reasons: readonly string[] } {
  const { factor, shared, reasons } = checkNames(ask, other);
  // Logs of one program name the same things whatever went wrong: the titles must agree as well.
  const rare = likeness.title > 0 ? shared.filter(isRare) : [];
  const names = Math.min(rare.length, MOST_NAMES);
  const words = likeness.terms.slice(0, MOST_WORDS);
  return {
    score: withMeaning(chance(likeness, names * SHARED_NAME), meaning) * factor,
    reasons: [
      ...reasons,
      ...(words.length > 0 ? [`shared words: ${words.join(", ")}`] : []),
      ...(meaning >= ALIKE_IN_MEANING ? ["alike in meaning"] : []),
    ],
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

/** Worth telling staff. */
const ALIKE_IN_MEANING = 0.5;
/** How much meaning counts: by itself it may show another ask, and never proposes a link to it. */
const MEANING_WORTH = 0.5;
/** Texts of one field are never less alike than this, whatever they say. */
const LEAST_BACKGROUND = 0.2;
const STEEPNESS = 6;

/** Two witnesses: either may be right when the other is not. */
export function withMeaning(words: number, meaning: number): number {
  return 1 - (1 - words) * (1 - MEANING_WORTH * meaning);
}

/**
 * Chance by meaning, from how far the similarity of an ask stands out of those around it: what counts as alike
 * differs from model to model, and from field to field. Judged, not measured: it needs a key.
 * @param similarities of the nearest asks, in any order
 */
export function chanceByMeaning(similarity: number, similarities: readonly number[]): number {
  const sorted = similarities.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const background = Math.min(Math.max(middle, LEAST_BACKGROUND), 0.9);
  const standsOut = (similarity - background) / (1 - background);
  return standsOut <= 0 ? 0 : 1 / (1 + Math.exp(STEEPNESS * (0.5 - standsOut)));
}
