import { z } from "zod";
import { ShownImages } from "../files/kept-image.ts";
import { EngineStamp } from "./classification.ts";

/** One sentence of an answer and what it rests on. */
export const Claim = z.object({
  text: z.string(),
  passageIds: z.array(z.string()),
  /** Verbatim from one of the passages. */
  quote: z.string(),
});
export type Claim = z.infer<typeof Claim>;

/** Passages that say different things about one matter, each with the words that say it. */
export const Contradiction = z.object({
  /** The matter, in a few words. */
  about: z.string(),
  passageIds: z.array(z.string()),
  /** Verbatim, one for each passage and in the same order. */
  quotes: z.array(z.string()),
});
export type Contradiction = z.infer<typeof Contradiction>;

/** A sentence that verification took out, with the reason that staff read. */
export const CutSentence = z.object({ text: z.string(), because: z.string() });
export type CutSentence = z.infer<typeof CutSentence>;

/** A drafted answer, before or after verification. */
export const Draft = z.object({
  claims: z.array(Claim),
  /** Parts of the ask that the passages do not answer. */
  unanswered: z.array(z.string()),
  /** A question back when the ask is unclear. */
  clarify: z.string().nullable(),
  /** What the engine saw the passages disagree about. */
  contradictions: z.array(Contradiction).optional(),
  /** Code that stands in no passage, taken out of the claims by verification. */
  ownCode: z.array(z.string()).optional(),
  /** What verification took out. */
  cut: z.array(CutSentence).optional(),
  /** Probability that the answer is right, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** ISO 639-1 code of the language that it is written in; absent for English. */
  language: z.string().optional(),
  /** What became of the images that came with the ask. */
  images: ShownImages.optional(),
  stamp: EngineStamp,
});
export type Draft = z.infer<typeof Draft>;

/** Why there is no answer from the docs: a code to count by. */
export const NoAnswer = z.enum([
  /** Only open questions are answered. */
  "not-a-question",
  /** Nothing may be said there: a person answered, or the reporter asked for one. */
  "silent",
  "no-passage",
  /** What was found comes too little near the ask. */
  "below-floor",
  /** The engine read the passages and found no answer in them. */
  "unanswered",
  /** What was drafted did not stand verification. */
  "unverified",
  /** The docs are not written in the asker's language, and the engine cannot translate. */
  "language",
  /** On the say-nothing list, and no official source speaks of it. */
  "say-nothing",
  "unclear-ask",
  "contradiction",
  "engine-failed",
]);
export type NoAnswer = z.infer<typeof NoAnswer>;
