import type { Field } from "../../src/integrations/docs/lexical-index.ts";
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

/** Settings around the shipped ones: what a part is worth at one of them alone moves by chance. */
export const NEARBY: readonly RankingOptions[] = [3.5, 4.5, 6].flatMap((saturation) =>
  [0.15, 0.25, 0.35].map((referral) => ({ ...RANKING, saturation, referral })),
);

const without = (options: RankingOptions, ...fields: Field[]): RankingOptions => ({
  ...options,
  weights: {
    ...options.weights,
    ...Object.fromEntries(fields.map((field) => [field, 0])),
  },
});

/** Ours with one part left out at a time. */
export const ABLATIONS: readonly (readonly [string, (options: RankingOptions) => Variant])[] = [
  ["nothing left out", (options) => ({ options })],
  ["without link texts", (options) => ({ options: without(options, "links") })],
  ["without referral", (options) => ({ options: { ...options, referral: 0 } })],
  ["without popularity", (options) => ({ options: { ...options, popularity: 0 } })],
  [
    "without any links",
    (options) => ({ options: { ...without(options, "links"), referral: 0, popularity: 0 } }),
  ],
  ["without page evidence", (options) => ({ options: { ...options, pageEvidence: 0 } })],
  ["without breadth", (options) => ({ options: { ...options, breadth: 0 } })],
  ["without title", (options) => ({ options: without(options, "title") })],
  ["without breadcrumbs", (options) => ({ options: without(options, "breadcrumbs") })],
  ["without path", (options) => ({ options: without(options, "path") })],
  [
    "bodies alone",
    (options) => ({
      options: {
        ...without(options, "links", "title", "breadcrumbs", "path"),
        referral: 0,
        popularity: 0,
      },
    }),
  ],
  ["without pairs of words", (options) => ({ options, widening: { pairWorth: 0 } })],
  ["without synonyms", (options) => ({ options, widening: { synonyms: () => [] } })],
  ["without spelling", (options) => ({ options, widening: { correct: () => undefined } })],
  ["saturation as in the books (1.2)", (options) => ({ options: { ...options, saturation: 1.2 } })],
];
