import { createGrowingArray } from "./growing-array.ts";

/** For each term, by number, the passages that hold it and its counts there, packed. */
export type PostingLists = {
  /** Postings of term t stand from starts[t] up to starts[t + 1]. */
  readonly starts: Uint32Array;
  readonly passages: Uint32Array;
  readonly counts: Uint32Array;
  /** How many pages hold term t. */
  readonly pageFrequency: Uint32Array;
};

/** Collects postings passage by passage; terms may come in any order and number. */
export function createPostings() {
  const frequency = createGrowingArray();
  const pageFrequency = createGrowingArray();
  const lastPage = createGrowingArray();
  const postedTerm = createGrowingArray();
  const postedPassage = createGrowingArray();
  const postedCounts = createGrowingArray();

  return {
    add(page: number, passage: number, counts: ReadonlyMap<number, number>): void {
      for (const [term, packed] of counts) {
        postedTerm.push(term);
        postedPassage.push(passage);
        postedCounts.push(packed);
        frequency.add(term, 1);
        if (lastPage.at(term) !== page + 1) pageFrequency.add(term, 1);
        lastPage.set(term, page + 1);
      }
    },

    // Passages came in order, so a stable counting sort leaves each term's postings in that order.
    finish(termCount: number): PostingLists {
      const starts = new Uint32Array(termCount + 1);
      for (let term = 0; term < termCount; term += 1) {
        starts[term + 1] = (starts[term] ?? 0) + frequency.at(term);
      }
      const next = starts.slice();
      const terms = postedTerm.view();
      const passages = new Uint32Array(terms.length);
      const counts = new Uint32Array(terms.length);
      for (const [posting, term] of terms.entries()) {
        const slot = next[term] ?? 0;
        next[term] = slot + 1;
        passages[slot] = postedPassage.at(posting);
        counts[slot] = postedCounts.at(posting);
      }
      const pages = Uint32Array.from({ length: termCount }, (_, term) => pageFrequency.at(term));
      return { starts, passages, counts, pageFrequency: pages };
    },
  };
}
