import type { Passage } from "../../triage/model/passage.ts";
import { createGrowingArray } from "./growing-array.ts";
import { buildLinkGraph, type LinkedPage } from "./link-graph.ts";
import { createPairNumbering, isPair, pairNumber } from "./pairs.ts";
import { createPostings, type PostingLists } from "./posting-lists.ts";
import { toTerms } from "./tokens.ts";

/** The parts of a passage that are weighed apart; `links` is what other pages call its page. */
export const FIELDS = ["body", "links", "breadcrumbs", "title", "path"] as const;
export type Field = (typeof FIELDS)[number];

/** How a term's counts in the five fields share 32 bits. A count stops at its field's most. */
export const PACKING = [
  { shift: 0, most: 255 },
  { shift: 8, most: 127 },
  { shift: 15, most: 63 },
  { shift: 21, most: 31 },
  { shift: 26, most: 63 },
] as const;

/**
 * An inverted index in typed arrays: for each word, and for each two words that stand together, its passages with the
 * counts in the fields. Weights are applied when asking, so one index serves every setting.
 */
export type LexicalIndex = {
  /** Numbers of the words. */
  readonly terms: ReadonlyMap<string, number>;
  readonly words: PostingLists;
  /** Pairs of words, numbered by hash: their own texts would take more room than all else. */
  readonly pairs: PostingLists;
  /** Terms of passage p in field f, at p * FIELDS.length + f. */
  readonly lengths: Uint32Array;
  /** Passages of page n stand from pageStarts[n] up to pageStarts[n + 1]. */
  readonly pageStarts: Uint32Array;
  /** Pages that link to page n stand in `referrers` from referrerStarts[n] up to referrerStarts[n + 1]. */
  readonly referrerStarts: Uint32Array;
  readonly referrers: Uint32Array;
};

export type PageToIndex = LinkedPage & { readonly passages: readonly Passage[] };

/** Indexes pages; the order given is the numbering of pages and passages that the index answers in. */
export function buildLexicalIndex(pages: readonly PageToIndex[]): LexicalIndex {
  const graph = buildLinkGraph(pages);
  const terms = new Map<string, number>();
  const words = createPostings();
  const pairs = createPostings();
  const buckets = bucketsFor(pages);
  const pairNumbers = createPairNumbering(buckets);
  const lengths = createGrowingArray();
  const pageStarts = createGrowingArray();
  let number = 0;

  for (const [page, { page: path, passages }] of pages.entries()) {
    pageStarts.push(number);
    const ofPage = {
      links: toTerms(graph.linkTexts[page] ?? ""),
      path: toTerms(path.replace(/\.(html?|mdx?|markdown|rst|ipynb)$/i, "")),
    };
    for (const passage of passages) {
      const wordCounts = new Map<number, number>();
      const pairCounts = new Map<number, number>();
      for (const [field, name] of FIELDS.entries()) {
        const found = name === "links" || name === "path" ? ofPage[name] : termsOf(passage, name);
        lengths.push(found.length);
        for (const term of found) {
          const known = terms.get(term) ?? terms.size;
          terms.set(term, known);
          count(wordCounts, known, field);
        }
        for (const pair of pairNumbers(found)) count(pairCounts, pair, field);
      }
      words.add(page, number, wordCounts);
      pairs.add(page, number, pairCounts);
      number += 1;
    }
  }
  pageStarts.push(number);
  return {
    terms,
    words: words.finish(terms.size),
    pairs: pairs.finish(buckets),
    lengths: lengths.view().slice(),
    pageStarts: pageStarts.view().slice(),
    ...referrersOf(graph.referrers),
  };
}

/** The list of a word's or a pair's passages; undefined for a word that no passage holds. */
export function findPostings(
  index: LexicalIndex,
  term: string,
): { readonly lists: PostingLists; readonly number: number } | undefined {
  if (isPair(term)) {
    const buckets = index.pairs.pageFrequency.length;
    return { lists: index.pairs, number: pairNumber(term, buckets) };
  }
  const number = index.terms.get(term);
  return number === undefined ? undefined : { lists: index.words, number };
}

function termsOf(passage: Passage, field: "body" | "breadcrumbs" | "title"): string[] {
  if (field === "body") return toTerms(passage.text);
  if (field === "title") return toTerms(passage.pageTitle);
  return toTerms(passage.breadcrumbs.slice(1).join("\n"));
}

function count(counts: Map<number, number>, term: number, field: number): void {
  const { shift, most } = PACKING[field] ?? PACKING[0];
  const packed = counts.get(term) ?? 0;
  if (((packed >>> shift) & most) === most) return;
  counts.set(term, (packed + (1 << shift)) >>> 0);
}

const CHARACTERS_A_PAIR = 16;
const FEWEST_BUCKETS = 1 << 10;
const MOST_BUCKETS = 1 << 22;

// About as many buckets as there are different pairs; that two pairs share one is rare and does little.
function bucketsFor(pages: readonly PageToIndex[]): number {
  const characters = pages.reduce(
    (sum, { passages }) => sum + passages.reduce((size, { text }) => size + text.length, 0),
    0,
  );
  const wanted = 2 ** Math.ceil(Math.log2(characters / CHARACTERS_A_PAIR + 1));
  return Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, wanted));
}

function referrersOf(
  graph: readonly (readonly number[])[],
): Pick<LexicalIndex, "referrerStarts" | "referrers"> {
  const referrers = Uint32Array.from(graph.flat());
  const referrerStarts = new Uint32Array(graph.length + 1);
  for (const [page, from] of graph.entries()) {
    referrerStarts[page + 1] = (referrerStarts[page] ?? 0) + from.length;
  }
  return { referrerStarts, referrers };
}

/** Number of passages in an index. */
export function passageCount(index: LexicalIndex): number {
  return index.pageStarts.at(-1) ?? 0;
}

/** Number of the page that a passage belongs to. */
export function pageOf(index: LexicalIndex, passage: number): number {
  let low = 0;
  let high = index.pageStarts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((index.pageStarts[middle] ?? 0) <= passage) low = middle;
    else high = middle;
  }
  // Pages without passages share their start with the next page.
  return low;
}
