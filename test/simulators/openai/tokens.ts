/** Roughly how OpenAI's tokenizers cut: words, short runs of digits, runs of punctuation. */
export function toTokens(text: string): string[] {
  return text.match(/[":,{}[\]]+| ?\p{L}+|-\p{L}+|\p{N}{1,3}|[^\p{L}\p{N}]/gu) ?? [];
}

export const countTokens = (text: string): number => toTokens(text).length;

type Alternative = { readonly token: string; readonly logprob: number; readonly bytes: number[] };
export type Logprob = Alternative & { readonly top_logprobs: Alternative[] };

/** How likely the brain held other values of a property: `{ kind: { bug: 0.7, question: 0.3 } }`. */
export type Alternatives = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Log-probabilities of a JSON text; only the first token of a weighed value has alternatives. */
export function toLogprobs(text: string, weighed: Alternatives, top: number): Logprob[] {
  const startsAt = new Map<number, Readonly<Record<string, number>>>();
  for (const [property, odds] of Object.entries(weighed)) {
    const label = `"${property}":"`;
    const at = text.indexOf(label);
    if (at >= 0) startsAt.set(at + label.length, odds);
  }
  let offset = 0;
  return toTokens(text).map((token) => {
    const odds = startsAt.get(offset);
    offset += token.length;
    if (!odds) return { ...alternative(token, 0.999), top_logprobs: [] };
    const options = Object.entries(odds)
      .map(([value, odd]) => alternative(toTokens(value)[0] ?? value, odd))
      .toSorted((a, b) => b.logprob - a.logprob);
    const chosen = options.find((one) => one.token === token) ?? alternative(token, 0.5);
    return { ...chosen, top_logprobs: options.slice(0, top) };
  });
}

function alternative(token: string, odds: number): Alternative {
  return { token, logprob: Math.log(odds), bytes: [...Buffer.from(token)] };
}
