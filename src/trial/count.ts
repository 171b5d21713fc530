export type Count = { readonly name: string; readonly count: number };

/** How often each name occurs, the most frequent first, equal ones in the order of the alphabet. */
export function countBy<T>(items: Iterable<T>, nameOf: (item: T) => string): Count[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return Array.from(counts, ([name, count]) => ({ name, count })).toSorted(
    (a, b) => b.count - a.count || (a.name < b.name ? -1 : 1),
  );
}

/** The counts in a given order, with a zero for what did not occur. */
export function inOrder(counts: readonly Count[], names: readonly string[]): Count[] {
  return names.map((name) => counts.find((one) => one.name === name) ?? { name, count: 0 });
}
