import type { Passage } from "../../triage/passage.ts";
import { createGrowingArray } from "./growing-array.ts";
import { toTerms } from "./tokens.ts";

/** The parts of a passage that are weighed apart, in the order in which postings hold their counts. */
export const FIELDS = ["title", "breadcrumbs", "path", "body"] as const;
export type Field = (typeof FIELDS)[number];

const FIELD_COUNT = FIELDS.length;

/**
 * An inverted index in typed arrays: for each term its passages, and for each of these the term's counts in the
 * four fields, a byte each. Weights are applied when asking, so one index serves every setting.
 */
export type LexicalIndex = {
  readonly terms: ReadonlyMap<string, number>;
  /** Postings of term t stand from starts[t] up to starts[t + 1]. */
  readonly starts: Uint32Array;
  readonly passages: Uint32Array;
  readonly counts: Uint32Array;
  /** Terms of passage p in field f, at p * 4 + f. */
  readonly lengths: Uint32Array;
  /** Number of the page that each passage belongs to. */
  readonly pageOf: Uint32Array;
  readonly pageCount: number;
};

/** Indexes passages page by page; the order given is the numbering that the index answers in. */
export function buildLexicalIndex(pages: Iterable<readonly Passage[]>): LexicalIndex {
  const terms = new Map<string, number>();
  const frequency = createGrowingArray();
  const postedTerm = createGrowingArray();
  const postedPassage = createGrowingArray();
  const postedCounts = createGrowingArray();
  const lengths = createGrowingArray();
  const pageOf = createGrowingArray();
  let passage = 0;
  let page = 0;

  for (const passages of pages) {
    for (const { fields } of passages.map(fieldsOf)) {
      const counts = new Map<number, number>();
      for (const [field, text] of fields.entries()) {
        const found = toTerms(text);
        lengths.push(found.length);
        for (const term of found) countTerm(counts, numberOf(terms, term, frequency), field);
      }
      for (const [term, packed] of counts) {
        postedTerm.push(term);
        postedPassage.push(passage);
        postedCounts.push(packed);
        frequency.view()[term] = (frequency.view()[term] ?? 0) + 1;
      }
      pageOf.push(page);
      passage += 1;
    }
    page += 1;
  }
  const sorted = sortByTerm(
    frequency.view(),
    postedTerm.view(),
    postedPassage.view(),
    postedCounts.view(),
  );
  return {
    terms,
    ...sorted,
    lengths: lengths.view().slice(),
    pageOf: pageOf.view().slice(),
    pageCount: page,
  };
}

function fieldsOf(passage: Passage): { fields: string[] } {
  const path = passage.page.replace(/\.(html?|mdx?|rst|ipynb)$/i, "");
  return {
    fields: [passage.pageTitle, passage.breadcrumbs.slice(1).join("\n"), path, passage.text],
  };
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

const MOST_IN_A_BYTE = 255;

function countTerm(counts: Map<number, number>, term: number, field: number): void {
  const packed = counts.get(term) ?? 0;
  const shift = field * 8;
  if (((packed >>> shift) & MOST_IN_A_BYTE) === MOST_IN_A_BYTE) return;
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

/** Mean number of terms in each field, for length normalisation. */
export function meanLengths(index: LexicalIndex): number[] {
  const sums = new Array<number>(FIELD_COUNT).fill(0);
  for (let at = 0; at < index.lengths.length; at += 1) {
    sums[at % FIELD_COUNT] = (sums[at % FIELD_COUNT] ?? 0) + (index.lengths[at] ?? 0);
  }
  const passages = Math.max(1, index.pageOf.length);
  return sums.map((sum) => Math.max(sum / passages, 1e-9));
}
