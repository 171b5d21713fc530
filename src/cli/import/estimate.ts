import { CLASSIFY, toQuestion } from "../../integrations/openai/classifier.ts";
import { dollarsFor, type Price } from "../../triage/decide/price.ts";
import type { ImportedAsk } from "../../triage/intake/import-post.ts";
import type { Area } from "../../triage/model/policy.ts";

const CHARACTERS_A_TOKEN = 4;
/** Labels with their evidence, as a model writes them; a reasoning model thinks as much again. */
const ANSWER_TOKENS = 400;

export type Estimate = {
  readonly posts: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null when the model has no price. */
  readonly dollars: number | null;
};

/** About what classifying the asks will cost; what the vendor has cached will make it less. */
export function estimateImport(
  asks: readonly ImportedAsk[],
  areas: readonly Area[],
  price: Price | null,
): Estimate {
  const fixed = CLASSIFY.prompt.text.length + JSON.stringify(CLASSIFY.format.schema).length;
  const characters = asks.reduce((sum, { messages }) => {
    const title = messages[0]?.title ?? "";
    const text = messages.map((one) => one.text).join("\n\n");
    return sum + fixed + JSON.stringify(toQuestion({ title, text, areas, tags: [] })).length;
  }, 0);
  const inputTokens = Math.ceil(characters / CHARACTERS_A_TOKEN);
  const outputTokens = asks.length * ANSWER_TOKENS;
  const dollars = dollarsFor({ inputTokens, cachedTokens: 0, outputTokens }, price);
  return { posts: asks.length, inputTokens, outputTokens, dollars };
}
