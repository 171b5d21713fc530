import { z } from "zod";
import type { Kind } from "./classification.ts";

/** A detail that a team may need before it can act; how each is asked for is below. */
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
  "snapshot",
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

/** What goes wrong with what a model outputs: the choices behind the detail `category`. */
export const CATEGORIES = [
  "instruction ignored",
  "format",
  "refusal",
  "over-refusal",
  "invented fact or link",
  "tool call",
  "language",
  "vision",
  "repetition or cut-off",
  "quality drop",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** What teams would like to know, by kind, the most telling first: it is asked for in this order. */
export const WANTED: Readonly<Record<Kind, readonly Detail[]>> = {
  bug: ["error", "version", "code", "surface", "endpoint", "since", "expected", "actual"],
  "model-behavior": [
    "model",
    "prompt",
    "actual",
    "snapshot",
    "expected",
    "rate",
    "surface",
    "since",
    "category",
  ],
  docs: ["page", "sentence", "wrong"],
  feature: ["job", "today", "limit"],
  question: [],
  other: [],
};

/** No more than this is asked of a reporter, and only once. */
const MOST_ASKED = 3;

/**
 * The details to ask for, at most three: none while everything that the policy needs is there. Since
 * a reporter is asked only once, the rest of the form is for what else is missing.
 */
export function detailsToAsk(
  kind: Kind,
  missing: readonly string[],
  needed: readonly Detail[],
): Detail[] {
  const absent = WANTED[kind].filter((detail) => missing.includes(detail));
  const blocking = absent.filter((detail) => needed.includes(detail));
  if (blocking.length === 0) return [];
  const others = absent.filter((detail) => !needed.includes(detail));
  return [...blocking, ...others].slice(0, MOST_ASKED);
}

const WORDS: Readonly<Record<Detail, string>> = {
  surface: "where it happens (API, SDK, dashboard), and who hosts it",
  endpoint: "the endpoint or feature",
  error: "the exact error message and status",
  version: "the SDK and its version",
  since: "since when, or the last version or model that was right",
  code: "the smallest code or request that shows it",
  expected: "what you expected",
  actual: "what you got, word for word",
  model: "the model's name, as you call it",
  snapshot: "its dated version, or that it is not known",
  prompt: "the prompt, or the smallest part that shows it; a public issue may quote it",
  rate: "how many of how many tries",
  category: `what goes wrong: ${CATEGORIES.join(", ")}`,
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

const NAMES: Readonly<Record<Detail, string>> = {
  surface: "Surface",
  endpoint: "Endpoint or feature",
  error: "Error and status",
  version: "SDK and version",
  since: "Since when",
  code: "Smallest code or request",
  expected: "Expected",
  actual: "Actual",
  model: "Model",
  snapshot: "Snapshot",
  prompt: "Prompt",
  rate: "How often",
  category: "Category",
  page: "Page and heading",
  sentence: "Sentence as it stands",
  wrong: "What is wrong",
  job: "Job to be done",
  today: "What they do today",
  limit: "Limit hit",
};

/** A detail in a line of an issue. */
export function detailName(detail: Detail): string {
  return NAMES[detail];
}
