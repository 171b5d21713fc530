import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { Kind } from "../../triage/model/classification.ts";
import { read } from "./features.ts";
import { shippedModel } from "./model.ts";
import { toPostText } from "./post-text.ts";

/** What `bench/likely` measured; it holds for the weights that it names. */
export const LIKELY_FIGURES = new URL("./weights/likely-asks.json", import.meta.url);

const LikelyFigures = z.object({
  weights: z.string(),
  messages: z.number().int(),
  /** How many of them ask something. */
  asks: z.number().int(),
  /** How many would be taken from that probability on, and how many of those ask something. */
  taken: z.array(z.object({ from: z.number(), taken: z.number().int(), right: z.number().int() })),
});
export type LikelyFigures = z.infer<typeof LikelyFigures>;

/** The probability, from 0 to 1, that a post asks for something: a question, a report, a wish. */
export function likelyAsk({ title, text }: { readonly title: string; readonly text: string }) {
  const post = toPostText(title, text);
  const { kinds } = shippedModel().score(post, read(post));
  return Math.min(1, Math.max(0, 1 - (kinds[Kind.options.indexOf("other")] ?? 1)));
}

/** The figures of the shipped weights; null when these were not measured. */
export function likelyFigures(): LikelyFigures | null {
  if (!existsSync(LIKELY_FIGURES)) return null;
  const figures = LikelyFigures.parse(JSON.parse(readFileSync(LIKELY_FIGURES, "utf8")));
  return figures.weights === shippedModel().version ? figures : null;
}
