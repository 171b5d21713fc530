import { type Guess, isRight } from "./guesses.ts";

export type CoveragePoint = {
  /** Confidence from which on a guess is taken. */
  readonly from: number;
  /** Share of all rows that are taken then. */
  readonly coverage: number;
  /** Share of wrong ones among those taken. */
  readonly risk: number;
};

export type RiskCoverage = {
  readonly points: readonly CoveragePoint[];
  /** Area under the curve: the mean risk over all coverages; lower is better. */
  readonly area: number;
};

const MOST_POINTS = 120;

/**
 * What taking only the surest guesses costs in coverage and gains in precision.
 * El-Yaniv and Wiener, "On the foundations of noise-free selective classification", JMLR 2010;
 * the area as in Geifman and El-Yaniv, ICLR 2019.
 */
export function riskCoverage(guesses: readonly Guess[]): RiskCoverage {
  const all = curve(guesses);
  const area = all.length === 0 ? 0 : all.reduce((sum, { risk }) => sum + risk, 0) / all.length;
  const step = Math.max(1, Math.ceil(all.length / MOST_POINTS));
  const points = all.filter((_, at) => (all.length - 1 - at) % step === 0);
  return { points, area };
}

/** The largest share of rows that can be taken with that precision, and from which confidence on. */
export function coverageAt(guesses: readonly Guess[], precision: number): CoveragePoint | null {
  const reached = curve(guesses).filter(({ risk }) => 1 - risk >= precision);
  return reached.at(-1) ?? null;
}

/** One point for each distinct confidence: rows that are equally sure are taken together. */
function curve(guesses: readonly Guess[]): CoveragePoint[] {
  const sorted = guesses
    .filter(({ guess }) => guess !== null)
    .toSorted((a, b) => b.confidence - a.confidence);
  const points: CoveragePoint[] = [];
  let wrong = 0;
  for (const [index, one] of sorted.entries()) {
    if (!isRight(one)) wrong += 1;
    if (sorted[index + 1]?.confidence === one.confidence) continue;
    const taken = index + 1;
    points.push({ from: one.confidence, coverage: taken / guesses.length, risk: wrong / taken });
  }
  return points;
}
