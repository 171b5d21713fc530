import { z } from "zod";
import { EngineStamp } from "./classification.ts";

/** One sentence of an answer and what it rests on. */
export const Claim = z.object({
  text: z.string(),
  passageIds: z.array(z.string()),
  /** Verbatim from one of the passages. */
  quote: z.string(),
});
export type Claim = z.infer<typeof Claim>;

/** A drafted answer, before or after verification. */
export const Draft = z.object({
  claims: z.array(Claim),
  /** Parts of the ask that the passages do not answer. */
  unanswered: z.array(z.string()),
  /** A question back when the ask is unclear. */
  clarify: z.string().nullable(),
  /** Probability that the answer is right, 0 to 1. */
  confidence: z.number().min(0).max(1),
  stamp: EngineStamp,
});
export type Draft = z.infer<typeof Draft>;
