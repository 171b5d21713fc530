import { z } from "zod";
import { Kind, Lane } from "../triage/model/classification.ts";
import { Outcome } from "../triage/model/decision.ts";
import { Labels } from "./labelled-row.ts";

/** What became of one row: labels, numbers and ids only, so that a run can be shared. */
export const Judged = z.object({
  id: z.string(),
  set: z.string(),
  group: z.string(),
  right: Labels,
  /** Why the engine gave nothing; the labels are null then. */
  failed: z.string().nullable(),
  kind: Kind.nullable(),
  lane: Lane.nullable(),
  area: z.string().nullable(),
  /** As used to decide: calibrated where there is a calibration. */
  confidence: z.number(),
  laneConfidence: z.number(),
  /** As the engine gave them. */
  rawConfidence: z.number(),
  rawLaneConfidence: z.number(),
  outcome: Outcome.nullable(),
  /** Where an issue made of it would go; null when nowhere. */
  repository: z.string().nullable(),
  /** Where the right labels lead under the same routing; null when nobody labelled it. */
  rightRepository: z.string().nullable(),
  /** Answered in public, or filed in public, by this decision. */
  public: z.boolean(),
  /** Both labels reach the confidence that the community's target precision asks for. */
  sure: z.boolean(),
  /** Another engine had to stand in. */
  standsIn: z.boolean(),
  tokens: z.object({ input: z.number(), cached: z.number(), output: z.number() }).nullable(),
  /** Null when the model has no price in the config. What the cache gave is counted as it cost then. */
  dollars: z.number().nullable(),
  /** Of the call, or of the classification where there was none. */
  ms: z.number(),
});
export type Judged = z.infer<typeof Judged>;

/** One engine on all rows. */
export const Run = z.object({
  /** As asked for: `offline`, `openai:MODEL`. */
  subject: z.string(),
  engine: z.string(),
  /** As the vendor returned it, or the version of the weights; several when it changed meanwhile. */
  models: z.array(z.string()),
  prompt: z.string().nullable(),
  promptHash: z.string().nullable(),
  schemaHash: z.string().nullable(),
  /** Rows answered from the cache of an earlier run. */
  fromCache: z.number().int(),
  /** Sets that the engine was trained on: what it says of them flatters. */
  trainedOn: z.array(z.string()),
  /** Rows that were not asked for, since that might have cost more than was allowed. */
  leftOut: z.number().int().default(0),
  judged: z.array(Judged),
});
export type Run = z.infer<typeof Run>;

/** What `signalbox eval` keeps: everything that a report is made of. */
export const RunFile = z.object({
  version: z.literal(1),
  at: z.string(),
  seed: z.number().int(),
  /** Draws of the bootstrap. */
  draws: z.number().int(),
  sets: z.array(z.object({ name: z.string(), rows: z.number().int(), sha256: z.string() })),
  runs: z.array(Run),
});
export type RunFile = z.infer<typeof RunFile>;
