/**
 * Works on several items at a time and gives the results in the order of the items.
 * @param atOnce how many may be under way
 */
export async function* inOrder<In, Out>(
  items: AsyncIterable<In>,
  atOnce: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const underWay: Promise<Out>[] = [];
  for await (const item of items) {
    const result = work(item);
    // A failure is thrown where its result is due; until then it is no unhandled one.
    result.catch(() => {});
    underWay.push(result);
    const oldest = underWay.length >= atOnce ? underWay.shift() : undefined;
    if (oldest) yield await oldest;
  }
  for (const result of underWay) yield await result;
}
