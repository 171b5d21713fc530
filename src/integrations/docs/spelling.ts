import type { LexicalIndex } from "./lexical-index.ts";

const SHORTEST = 5;

// A doubled or dropped letter can change how much the stemmer cuts off.
const SURE_STEM = 6;
const STEM_SLACK = 2;

/**
 * Finds the term of an index that an unknown word was probably meant to be: one letter more, less, other or
 * swapped, the first letter right. A word that the index knows is never changed.
 */
export function createSpeller(index: LexicalIndex): (term: string) => string | undefined {
  let buckets: Map<string, string[]> | null = null;
  const frequency = (term: string) => {
    const number = index.terms.get(term);
    return number === undefined ? 0 : (index.words.pageFrequency[number] ?? 0);
  };
  return (term) => {
    if (term.length < SHORTEST || index.terms.has(term) || !/^[a-z]+$/.test(term)) return undefined;
    buckets ??= Map.groupBy(
      index.terms.keys().filter((known) => /^[a-z]{4,}$/.test(known)),
      bucketOf,
    );
    const near = [-2, -1, 0, 1, 2]
      .flatMap((step) => buckets?.get(`${term[0]}${term.length + step}`) ?? [])
      .filter((known) => isOneEditAway(known, term) || isSameStem(known, term));
    return near.toSorted((a, b) => frequency(b) - frequency(a) || (a < b ? -1 : 1))[0];
  };
}

function bucketOf(term: string): string {
  return `${term[0]}${term.length}`;
}

function isSameStem(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const slack = long.length - short.length;
  return short.length >= SURE_STEM && slack <= STEM_SLACK && long.startsWith(short);
}

function isOneEditAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return swapped && short.slice(at + 2) === long.slice(at + 2);
}
