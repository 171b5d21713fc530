import { z } from "zod";
import { type Classification, EngineStamp, Kind, Lane } from "../model/classification.ts";
import { wilson } from "../model/wilson.ts";

/** From what an engine says of its own sureness to how often it is right when it says so. */
export const Curve = z.discriminatedUnion("method", [
  /** As it stands. */
  z.object({ method: z.literal("none") }),
  /** A logistic curve over the log-odds (Platt 1999). */
  z.object({ method: z.literal("platt"), slope: z.number(), shift: z.number() }),
  /** Never falling, straight between the points; `from` ascends. */
  z.object({
    method: z.literal("isotonic"),
    points: z.array(z.object({ from: z.number(), to: z.number() })).min(1),
  }),
]);
export type Curve = z.infer<typeof Curve>;

/** Rows that were at least so sure of a label, and how many of them were right; surest first. */
const Steps = z.array(z.object({ from: z.number(), rows: z.number(), right: z.number() }));
export type Steps = z.infer<typeof Steps>;

const ErrorPair = z.object({ before: z.number(), after: z.number() });

/** How sure one engine may be taken to be, learned from tickets that people have reviewed. */
export const Calibration = z.object({
  engine: EngineStamp.shape.engine,
  /** As it stands in the engine's stamp: another model or prompt needs another calibration. */
  model: z.string(),
  promptHash: z.string().nullable(),
  /** Where the rows came from, in words. */
  from: z.string(),
  rows: z.object({ kind: z.number().int(), lane: z.number().int() }),
  at: z.string(),
  kind: Curve,
  lane: Curve,
  /** On rows that the curve was not fitted to. */
  kinds: z.partialRecord(Kind, Steps),
  lanes: z.partialRecord(Lane, Steps),
  /** Expected calibration error on rows that the curve was not fitted to. */
  error: z.object({ kind: ErrorPair, lane: ErrorPair }),
});
export type Calibration = z.infer<typeof Calibration>;

/** Precision that a label must have before anything rests on it alone. */
export type Targets = {
  readonly kind: Readonly<Record<Kind, number>>;
  readonly lane: Readonly<Record<Lane, number>>;
};

type Stamp = Pick<Classification["stamp"], "engine" | "model" | "promptHash">;

/** The calibration of just this engine, model and prompt. */
export function calibrationOf(
  stamp: Stamp,
  calibrations: readonly Calibration[],
): Calibration | undefined {
  return calibrations.find(
    ({ engine, model, promptHash }) =>
      engine === stamp.engine && model === stamp.model && promptHash === stamp.promptHash,
  );
}

/** A classification with its confidence calibrated; what the engine said is kept beside it. */
export function calibrated(
  classification: Classification,
  calibrations: readonly Calibration[],
): Classification {
  const calibration = calibrationOf(classification.stamp, calibrations);
  // A recorded one may have been calibrated when it was recorded.
  if (!calibration || classification.raw) return classification;
  const { confidence, laneConfidence } = classification;
  return {
    ...classification,
    confidence: applyCurve(calibration.kind, confidence),
    laneConfidence: applyCurve(calibration.lane, laneConfidence),
    raw: { confidence, laneConfidence },
  };
}

export function applyCurve(curve: Curve, said: number): number {
  switch (curve.method) {
    case "none":
      return said;
    case "platt":
      return 1 / (1 + Math.exp(-(curve.slope * logOdds(said) + curve.shift)));
    case "isotonic": {
      const { points } = curve;
      const after = points.findIndex(({ from }) => from >= said);
      const above = points[after] ?? points.at(-1);
      const below = after > 0 ? points[after - 1] : above;
      if (!above || !below) return said;
      if (above.from <= below.from) return above.to;
      const share = (said - below.from) / (above.from - below.from);
      return below.to + share * (above.to - below.to);
    }
  }
}

const EDGE = 1e-4;

export function logOdds(chance: number): number {
  const held = Math.min(1 - EDGE, Math.max(EDGE, chance));
  return Math.log(held / (1 - held));
}

/** From here on a label may be relied on; null when no confidence is enough. */
export type Threshold = {
  readonly from: number | null;
  /** Rows that it rests on; 0 for a default. */
  readonly rows: number;
};

/** Fewer reviewed rows of a label say nothing about its precision. */
const LEAST_ROWS = 20;
/** One standard deviation: five times of six the true precision is above this end of the interval. */
const CAUTION = 1;

/**
 * The least confidence from which on a label keeps a target precision, by the rows of a calibration.
 * Without enough of them it is the target itself: among guesses that are calibrated and at least so
 * sure, at least that share is right.
 */
export function thresholdFor(steps: Steps | undefined, target: number): Threshold {
  const enough = (steps ?? []).filter(({ rows }) => rows >= LEAST_ROWS);
  if (enough.length === 0) return { from: target, rows: 0 };
  const reached = enough.filter(({ right, rows }) => wilson(right, rows, CAUTION).low >= target);
  const last = reached.at(-1);
  return last
    ? { from: last.from, rows: last.rows }
    : { from: null, rows: enough.at(-1)?.rows ?? 0 };
}

export type Sureness = { readonly kind: boolean; readonly lane: boolean };

/** Whether a classification reaches the thresholds that the target precisions lead to. */
export function surenessOf(
  { kind, lane, confidence, laneConfidence, stamp }: Classification,
  policy: { readonly calibrations: readonly Calibration[]; readonly targets: Targets },
): Sureness {
  const calibration = calibrationOf(stamp, policy.calibrations);
  const { from } = thresholdFor(calibration?.kinds[kind], policy.targets.kind[kind]);
  const { from: laneFrom } = thresholdFor(calibration?.lanes[lane], policy.targets.lane[lane]);
  return {
    kind: from !== null && confidence >= from,
    lane: laneFrom !== null && laneConfidence >= laneFrom,
  };
}
