/** From the source below. */
const K = 60;

/** Places from 1 on, and the place of whatever is not among them. */
export type Ranking<T> = { readonly places: ReadonlyMap<T, number>; readonly behind: number };

/** A list, best first, as a ranking. */
export function toRanking<T>(list: readonly T[]): Ranking<T> {
  return {
    places: new Map(list.map((item, at) => [item, at + 1])),
    behind: list.length + 1,
  };
}

/**
 * Reciprocal rank fusion: an item scores the sum of 1 / (60 + its place) over all rankings. From G. Cormack,
 * C. Clarke and S. Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
 * SIGIR 2009. They fuse whole rankings; ours are cut, so what is missing from one is taken to stand right behind
 * its end. Without that an item that both hold far down beats one that either holds first.
 */
export function fuseRanks<T>(
  rankings: readonly Ranking<T>[],
): { readonly item: T; readonly score: number }[] {
  const items = new Set(rankings.flatMap(({ places }) => [...places.keys()]));
  const score = (item: T) =>
    rankings.reduce((sum, { places, behind }) => sum + 1 / (K + (places.get(item) ?? behind)), 0);
  return [...items]
    .map((item) => ({ item, score: score(item) }))
    .toSorted((a, b) => b.score - a.score);
}
