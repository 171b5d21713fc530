import { type LoadedIndex, rankPages } from "./open-index.ts";
import { toQueryTerms } from "./query-terms.ts";

export type PageHit = {
  readonly page: string;
  readonly url: string;
  readonly heading: string;
  readonly score: number;
  readonly passageId: string;
};

/** The best passage of each of the `top` best pages, in the order of the pages. */
export function searchPages(index: LoadedIndex, query: string, top: number): PageHit[] {
  return rankPages(index, toQueryTerms("", query), top).flatMap(({ score, passages }) => {
    const [best] = passages;
    if (best === undefined) return [];
    const passage = index.passage(best.passage);
    return [
      {
        page: passage.page,
        url: passage.url,
        heading: passage.breadcrumbs.at(-1) ?? passage.pageTitle,
        score,
        passageId: passage.id,
      },
    ];
  });
}
