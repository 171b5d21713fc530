/** The vendor's limits are 2,048 texts and 300,000 tokens a request, 8,192 tokens a text; ours are well below. */
const MOST_TEXTS = 128;
const MOST_TOKENS = 120_000;
export const LONGEST_TEXT_TOKENS = 8_000;

/**
 * Tokens that a text has at the most, nearly always: no tokenizer is at hand, and other models have others. Prose
 * has one for four bytes; hashes, symbols and Chinese have more.
 */
export function tokensAtMost(text: string): number {
  return Math.ceil(Buffer.byteLength(text, "utf8") / 2);
}

/** A text that a request may hold: what is longer loses its end. */
export function cutToFit(text: string): string {
  const well = text.toWellFormed().trim();
  if (tokensAtMost(well) <= LONGEST_TEXT_TOKENS) return well;
  const bytes = Buffer.from(well, "utf8").subarray(0, LONGEST_TEXT_TOKENS * 2);
  // The cut may have gone through a character.
  return bytes.toString("utf8").replace(/\uFFFD$/, "");
}

/** Items in bunches that one request may hold, in their order. */
export function toBatches<T extends { readonly text: string }>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  let tokens = 0;
  for (const item of items) {
    const own = tokensAtMost(item.text);
    const open = batches.at(-1);
    if (open && open.length < MOST_TEXTS && tokens + own <= MOST_TOKENS) {
      open.push(item);
      tokens += own;
    } else {
      batches.push([item]);
      tokens = own;
    }
  }
  return batches;
}
