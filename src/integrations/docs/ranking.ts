import { FIELDS, type Field, type LexicalIndex, meanLengths } from "./lexical-index.ts";

/** What the ranking is made of; `bench/retrieval` chooses these on other questions than it is judged by. */
export type RankingOptions = {
  readonly weights: Readonly<Record<Field, number>>;
  /** How much a long field is discounted: 0 not at all, 1 in full. */
  readonly lengthPenalty: Readonly<Record<Field, number>>;
  /** How far repeating a term keeps counting (BM25's k1). */
  readonly saturation: number;
  /** A page's n-th best passage adds this to the power of n to the page's score. */
  readonly pageEvidence: number;
};

/** From `bench/retrieval`; docs/decisions/0005-retrieval.md tells how they were chosen. */
export const RANKING: RankingOptions = {
  weights: { title: 3, breadcrumbs: 2, path: 1, body: 1 },
  lengthPenalty: { title: 0.5, breadcrumbs: 0.5, path: 0.5, body: 0.75 },
  saturation: 4,
  pageEvidence: 0.3,
};

/** Terms of a query with how much each is worth. */
export type QueryTerms = ReadonlyMap<string, number>;

export type RankedPassage = { readonly passage: number; readonly score: number };

export type RankedPage = {
  readonly page: number;
  readonly score: number;
  /** Best first. */
  readonly passages: readonly RankedPassage[];
};

/** How rare a term is, BM25's way; never negative. */
export function inverseFrequency(index: LexicalIndex, term: string): number {
  const number = index.terms.get(term);
  const passages = index.pageOf.length;
  if (number === undefined) return 0;
  const found = (index.starts[number + 1] ?? 0) - (index.starts[number] ?? 0);
  return Math.log(1 + (passages - found + 0.5) / (found + 0.5));
}

/** Ranks passages and pages of one index; the arrays it works in are made once and used for every query. */
export function createRanker(index: LexicalIndex, options: RankingOptions = RANKING) {
  const passageCount = index.pageOf.length;
  const norms = fieldNorms(index, options);
  const scores = new Float32Array(passageCount);
  const touched = new Uint32Array(passageCount);

  /** Adds up BM25F of every passage that holds a term; leaves their numbers in `touched`. */
  function score(query: QueryTerms): number {
    let count = 0;
    for (const [term, worth] of query) {
      const number = index.terms.get(term);
      if (number === undefined) continue;
      const end = index.starts[number + 1] ?? 0;
      const idf = inverseFrequency(index, term) * worth * (options.saturation + 1);
      for (let posting = index.starts[number] ?? 0; posting < end; posting += 1) {
        const passage = index.passages[posting] as number;
        const counts = index.counts[posting] as number;
        const at = passage * 4;
        const weighed =
          (counts & 255) * (norms[at] as number) +
          ((counts >>> 8) & 255) * (norms[at + 1] as number) +
          ((counts >>> 16) & 255) * (norms[at + 2] as number) +
          (counts >>> 24) * (norms[at + 3] as number);
        if (scores[passage] === 0) {
          touched[count] = passage;
          count += 1;
        }
        scores[passage] =
          (scores[passage] as number) + (idf * weighed) / (options.saturation + weighed);
      }
    }
    return count;
  }

  return {
    /** The best pages with their passages, among the passages that `admits` lets through. */
    rank(query: QueryTerms, top: number, admits?: (passage: number) => boolean): RankedPage[] {
      const count = score(query);
      const pages = new Map<number, RankedPassage[]>();
      for (let at = 0; at < count; at += 1) {
        const passage = touched[at] as number;
        const value = scores[passage] as number;
        scores[passage] = 0;
        if (admits && !admits(passage)) continue;
        const page = index.pageOf[passage] as number;
        const found = pages.get(page);
        if (found) found.push({ passage, score: value });
        else pages.set(page, [{ passage, score: value }]);
      }
      const ranked = Array.from(pages, ([page, passages]) =>
        toRankedPage(page, passages, options.pageEvidence),
      );
      return ranked.sort((a, b) => b.score - a.score || a.page - b.page).slice(0, top);
    },
  };
}

export type Ranker = ReturnType<typeof createRanker>;

function toRankedPage(page: number, passages: RankedPassage[], evidence: number): RankedPage {
  passages.sort((a, b) => b.score - a.score || a.passage - b.passage);
  let score = 0;
  let share = 1;
  for (const passage of passages) {
    score += share * passage.score;
    share *= evidence;
  }
  return { page, score, passages };
}

function fieldNorms(index: LexicalIndex, options: RankingOptions): Float32Array {
  const means = meanLengths(index);
  const norms = new Float32Array(index.lengths.length);
  for (let at = 0; at < norms.length; at += 1) {
    const field = at % FIELDS.length;
    const name = FIELDS[field] as Field;
    const penalty = options.lengthPenalty[name];
    const relative = (index.lengths[at] ?? 0) / (means[field] ?? 1);
    norms[at] = options.weights[name] / (1 - penalty + penalty * relative);
  }
  return norms;
}
