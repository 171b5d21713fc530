import {
  applyCurve,
  type Calibration,
  type Curve,
  type Steps,
} from "../../triage/decide/calibration.ts";
import { Kind, Lane } from "../../triage/model/classification.ts";
import { seeded } from "../measures/bootstrap.ts";
import { type Guess, isRight, kindGuesses, laneGuesses } from "../measures/guesses.ts";
import { reliability } from "../measures/reliability.ts";
import type { Judged, Run } from "../run.ts";
import { fitCurve } from "./fit-curve.ts";

const FOLDS = 5;
const MOST_STEPS = 60;

/**
 * Calibrates an engine on rows whose labels people gave. What is told of it, and the thresholds,
 * come from rows held out in five folds, so that they do not flatter; the curves are then fitted to
 * all rows.
 */
export function calibrate(run: Run, from: string, at: string, seed: number): Calibration | null {
  const [model] = run.models;
  // Where another engine stood in, its confidence says nothing about this one.
  const own = run.judged.filter(({ standsIn, failed }) => !standsIn && failed === null);
  if (model === undefined || run.models.length > 1 || own.length === 0) return null;
  const kind = calibrateLabels(kindGuesses(own.map(asSaid)), Kind.options, seed);
  const lane = calibrateLabels(laneGuesses(own.map(asSaid)), Lane.options, seed);
  return {
    engine: run.engine === "openai" ? "openai" : "offline",
    model,
    promptHash: run.promptHash,
    from,
    rows: { kind: kind.rows, lane: lane.rows },
    at,
    kind: kind.curve,
    lane: lane.curve,
    kinds: kind.steps,
    lanes: lane.steps,
    error: { kind: kind.error, lane: lane.error },
  };
}

/** The confidences as the engine gave them. */
function asSaid(one: Judged): Judged {
  return { ...one, confidence: one.rawConfidence, laneConfidence: one.rawLaneConfidence };
}

type Calibrated<L extends string> = {
  readonly curve: Curve;
  readonly rows: number;
  readonly error: { readonly before: number; readonly after: number };
  readonly steps: Partial<Record<L, Steps>>;
};

function calibrateLabels<L extends string>(
  guesses: readonly Guess[],
  labels: readonly L[],
  seed: number,
): Calibrated<L> {
  const folds = foldsOf(guesses.length, seed);
  const byFold = curves(guesses, folds);
  const heldOut = guesses.map((one, index): Guess => {
    const curve = byFold[folds[index] ?? 0] ?? { method: "none" };
    return { ...one, confidence: applyCurve(curve, one.confidence) };
  });
  const steps: Partial<Record<L, Steps>> = {};
  for (const label of labels) {
    const own = heldOut.filter(({ guess }) => guess === label);
    if (own.length > 0) steps[label] = stepsOf(own);
  }
  return {
    curve: fitCurve(guesses.map(toSaid)),
    rows: guesses.length,
    error: { before: reliability(guesses).ece, after: reliability(heldOut).ece },
    steps,
  };
}

const toSaid = (one: Guess) => ({ said: one.confidence, right: isRight(one) });

/** Each fold's curve, fitted to the rows of the others. */
function curves(guesses: readonly Guess[], folds: readonly number[]): Curve[] {
  return Array.from({ length: FOLDS }, (_, fold) =>
    fitCurve(guesses.filter((_, index) => folds[index] !== fold).map(toSaid)),
  );
}

/** Rows dealt out evenly, in a random order. */
function foldsOf(count: number, seed: number): number[] {
  const random = seeded(seed);
  const order = Array.from({ length: count }, (_, index) => ({ index, by: random() }));
  const folds = new Array<number>(count).fill(0);
  for (const [place, { index }] of order.toSorted((a, b) => a.by - b.by).entries()) {
    folds[index] = place % FOLDS;
  }
  return folds;
}

/** How many are right among those that are at least so sure; the surest first. */
function stepsOf(guesses: readonly Guess[]): Steps {
  const sorted = guesses.toSorted((a, b) => b.confidence - a.confidence);
  let right = 0;
  const all = sorted.flatMap((one, index) => {
    right += Number(isRight(one));
    const next = sorted[index + 1];
    return next?.confidence === one.confidence
      ? []
      : [{ from: one.confidence, rows: index + 1, right }];
  });
  const every = Math.ceil(all.length / MOST_STEPS);
  return all.filter((_, index) => (all.length - 1 - index) % every === 0);
}
