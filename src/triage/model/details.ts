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

const WORDS: Readonly<Record<Detail, string>> = {
  surface: "where it happens (API, SDK, dashboard, CLI)",
  endpoint: "the endpoint or feature",
  error: "the exact error message and status",
  version: "the SDK and its version",
  since: "since when",
  code: "the smallest code or request that shows it",
  expected: "what you expected",
  actual: "what you got, word for word",
  model: "the model name with its dated version, or that it is not known",
  prompt: "the prompt, or the smallest part that shows it and may be passed on",
  rate: "how many of how many tries",
  category: "what goes wrong (format, refusal, invented facts, tool call…)",
  page: "the page and heading",
  sentence: "the sentence as it stands",
  wrong: "what is wrong with it",
  job: "what you want to get done",
  today: "how you do it today",
  limit: "where that falls short",
};

/** A detail in words that a reporter understands; unknown names come back as they are. */
export function detailWords(detail: string): string {
  const known = Detail.safeParse(detail);
  return known.success ? WORDS[known.data] : detail;
}
