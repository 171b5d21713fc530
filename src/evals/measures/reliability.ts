import { type Guess, isRight } from "./guesses.ts";

export type Bin = {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Mean confidence and share of right guesses among its rows; 0 in an empty bin. */
  readonly confidence: number;
  readonly right: number;
};

export type Reliability = {
  /** Expected calibration error: mean distance of confidence and accuracy, weighted by rows. */
  readonly ece: number;
  /** Mean squared distance of confidence and being right. */
  readonly brier: number;
  readonly bins: readonly Bin[];
};

const BINS = 10;

/**
 * How far confidence means what it says, in ten bins of equal width.
 * Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning",
 * AAAI 2015; Guo et al., "On calibration of modern neural networks", ICML 2017.
 */
export function reliability(guesses: readonly Guess[]): Reliability {
  const given = guesses.filter(({ guess }) => guess !== null);
  const bins = Array.from({ length: BINS }, (_, index) => {
    const inside = given.filter(({ confidence }) => binOf(confidence) === index);
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      rows: inside.length,
      confidence: mean(inside.map(({ confidence }) => confidence)),
      right: mean(inside.map((one) => Number(isRight(one)))),
    };
  });
  const apart = bins.map(({ rows, confidence, right }) => rows * Math.abs(confidence - right));
  const squares = given.map((one) => (one.confidence - Number(isRight(one))) ** 2);
  return { ece: given.length === 0 ? 0 : sum(apart) / given.length, brier: mean(squares), bins };
}

const binOf = (confidence: number) => Math.min(BINS - 1, Math.floor(confidence * BINS));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? 0 : sum(values) / values.length);
