import type { Nearest } from "../../triage/same-asks/embedding.ts";
import { copyKey } from "./copies.ts";
import { fuseRanks, type Ranking, toRanking } from "./fuse-ranks.ts";
import type { LoadedIndex } from "./open-index.ts";
import type { RankedPage, RankedPassage } from "./ranking.ts";

/** Passages near the ask, as numbers of the loaded index, nearest first. */
export type NearPassages = {
  readonly passages: readonly number[];
  readonly coverage: number;
  /** Of the passages that words found, those that have a vector. */
  readonly covered: ReadonlySet<number>;
};

/** How many pages of either ranking are fused when fewer are asked for; see docs/decisions/vectors.md. */
export const FUSED_PAGES = 10;
/** Passages asked of the vectors for each page wanted: one page may hold several of the nearest. */
export const PASSAGES_A_PAGE = 8;

/** The answer of the vectors in terms of one index; passages that it does not hold are left out. */
export async function toNearPassages(
  index: LoadedIndex,
  words: readonly RankedPage[],
  { hits, coverage, holds }: Nearest,
): Promise<NearPassages> {
  const numbers = hits.flatMap(({ key }) => index.numberOf(key) ?? []);
  if (coverage >= 1) return { passages: numbers, coverage: 1, covered: new Set() };
  const found = words.flatMap(({ passages }) => passages.map(({ passage }) => passage));
  const held = await holds(found.map((number) => index.passage(number).id));
  return {
    passages: numbers,
    coverage,
    covered: new Set([...held].flatMap((id) => index.numberOf(id) ?? [])),
  };
}

/**
 * Pages by words and by meaning in one ranking. While some passages have no vector yet, a page without any stands
 * by meaning where it stands by words, and places among the others are stretched by what is still to come.
 */
export function fusePages(
  index: LoadedIndex,
  words: readonly RankedPage[],
  near: NearPassages,
  admits: (page: number) => boolean,
  top: number,
): RankedPage[] {
  const depth = Math.max(top, FUSED_PAGES);
  const lists = groupByPage(index, near.passages, admits);
  const byMeaning = [...lists.keys()].slice(0, depth);
  const byWords = words.slice(0, depth);
  const pages = new Map<string, number>();
  for (const page of [...byWords.map((one) => one.page), ...byMeaning]) {
    const key = copyKey(index.pages, page);
    if (!pages.has(key)) pages.set(key, page);
  }
  const wordRanking = toRanking(byWords.map(({ page }) => copyKey(index.pages, page)));
  const meaningRanking = stretched(
    distinct(byMeaning.map((page) => copyKey(index.pages, page))),
    near.coverage,
    wordRanking,
    byWords
      .filter(({ passages }) => !passages.some(({ passage }) => near.covered.has(passage)))
      .map(({ page }) => copyKey(index.pages, page)),
  );
  const ofPage = new Map(words.map(({ page, passages }) => [page, passages]));
  const passageScores = fusePassages(words, near.passages);
  return fuseRanks([wordRanking, meaningRanking])
    .slice(0, top)
    .flatMap(({ item, score }) => {
      const page = pages.get(item);
      if (page === undefined) return [];
      const own = (ofPage.get(page) ?? []).map(({ passage }) => passage);
      return [{ page, score, passages: ranked([...own, ...(lists.get(page) ?? [])]) }];
    });

  function ranked(passages: readonly number[]): RankedPassage[] {
    return distinct(passages)
      .map((passage) => ({ passage, score: passageScores.get(passage) ?? 0 }))
      .toSorted((a, b) => b.score - a.score || a.passage - b.passage);
  }
}

function groupByPage(
  index: LoadedIndex,
  passages: readonly number[],
  admits: (page: number) => boolean,
): Map<number, number[]> {
  const lists = Map.groupBy(passages, (passage) => index.pageOf(passage));
  for (const page of [...lists.keys()]) if (!admits(page)) lists.delete(page);
  return lists;
}

function stretched(
  list: readonly string[],
  coverage: number,
  words: Ranking<string>,
  uncovered: readonly string[],
): Ranking<string> {
  if (coverage >= 1) return toRanking(list);
  const by = Math.max(coverage, 0.01);
  const places = new Map(list.map((item, at) => [item, (at + 1) / by]));
  for (const item of uncovered) {
    if (!places.has(item)) places.set(item, words.places.get(item) ?? words.behind);
  }
  return { places, behind: (list.length + 1) / by };
}

function fusePassages(words: readonly RankedPage[], near: readonly number[]): Map<number, number> {
  const found = words
    .flatMap(({ score, passages }) => {
      const lift = score / (passages[0]?.score ?? 1);
      return passages.map((hit) => ({ passage: hit.passage, score: hit.score * lift }));
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, Math.max(near.length, 1))
    .map(({ passage }) => passage);
  const fused = fuseRanks([toRanking(found), toRanking(near)]);
  return new Map(fused.map(({ item, score }) => [item, score]));
}

const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];
