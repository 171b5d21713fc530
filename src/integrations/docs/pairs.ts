import { STOP_TERMS } from "./stop-words.ts";

const BETWEEN = " ";

/** Words that say something, two by two as they follow each other, the small words between them left out. */
export function pairsOf(terms: Iterable<string>): string[] {
  const speaking = [...terms].filter(speaks);
  return speaking.slice(1).map((term, at) => `${speaking[at]}${BETWEEN}${term}`);
}

export function isPair(term: string): boolean {
  return term.includes(BETWEEN);
}

/** Number of a pair among so many buckets, a power of two. */
export function pairNumber(pair: string, buckets: number): number {
  const [first = "", second = ""] = pair.split(BETWEEN);
  return together(hashOf(first), hashOf(second), buckets);
}

/** The same numbers as of `pairsOf`, without making a text of each pair: there are millions. */
export function createPairNumbering(buckets: number): (terms: readonly string[]) => number[] {
  const hashes = new Map<string, number | null>();
  return (terms) => {
    const numbers: number[] = [];
    let before: number | null = null;
    for (const term of terms) {
      let hash = hashes.get(term);
      if (hash === undefined) {
        hash = speaks(term) ? hashOf(term) : null;
        hashes.set(term, hash);
      }
      if (hash === null) continue;
      if (before !== null) numbers.push(together(before, hash, buckets));
      before = hash;
    }
    return numbers;
  };
}

function speaks(term: string): boolean {
  return term.length > 1 && !STOP_TERMS.has(term);
}

// FNV-1a.
function hashOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < term.length; at += 1) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193);
  }
  return hash;
}

function together(first: number, second: number, buckets: number): number {
  const mixed = Math.imul(first ^ (second >>> 15), 0x85ebca6b) ^ Math.imul(second, 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) & (buckets - 1);
}
