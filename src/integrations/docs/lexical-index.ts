import type { Passage } from "../../triage/passage.ts";
import { createGrowingArray } from "./growing-array.ts";
import { buildLinkGraph, type LinkedPage } from "./link-graph.ts";
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
 * An inverted index in typed arrays: for each term its passages, and for each of these the term's counts in the
 * fields, packed. Weights are applied when asking, so one index serves every setting.
 */
export type LexicalIndex = {
  readonly terms: ReadonlyMap<string, number>;
  /** Postings of term t stand from starts[t] up to starts[t + 1]. */
  readonly starts: Uint32Array;
  readonly passages: Uint32Array;
  readonly counts: Uint32Array;
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
  const frequency = createGrowingArray();
  const postedTerm = createGrowingArray();
  const postedPassage = createGrowingArray();
  const postedCounts = createGrowingArray();
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
      const counts = new Map<number, number>();
      for (const [field, name] of FIELDS.entries()) {
        const found = name === "links" || name === "path" ? ofPage[name] : termsOf(passage, name);
        lengths.push(found.length);
        for (const term of found) countTerm(counts, numberOf(terms, term, frequency), field);
      }
      for (const [term, packed] of counts) {
        postedTerm.push(term);
        postedPassage.push(number);
        postedCounts.push(packed);
        frequency.add(term, 1);
      }
      number += 1;
    }
  }
  pageStarts.push(number);
  const referrerStarts = createGrowingArray();
  const referrers = createGrowingArray();
  for (const from of graph.referrers) {
    referrerStarts.push(referrers.view().length);
    for (const page of from) referrers.push(page);
  }
  referrerStarts.push(referrers.view().length);

  return {
    terms,
    ...sortByTerm(frequency.view(), postedTerm.view(), postedPassage.view(), postedCounts.view()),
    lengths: lengths.view().slice(),
    pageStarts: pageStarts.view().slice(),
    referrerStarts: referrerStarts.view().slice(),
    referrers: referrers.view().slice(),
  };
}

function termsOf(passage: Passage, field: "body" | "breadcrumbs" | "title"): string[] {
  if (field === "body") return toTerms(passage.text);
  if (field === "title") return toTerms(passage.pageTitle);
  return toTerms(passage.breadcrumbs.slice(1).join("\n"));
}

type Frequencies = ReturnType<typeof createGrowingArray>;

function numberOf(terms: Map<string, number>, term: string, frequency: Frequencies): number {
  const known = terms.get(term);
  if (known !== undefined) return known;
  const number = terms.size;
  terms.set(term, number);
  frequency.push(0);
  return number;
}

function countTerm(counts: Map<number, number>, term: number, field: number): void {
  const { shift, most } = PACKING[field] ?? PACKING[0];
  const packed = counts.get(term) ?? 0;
  if (((packed >>> shift) & most) === most) return;
  counts.set(term, (packed + (1 << shift)) >>> 0);
}

// Passages were visited in order, so a stable counting sort leaves each term's postings in passage order.
function sortByTerm(
  frequency: Uint32Array,
  postedTerm: Uint32Array,
  postedPassage: Uint32Array,
  postedCounts: Uint32Array,
): Pick<LexicalIndex, "starts" | "passages" | "counts"> {
  const starts = new Uint32Array(frequency.length + 1);
  for (const [term, count] of frequency.entries()) starts[term + 1] = (starts[term] ?? 0) + count;
  const next = starts.slice();
  const passages = new Uint32Array(postedTerm.length);
  const counts = new Uint32Array(postedTerm.length);
  for (let posting = 0; posting < postedTerm.length; posting += 1) {
    const term = postedTerm[posting] ?? 0;
    const slot = next[term] ?? 0;
    next[term] = slot + 1;
    passages[slot] = postedPassage[posting] ?? 0;
    counts[slot] = postedCounts[posting] ?? 0;
  }
  return { starts, passages, counts };
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
