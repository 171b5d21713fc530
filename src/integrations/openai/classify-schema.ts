import { z } from "zod";
import { Kind, Lane, Severity } from "../../triage/classification.ts";
import { Detail } from "../../triage/details.ts";

/**
 * What the model fills in, in the order in which it writes: evidence before labels, confidence
 * last. Flat and the same for every community, so that it is compiled once at the vendor; area
 * names are checked after the call.
 */
export const ClassifyAnswer = z.object({
  evidence: z.array(z.string()),
  ask: z.string(),
  kind: Kind,
  lane: Lane,
  area: z.string(),
  severity: Severity,
  language: z.string(),
  missing: z.array(Detail),
  title: z.string(),
  confidence: z.number(),
  laneConfidence: z.number(),
});
export type ClassifyAnswer = z.infer<typeof ClassifyAnswer>;
