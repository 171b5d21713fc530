/** Lets requests go out one after the other, each so long after the one before. */
export function createPace(
  delayMs: number,
  now: () => number,
  wait: (ms: number) => Promise<void>,
): () => Promise<void> {
  let free = 0;
  return async () => {
    const at = Math.max(now(), free);
    free = at + delayMs;
    const left = at - now();
    if (left > 0) await wait(left);
  };
}

/** Works on several at once and gives the results in the order of what was given. */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const under: Promise<R>[] = [];
  for (const item of items) {
    under.push(work(item));
    const next = under.length >= atOnce ? under.shift() : undefined;
    if (next) yield await next;
  }
  for (const next of under) yield await next;
}
