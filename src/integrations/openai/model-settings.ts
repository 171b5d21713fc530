import type { Price } from "../../triage/decide/price.ts";

/** A model as the config describes it: what it is called and what it can do. */
export type ModelSettings = {
  /** Dated, so that nobody changes it under us. */
  readonly name: string;
  /** Whether it gives log-probabilities and takes a temperature; reasoning models do neither. */
  readonly logprobs: boolean;
  /** How closely it looks at images; without it, it is shown none. */
  readonly imageDetail?: "low" | "high" | "auto";
  /** Null leaves it to the model. */
  readonly reasoningEffort: "minimal" | "low" | "medium" | "high" | null;
  /** Cap on the first attempt; an answer that is cut off is asked for once more with a larger one. */
  readonly maxOutputTokens: number;
  readonly timeoutMs: number;
  /** Null when the config has none: then its calls are counted, and cost nothing in the books. */
  readonly price: Price | null;
};
