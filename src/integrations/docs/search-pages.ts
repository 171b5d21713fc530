import type { PassageFilter } from "../../triage/model/passage.ts";
import { type LoadedIndex, rankPages } from "./open-index.ts";
import { toQueryTerms } from "./query-terms.ts";

export type PageHit = {
  readonly page: string;
  readonly url: string;
  readonly heading: string;
  readonly source: string;
  readonly version: string | null;
  readonly changedAt: string | null;
  readonly score: number;
  readonly passageId: string;
};

/** The best passage of each of the `top` best pages, in the order of the pages. */
export function searchPages(
  index: LoadedIndex,
  query: string,
  top: number,
  filter: PassageFilter = {},
): PageHit[] {
  return rankPages(index, toQueryTerms("", query), top, filter).flatMap(({ score, passages }) => {
    const [best] = passages;
    if (best === undefined) return [];
    const passage = index.passage(best.passage);
    return [
      {
        page: passage.page,
        url: passage.url,
        heading: passage.breadcrumbs.at(-1) ?? passage.pageTitle,
        source: passage.source,
        version: passage.version,
        changedAt: passage.changedAt,
        score,
        passageId: passage.id,
      },
    ];
  });
}
