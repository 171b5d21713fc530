import type { LoadedIndex } from "../../src/integrations/docs/open-index.ts";
import { rankPages } from "../../src/integrations/docs/open-index.ts";
import { toQueryTerms, type Widening } from "../../src/integrations/docs/query-terms.ts";
import { createRanker, RANKING, type RankingOptions } from "../../src/integrations/docs/ranking.ts";
import type { Question } from "./questions.ts";
import { type Places, placesOf } from "./score.ts";

/** Pages looked at for the mean reciprocal rank. */
const DEPTH = 50;

/** The index as it answers in production, with other settings or without a part. */
export type Variant = {
  readonly options: RankingOptions;
  readonly widening?: Partial<Widening>;
};

export function placesWith(
  index: LoadedIndex,
  questions: readonly Question[],
  { options, widening }: Variant,
): Places {
  const changed: LoadedIndex = {
    ...index,
    ranker: createRanker(index.lexicon, options),
    widening: { ...index.widening, ...widening },
  };
  const ranked = questions.map(({ question }) =>
    rankPages(changed, toQueryTerms("", question), DEPTH).map(
      ({ page }) => index.pages[page]?.page ?? "",
    ),
  );
  return placesOf(questions, ranked);
}

const { weights } = RANKING;
const without = (field: keyof typeof weights) => ({
  ...RANKING,
  weights: { ...weights, [field]: 0 },
});

/** Ours with one part left out at a time. */
export const ABLATIONS: readonly (readonly [string, Variant])[] = [
  ["as shipped", { options: RANKING }],
  ["without link texts", { options: without("links") }],
  ["without referral", { options: { ...RANKING, referral: 0 } }],
  ["without popularity", { options: { ...RANKING, popularity: 0 } }],
  ["without any links", { options: { ...without("links"), referral: 0, popularity: 0 } }],
  ["without page evidence", { options: { ...RANKING, pageEvidence: 0 } }],
  ["without breadth", { options: { ...RANKING, breadth: 0 } }],
  ["without title", { options: without("title") }],
  ["without breadcrumbs", { options: without("breadcrumbs") }],
  ["without path", { options: without("path") }],
  ["without pairs of words", { options: RANKING, widening: { pairWorth: 0 } }],
  ["without synonyms", { options: RANKING, widening: { synonyms: () => [] } }],
  ["without spelling", { options: RANKING, widening: { correct: () => undefined } }],
  ["saturation as in the books (1.2)", { options: { ...RANKING, saturation: 1.2 } }],
];
