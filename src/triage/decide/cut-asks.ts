/** More asks than this stay together in the last: a thread holds few messages of ours. */
const MOST_ASKS = 3;
/** A shorter piece is no ask of its own. */
const SHORTEST = 20;

/**
 * Cuts a text where each of its asks begins. Every piece starts with what stands before the first
 * ask (the version, the greeting), since that is said about all of them.
 * @param beginnings the first words of each ask, verbatim, in the order of the text
 * @returns empty when these are not two or more asks that stand in the text
 */
export function cutAsks(text: string, beginnings: readonly string[]): string[] {
  const starts: number[] = [];
  for (const beginning of beginnings.slice(0, MOST_ASKS)) {
    const from = (starts.at(-1) ?? -1) + 1;
    const at = beginning.trim() === "" ? -1 : text.indexOf(beginning.trim(), from);
    if (at < 0) return [];
    starts.push(at);
  }
  const pieces = starts.map((start, n) => text.slice(start, starts[n + 1]).trim());
  if (pieces.length < 2 || pieces.some((piece) => piece.length < SHORTEST)) return [];
  const shared = text.slice(0, starts[0]).trim();
  return pieces.map((piece) => (shared === "" ? piece : `${shared}\n\n${piece}`));
}
