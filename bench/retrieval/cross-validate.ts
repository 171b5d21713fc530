import type { LoadedIndex } from "../../src/integrations/docs/open-index.ts";
import { RANKING } from "../../src/integrations/docs/ranking.ts";
import { placesWith, type Variant } from "./ours.ts";
import type { Question } from "./questions.ts";
import { createRandom } from "./random.ts";
import { PAGES_READ, type Places, scoreOf } from "./score.ts";

export const FOLDS = 5;

const VALUES = {
  saturation: [3, 4.5, 6],
  pageEvidence: [0.1, 0.2, 0.3],
  breadth: [0, 0.2],
  referral: [0.1, 0.25, 0.4],
  popularity: [0, 0.05],
  pairWorth: [0.2, 0.3],
} as const;

/** Settings to choose from: each value of a parameter with each of the others. */
const GRID: readonly Variant[] = VALUES.saturation.flatMap((saturation) =>
  VALUES.pageEvidence.flatMap((pageEvidence) =>
    VALUES.breadth.flatMap((breadth) =>
      VALUES.referral.flatMap((referral) =>
        VALUES.popularity.flatMap((popularity) =>
          VALUES.pairWorth.map((pairWorth) => ({
            options: { ...RANKING, saturation, pageEvidence, breadth, referral, popularity },
            widening: { pairWorth },
          })),
        ),
      ),
    ),
  ),
);

export type Validated = {
  readonly seed: number;
  readonly places: Places;
  readonly chosen: readonly Variant[];
};

/** Places of every setting, once: the folds only choose among them. */
export function tryGrid(index: LoadedIndex, questions: readonly Question[]) {
  return GRID.map((variant) => ({ variant, places: placesWith(index, questions, variant) }));
}

/**
 * Judges each question by the settings that did best on the other folds. Questions about one page are in one fold, so
 * no page that is judged has been chosen for.
 */
export function crossValidate(
  tried: ReturnType<typeof tryGrid>,
  questions: readonly Question[],
  seed: number,
): Validated {
  const foldOf = foldsByPage(questions, seed);
  const places = questions.map(() => Number.POSITIVE_INFINITY);
  const chosen = Array.from({ length: FOLDS }, (_, fold) => {
    const elsewhere = (all: Places) => all.filter((_place, at) => foldOf[at] !== fold);
    const [best] = tried
      .map((one) => ({ ...one, worth: worth(elsewhere(one.places)) }))
      .toSorted((a, b) => b.worth - a.worth);
    if (best === undefined) throw new Error("no settings to choose from");
    for (const [at, place] of best.places.entries()) if (foldOf[at] === fold) places[at] = place;
    return best.variant;
  });
  return { seed, places, chosen };
}

// Whether a page stands fifth or sixth is chance, so a step at five would choose by chance. This is a slope there.
function worth(places: Places): number {
  const slope = (place: number) => 1 / (1 + Math.exp((place - PAGES_READ - 0.5) / 1.5));
  const found = places.reduce((sum, place) => sum + slope(place), 0) / places.length;
  return found + 0.25 * scoreOf(places).mrr;
}

function foldsByPage(questions: readonly Question[], seed: number): number[] {
  const random = createRandom(seed);
  const pages = [...new Set(questions.map(({ page }) => page))]
    .map((page) => ({ page, order: random() }))
    .sort((a, b) => a.order - b.order);
  const folds = new Map(pages.map(({ page }, at) => [page, at % FOLDS]));
  return questions.map(({ page }) => folds.get(page) ?? 0);
}
