/** A number from 0 to 2³² - 1 that is the same for the same text: FNV-1a, its bits mixed once more. */
export function textHash(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Two of them as letters and digits, for telling a few thousand texts apart. */
export function textKey(text: string): string {
  return [textHash(text), textHash(text, 0x9747b28c)].map((one) => one.toString(36)).join("-");
}
