import type { Spending } from "../model/model-call.ts";

/** Dollars as people read them; a call is worth parts of a cent. */
export function inDollars(dollars: number): string {
  return `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}

/** `cost $0.0031 (2 calls, 61 % cached)`; null when no model was asked. */
export function costWords({ calls, dollars, inputTokens, cachedTokens }: Spending): string | null {
  if (calls === 0) return null;
  const share = inputTokens === 0 ? 0 : Math.round((100 * cachedTokens) / inputTokens);
  const made = calls === 1 ? "1 call" : `${calls} calls`;
  const money =
    dollars === null ? "cost unknown: the model has no price" : `cost ${inDollars(dollars)}`;
  return `${money} (${made}, ${share} % cached)`;
}
