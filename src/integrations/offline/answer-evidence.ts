import type { Passage } from "../../triage/passage.ts";
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

/** Where the odds of an answerable ask are even, and how fast they change; from `bench/answerability`. */
const EVEN_ODDS = 1.1;
const STEEPNESS = 5;

/**
 * The probability that a passage answers an ask, from what lexical evidence there is: how much of the ask stands in
 * the passage and in a single sentence of it, how much was asked, and whether the ask can be understood by itself.
 */
export function answerProbability(
  ask: string,
  weighed: Weighed,
  passage: Passage,
  sentences: readonly string[],
): number {
  if (weighed.mass === 0) return 0;
  const inPassage = coverage(wordsOf(passage), weighed);
  const inSentence = Math.max(0, ...sentences.map((sentence) => coverage(sentence, weighed)));
  const amount = Math.min(1, (inPassage * weighed.mass) / FULL_MASS);
  const selfContained = pointsElsewhere(ask) ? 0 : 1;
  const evidence = 0.5 * inPassage + 0.5 * inSentence + 0.5 * amount + 0.25 * selfContained;
  return 1 / (1 + Math.exp(-STEEPNESS * (evidence - EVEN_ODDS)));
}
