import type { Judged } from "../run.ts";
import { bootstrap, type Draws, type Interval } from "./bootstrap.ts";
import { type Guess, isRight, kindGuesses, laneGuesses } from "./guesses.ts";
import { frequentLabels, macroF1 } from "./labels.ts";

export type Paired = {
  /** Rows that both runs hold with a label. */
  readonly rows: number;
  /** Right now and wrong before, and the other way round. */
  readonly mended: number;
  readonly broken: number;
  /** Chance of so lopsided a change if both were equally good. */
  readonly p: number;
  /** Macro F1 now less that of before. */
  readonly macroF1: Interval | null;
};

type Pair = { readonly now: Guess; readonly before: Guess };

/**
 * Two runs on the same rows. The rows that changed sides are tested exactly as a coin would fall:
 * McNemar, Psychometrika 12, 1947, in the exact binomial form that Dietterich (Neural Computation
 * 10, 1998) recommends for comparing two classifiers on one test set.
 */
export function paired(
  now: readonly Judged[],
  before: readonly Judged[],
  what: "kind" | "lane",
  labels: readonly string[],
  draws: Draws,
): Paired {
  const guesses = what === "kind" ? kindGuesses : laneGuesses;
  const earlier = new Map(before.map((one) => [keyOf(one), one]));
  const pairs = now.flatMap((one): Pair[] => {
    const other = earlier.get(keyOf(one));
    const [a] = guesses([one]);
    // The labels of today count: somebody may have mended them since.
    const [b] = other ? guesses([{ ...other, right: one.right }]) : [];
    return a && b ? [{ now: a, before: b }] : [];
  });
  const mended = pairs.filter((pair) => isRight(pair.now) && !isRight(pair.before)).length;
  const broken = pairs.filter((pair) => !isRight(pair.now) && isRight(pair.before)).length;
  const frequent = frequentLabels(
    pairs.map((pair) => pair.now),
    labels,
  );
  const difference = (drawn: readonly Pair[]) =>
    macroF1(
      drawn.map((pair) => pair.now),
      frequent,
    ) -
    macroF1(
      drawn.map((pair) => pair.before),
      frequent,
    );
  return {
    rows: pairs.length,
    mended,
    broken,
    p: coinTest(mended, broken),
    macroF1: bootstrap(pairs, (pair) => pair.now.group, difference, draws),
  };
}

export const keyOf = ({ set, id }: Pick<Judged, "set" | "id">): string => `${set} ${id}`;

/** Two-sided exact test that heads and tails are equally likely. */
export function coinTest(heads: number, tails: number): number {
  const tosses = heads + tails;
  if (tosses === 0) return 1;
  const fewer = Math.min(heads, tails);
  let term = -tosses * Math.LN2;
  let chance = 0;
  for (let k = 0; k <= fewer; k += 1) {
    chance += Math.exp(term);
    term += Math.log((tosses - k) / (k + 1));
  }
  return Math.min(1, 2 * chance);
}
