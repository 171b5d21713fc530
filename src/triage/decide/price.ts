/** What a model costs, in dollars a million tokens. */
export type Price = {
  readonly input: number;
  /** Input that the vendor had cached; without it, as much as any other. */
  readonly cached?: number | undefined;
  readonly output: number;
};

export type TokenCounts = {
  /** All that was sent, the cached part of it included. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  /** All that came back, hidden reasoning included. */
  readonly outputTokens: number;
};

const MILLION = 1_000_000;

/** Dollars for the tokens of a call; null when the model has no price. */
export function dollarsFor(tokens: TokenCounts, price: Price | null): number | null {
  if (price === null) return null;
  const { inputTokens, cachedTokens, outputTokens } = tokens;
  const fresh = Math.max(0, inputTokens - cachedTokens);
  const input = fresh * price.input + cachedTokens * (price.cached ?? price.input);
  return (input + outputTokens * price.output) / MILLION;
}
