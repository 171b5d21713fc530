import { fuseRanks, toRanking } from "../../src/integrations/docs/fuse-ranks.ts";
import { FUSED_PAGES } from "../../src/integrations/docs/fused-search.ts";
import { type LoadedIndex, rankPages } from "../../src/integrations/docs/open-index.ts";
import { toQueryTerms } from "../../src/integrations/docs/query-terms.ts";
import type { Question } from "./questions.ts";
import { type Places, placesOf } from "./score.ts";

/** Pages that words alone find for each question, best first. */
export function pagesByWords(index: LoadedIndex, questions: readonly Question[]): string[][] {
  return questions.map(({ question }) =>
    rankPages(index, toQueryTerms("", question), FUSED_PAGES).map(
      ({ page }) => index.pages[page]?.page ?? "",
    ),
  );
}

/**
 * Our ranking by words fused with one that somebody published, by the code that fuses in production: what vectors of
 * that model would add, as far as its short list of sources tells.
 */
export function fusedWith(
  words: readonly (readonly string[])[],
  published: readonly (readonly string[])[],
  questions: readonly Question[],
): Places {
  const fused = words.map((own, at) =>
    fuseRanks([toRanking(own), toRanking((published[at] ?? []).slice(0, FUSED_PAGES))]).map(
      ({ item }) => item,
    ),
  );
  return placesOf(questions, fused);
}
