import { Buffer } from "node:buffer";
import type { Written } from "./read-answer.ts";

/**
 * How likely the model held the label that it gave a property, against the other labels: the
 * alternatives of the token in which the label begins, summed by the label they would have begun.
 * Null when the text or its tokens do not show it.
 */
export function labelOdds(
  { text, logprobs }: Written,
  property: string,
  chosen: string,
  labels: readonly string[],
): number | null {
  const start = new RegExp(`"${property}"\\s*:\\s*"`).exec(text);
  if (!start) return null;
  // Places are counted in bytes: a token may hold a part of a letter, and is no text then.
  const valueAt = Buffer.byteLength(text.slice(0, start.index + start[0].length));
  let tokenAt = 0;
  for (const { token, bytes, logprob, top_logprobs: alternatives } of logprobs) {
    const ends = tokenAt + (bytes.length > 0 ? bytes.length : Buffer.byteLength(token));
    if (ends <= valueAt) {
      tokenAt = ends;
      continue;
    }
    // The token may begin before the label, with the quotation mark; both are plain letters.
    const lead = token.slice(0, valueAt - tokenAt);
    const odds = new Map<string, number>();
    const options = alternatives.some((one) => one.token === token)
      ? alternatives
      : [{ token, logprob }, ...alternatives];
    for (const option of options) {
      const label = labelBegunBy(option.token, lead, labels);
      if (label) odds.set(label, (odds.get(label) ?? 0) + Math.exp(option.logprob));
    }
    const all = odds.values().reduce((sum, value) => sum + value, 0);
    return all > 0 ? (odds.get(chosen) ?? 0) / all : null;
  }
  return null;
}

/** The one label that a token begins or holds; none when several would fit. */
function labelBegunBy(token: string, lead: string, labels: readonly string[]): string | undefined {
  if (!token.startsWith(lead)) return undefined;
  const begun = token.slice(lead.length).replace(/".*$/s, "");
  if (begun === "") return undefined;
  const fitting = labels.filter((label) => label.startsWith(begun));
  return fitting.length === 1 ? fitting[0] : undefined;
}
