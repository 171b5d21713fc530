import {
  FIELDS,
  type Field,
  findPostings,
  type LexicalIndex,
  pageOf,
  passageCount,
} from "./lexical-index.ts";

/** What the ranking is made of; `bench/retrieval` chooses these on other questions than it is judged by. */
export type RankingOptions = {
  readonly weights: Readonly<Record<Field, number>>;
  /** How much a long field is discounted: 0 not at all, 1 in full. */
  readonly lengthPenalty: Readonly<Record<Field, number>>;
  /** How far repeating a term keeps counting (BM25's k1). */
  readonly saturation: number;
  /** A page's n-th further passage adds this to the power of n of its own score to the page's. */
  readonly pageEvidence: number;
  /** A page gains this share of what its passages hold together, each term where it is said best. */
  readonly breadth: number;
  /** A page gains this share of the best score among the pages that link to it. */
  readonly referral: number;
  /** A page gains this share of its score for each factor of e in the number of pages that link to it. */
  readonly popularity: number;
};

/** From `bench/retrieval`; docs/decisions/retrieval.md tells how they were found and what did not help. */
export const RANKING: RankingOptions = {
  weights: { body: 1, links: 0.5, breadcrumbs: 2, title: 2, path: 2 },
  lengthPenalty: { body: 0.8, links: 0.8, breadcrumbs: 0.5, title: 0.5, path: 0.5 },
  saturation: 4.5,
  pageEvidence: 0.2,
  breadth: 0.2,
  referral: 0.25,
  popularity: 0.05,
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

/**
 * How rare a term is, BM25's way, by pages: a word that one page repeats in all its passages is not common. Never
 * negative, and most for a term that no page holds.
 */
export function inverseFrequency(index: LexicalIndex, term: string): number {
  const postings = findPostings(index, term);
  const pages = index.pageStarts.length - 1;
  const found = postings?.lists.pageFrequency[postings.number] ?? 0;
  return Math.log(1 + (pages - found + 0.5) / (found + 0.5));
}

// The fifth passage would add less than a hundredth.
const EVIDENCE_DEPTH = 4;

/** Ranks passages and pages of one index; the arrays it works in are made once and used for every query. */
export function createRanker(index: LexicalIndex, options: RankingOptions = RANKING) {
  const passages = passageCount(index);
  const pages = index.pageStarts.length - 1;
  const norms = fieldNorms(index, options);
  const popularity = Float32Array.from({ length: pages }, (_, page) => {
    const links = (index.referrerStarts[page + 1] ?? 0) - (index.referrerStarts[page] ?? 0);
    return 1 + options.popularity * Math.log(1 + links);
  });
  const pageNumbers = Uint32Array.from({ length: passages }, (_, passage) =>
    pageOf(index, passage),
  );
  const scores = new Float32Array(passages);
  const touched = new Uint32Array(passages);
  const bestOfPage = new Float32Array(pages * EVIDENCE_DEPTH);
  const pageScores = new Float32Array(pages);
  const togetherOfPage = new Float32Array(pages);

  /** Adds up BM25F of every passage that holds a term; returns how many numbers it left in `touched`. */
  function scorePassages(query: QueryTerms): number {
    let count = 0;
    for (const [term, worth] of query) {
      const postings = findPostings(index, term);
      if (postings === undefined) continue;
      const { lists, number } = postings;
      const end = lists.starts[number + 1] ?? 0;
      const idf = inverseFrequency(index, term) * worth * (options.saturation + 1);
      let page = 0;
      let bestInPage = 0;
      for (let posting = lists.starts[number] ?? 0; posting < end; posting += 1) {
        const passage = lists.passages[posting] as number;
        const counts = lists.counts[posting] as number;
        const at = passage * FIELDS.length;
        // Written out by hand: a loop over PACKING makes a query twice as slow.
        const weighed =
          (counts & 255) * (norms[at] as number) +
          ((counts >>> 8) & 127) * (norms[at + 1] as number) +
          ((counts >>> 15) & 63) * (norms[at + 2] as number) +
          ((counts >>> 21) & 31) * (norms[at + 3] as number) +
          (counts >>> 26) * (norms[at + 4] as number);
        const before = scores[passage] as number;
        if (before === 0) {
          touched[count] = passage;
          count += 1;
        }
        const gain = (idf * weighed) / (options.saturation + weighed);
        scores[passage] = before + gain;
        if (pageNumbers[passage] !== page) {
          togetherOfPage[page] = (togetherOfPage[page] as number) + bestInPage;
          page = pageNumbers[passage] as number;
          bestInPage = 0;
        }
        if (gain > bestInPage) bestInPage = gain;
      }
      if (pages > 0) togetherOfPage[page] = (togetherOfPage[page] as number) + bestInPage;
    }
    return count;
  }

  /** Keeps each page's best passages' scores, best first; returns the pages that have any. */
  function gatherPages(count: number, admits?: (page: number) => boolean): number[] {
    const found: number[] = [];
    for (let at = 0; at < count; at += 1) {
      const passage = touched[at] as number;
      const page = pageNumbers[passage] as number;
      if (admits && !admits(page)) continue;
      const first = page * EVIDENCE_DEPTH;
      if (bestOfPage[first] === 0) found.push(page);
      let score = scores[passage] as number;
      for (let slot = first; slot < first + EVIDENCE_DEPTH; slot += 1) {
        const held = bestOfPage[slot] as number;
        if (score > held) {
          bestOfPage[slot] = score;
          score = held;
        }
      }
    }
    for (const page of found) {
      let score = 0;
      for (let slot = EVIDENCE_DEPTH - 1; slot >= 0; slot -= 1) {
        const at = page * EVIDENCE_DEPTH + slot;
        score = (bestOfPage[at] as number) + options.pageEvidence * score;
        bestOfPage[at] = 0;
      }
      pageScores[page] = score + options.breadth * (togetherOfPage[page] as number);
    }
    return found;
  }

  function withLinks(page: number): number {
    let best = 0;
    const end = index.referrerStarts[page + 1] ?? 0;
    for (let at = index.referrerStarts[page] ?? 0; at < end; at += 1) {
      best = Math.max(best, pageScores[index.referrers[at] as number] as number);
    }
    const own = pageScores[page] as number;
    return (own + options.referral * best) * (popularity[page] as number);
  }

  function passagesOf(page: number): RankedPassage[] {
    const ranked: RankedPassage[] = [];
    const end = index.pageStarts[page + 1] ?? 0;
    for (let passage = index.pageStarts[page] ?? 0; passage < end; passage += 1) {
      const score = scores[passage] as number;
      if (score > 0) ranked.push({ passage, score });
    }
    return ranked.sort((a, b) => b.score - a.score || a.passage - b.passage);
  }

  return {
    /** The best pages, among those that `admits` lets through, each with its passages. */
    rank(query: QueryTerms, top: number, admits?: (page: number) => boolean): RankedPage[] {
      const count = scorePassages(query);
      const found = gatherPages(count, admits);
      const ranked = bestOf(found, withLinks, top).map(({ page, score }) => ({
        page,
        score,
        passages: passagesOf(page),
      }));
      for (const page of found) pageScores[page] = 0;
      for (let at = 0; at < count; at += 1) {
        const passage = touched[at] as number;
        scores[passage] = 0;
        togetherOfPage[pageNumbers[passage] as number] = 0;
      }
      return ranked;
    },
  };
}

export type Ranker = ReturnType<typeof createRanker>;

type ScoredPage = { readonly page: number; readonly score: number };

// Sorting all pages to show five would cost more than scoring them.
function bestOf(
  pages: readonly number[],
  scoreOf: (page: number) => number,
  top: number,
): ScoredPage[] {
  const best: ScoredPage[] = [];
  for (const page of pages) {
    const score = scoreOf(page);
    const last = best.at(-1);
    if (best.length >= top && last && !comesBefore({ page, score }, last)) continue;
    const place = best.findIndex((other) => comesBefore({ page, score }, other));
    best.splice(place < 0 ? best.length : place, 0, { page, score });
    if (best.length > top) best.pop();
  }
  return best;
}

function comesBefore(a: ScoredPage, b: ScoredPage): boolean {
  return a.score > b.score || (a.score === b.score && a.page < b.page);
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

function meanLengths(index: LexicalIndex): number[] {
  const sums = FIELDS.map(() => 0);
  for (let at = 0; at < index.lengths.length; at += 1) {
    const field = at % FIELDS.length;
    sums[field] = (sums[field] ?? 0) + (index.lengths[at] ?? 0);
  }
  const passages = Math.max(1, passageCount(index));
  return sums.map((sum) => Math.max(sum / passages, 1e-9));
}
