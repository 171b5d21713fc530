import { type ExcerptSizes, logExcerpt } from "../../triage/files/log-excerpt.ts";

const fold = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Excerpts that do occur in the text, white space aside; a model sometimes makes them up. */
export function keepVerbatim(excerpts: readonly string[], text: string): string[] {
  const folded = fold(text);
  return [...new Set(excerpts.map(fold))].filter((one) => one !== "" && folded.includes(one));
}

// Some twelve thousand tokens; what is longer is mostly logs.
const FOR_A_MODEL: ExcerptSizes = {
  most: 40_000,
  head: 15_000,
  tail: 10_000,
  before: 600,
  after: 1_400,
};

/** A text that a model can be sent: of a very long one what stands around its errors. */
export function withoutMiddle(text: string): string {
  return logExcerpt(text, FOR_A_MODEL);
}
