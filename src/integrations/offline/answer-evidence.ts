import type { Passage } from "../../triage/model/passage.ts";
import { toQueryTerms } from "../docs/query-terms.ts";
import { toTerms } from "../docs/tokens.ts";
import { pointsElsewhere } from "./ask.ts";

/** How rare a term is in the docs; a term that no page holds is the rarest. */
export type Rarity = (term: string) => number;

/** The words of an ask, each with the weight of its rarity. */
export type Weighed = { readonly weights: ReadonlyMap<string, number>; readonly mass: number };

export function weigh(ask: string, rarity: Rarity): Weighed {
  const weights = new Map(Array.from(toQueryTerms("", ask).keys(), (term) => [term, rarity(term)]));
  return { weights, mass: [...weights.values()].reduce((sum, weight) => sum + weight, 0) };
}

/** Which share of an ask's weight stands in a text. */
export function coverage(text: string, { weights, mass }: Weighed): number {
  if (mass === 0) return 0;
  const terms = new Set(toTerms(text));
  let found = 0;
  for (const [term, weight] of weights) if (terms.has(term)) found += weight;
  return found / mass;
}

/** The words that a passage is known by. */
export function wordsOf(passage: Passage): string {
  const { source, page, pageTitle, breadcrumbs, text } = passage;
  return [source, page, pageTitle, ...breadcrumbs, text].join("\n");
}

/** An ask with less weight than this may be covered by accident. */
const FULL_MASS = 8;
/** A passage that holds this share of the ask speaks of it. */
const SPEAKS_FROM = 0.6;
/** As many passages that speak of an ask leave no doubt that the docs do. */
const SPEAKERS = 3;

/** The lexical signs that a passage answers an ask, each from 0 to 1. */
export type Signs = {
  /** How much of the ask stands in the best passage, and in one sentence of it. */
  readonly inPassage: number;
  readonly inSentence: number;
  /** How much was asked at all. */
  readonly amount: number;
  /** Whether the ask can be understood by itself. */
  readonly selfContained: number;
  /** How many of the passages that were found speak of it. */
  readonly speakers: number;
};

/**
 * @param passages as they were found, best first
 * @param sentences of the best passage
 */
export function signsOf(
  ask: string,
  weighed: Weighed,
  passages: readonly Passage[],
  sentences: readonly string[],
): Signs {
  const shares = passages.map((passage) => coverage(wordsOf(passage), weighed));
  const inPassage = shares[0] ?? 0;
  const speakers = shares.filter((share) => share >= SPEAKS_FROM).length;
  return {
    inPassage,
    inSentence: Math.max(0, ...sentences.map((sentence) => coverage(sentence, weighed))),
    amount: Math.min(1, (inPassage * weighed.mass) / FULL_MASS),
    selfContained: pointsElsewhere(ask) ? 0 : 1,
    speakers: Math.min(speakers, SPEAKERS) / SPEAKERS,
  };
}

/** What each sign adds to the odds; fitted, and cross-validated, by `bench/answerability`. */
const WEIGHTS: Signs = {
  inPassage: 0.36,
  inSentence: 1.32,
  amount: 1.11,
  selfContained: 0.7,
  speakers: 2.43,
};
const BIAS = -2.36;

/** The probability that the passages answer an ask, from what lexical evidence there is. */
export function answerProbability(signs: Signs): number {
  const odds =
    BIAS +
    WEIGHTS.inPassage * signs.inPassage +
    WEIGHTS.inSentence * signs.inSentence +
    WEIGHTS.amount * signs.amount +
    WEIGHTS.selfContained * signs.selfContained +
    WEIGHTS.speakers * signs.speakers;
  return 1 / (1 + Math.exp(-odds));
}
