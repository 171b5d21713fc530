/** What is current, whatever its number; and what is not out yet. */
const CURRENT = /^(latest|stable|current)$/i;
const COMING = /^(next|main|master|dev|nightly|canary|beta|alpha)$/i;

/**
 * Orders versions of docs, oldest first: by numbers, `latest` above all and `next` below all, since
 * nobody uses it yet.
 */
export function compareVersions(a: string, b: string): number {
  const rank = (version: string) => (CURRENT.test(version) ? 2 : COMING.test(version) ? 0 : 1);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether docs of a version are about the version that somebody named: `2` and `2.x` cover `2.3.1`. */
export function coversVersion(docs: string, named: string): boolean {
  const [left, right] = [partsOf(docs), partsOf(named)];
  if (left.length === 0 || right.length === 0) {
    return docs.toLowerCase() === named.toLowerCase();
  }
  return left.every((part, at) => right[at] === undefined || right[at] === part);
}

/** `v2.3.x` → 2, 3; nothing for a word such as `latest`. */
function partsOf(version: string): number[] {
  const numbers = /^v?(\d+(?:\.\d+)*)/i.exec(version.trim())?.[1];
  return numbers === undefined ? [] : numbers.split(".").map(Number);
}
