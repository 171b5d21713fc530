import { z } from "zod";
import type { Kind } from "./classification.ts";

/** A detail that a team needs before it can act; the questions for them are in bot/texts.ts. */
export const Detail = z.enum([
  "surface",
  "endpoint",
  "error",
  "version",
  "since",
  "code",
  "expected",
  "actual",
  "model",
  "prompt",
  "rate",
  "category",
  "page",
  "sentence",
  "wrong",
  "job",
  "today",
  "limit",
]);
export type Detail = z.infer<typeof Detail>;

/** What teams would like to know, by kind, the most useful first. */
export const WANTED: Readonly<Record<Kind, readonly Detail[]>> = {
  bug: ["error", "version", "code", "surface", "endpoint", "since", "expected", "actual"],
  "model-behavior": ["model", "prompt", "actual", "expected", "rate", "since", "category"],
  docs: ["page", "sentence", "wrong"],
  feature: ["job", "today", "limit"],
  question: [],
  other: [],
};

/** No more than this is asked of a reporter, and only once. */
const MOST_ASKED = 3;

/** The details to ask for: needed by policy, missing in the post, at most three. */
export function detailsToAsk(
  kind: Kind,
  missing: readonly string[],
  needed: readonly Detail[],
): Detail[] {
  return WANTED[kind]
    .filter((detail) => needed.includes(detail) && missing.includes(detail))
    .slice(0, MOST_ASKED);
}
