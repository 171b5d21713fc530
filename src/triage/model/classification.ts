import { z } from "zod";
import { ShownImages } from "../files/kept-image.ts";
import { FailureReason } from "./engine-failure.ts";

/** What the ask is. */
export const Kind = z.enum(["bug", "feature", "docs", "model-behavior", "question", "other"]);
export type Kind = z.infer<typeof Kind>;

/** How an ask may be handled, whatever its kind; the earlier in this list, the stricter. */
export const Lane = z.enum(["security", "care", "account", "not-ours", "open"]);
export type Lane = z.infer<typeof Lane>;

export const Severity = z.enum(["low", "medium", "high", "critical"]);
export type Severity = z.infer<typeof Severity>;

/** Who spoke, kept with everything a machine produced, so that any result can be traced and compared. */
export const EngineStamp = z.object({
  engine: z.enum(["openai", "offline"]),
  /** The model as the vendor returned it, or the version of the shipped weights. */
  model: z.string(),
  /** `name@n` of the prompt, with a hash of its text; null for the offline engine. */
  prompt: z.string().nullable(),
  promptHash: z.string().nullable(),
  schemaHash: z.string().nullable(),
  /** Set when this engine stood in for another: why ("budget spent", "openai is down"). */
  standsInBecause: z.string().nullable(),
  /** The failure after which it stood in. */
  standsInAfter: FailureReason.optional(),
});
export type EngineStamp = z.infer<typeof EngineStamp>;

export const Classification = z.object({
  kind: Kind,
  lane: Lane,
  /** An area name from the config, or "unknown". */
  area: z.string(),
  severity: Severity,
  /** ISO 639-1 code of the language the post is written in, or "und" for undetermined. */
  language: z.string(),
  /** A title that a maintainer would write; never empty. */
  title: z.string(),
  /** What is asked, in one sentence. */
  ask: z.string(),
  /** Verbatim excerpts of the post that led to the labels. */
  evidence: z.array(z.string()),
  /** Names of the details that whoever acts on it would have to ask for. */
  missing: z.array(z.string()),
  /** Probability that `kind` is right, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** Probability that `lane` is right, 0 to 1. */
  laneConfidence: z.number().min(0).max(1),
  /** Corrections by people that the engine was shown, the most fitting first. */
  learntFrom: z.array(z.object({ code: z.string(), at: z.number() })).optional(),
  /** `odds` of the label's tokens, `agreement` of two engines, or what the engine `said` itself. */
  confidenceFrom: z.enum(["odds", "agreement", "said"]).optional(),
  /** As the engine gave them, where a calibration has changed them. */
  raw: z.object({ confidence: z.number(), laneConfidence: z.number() }).optional(),
  /** What became of the images that came with it. */
  images: ShownImages.optional(),
  stamp: EngineStamp,
});
export type Classification = z.infer<typeof Classification>;

/** The stricter of two lanes: doubt never relaxes how an ask is handled. */
export function stricterLane(a: Lane, b: Lane): Lane {
  return Lane.options.indexOf(a) <= Lane.options.indexOf(b) ? a : b;
}

/** The language that is answered in, as a field; none for English, which is the default. */
export function spokenIn(language: string): { readonly language?: string } {
  return language === "en" || language === "und" ? {} : { language };
}
