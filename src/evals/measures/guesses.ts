import type { Judged } from "../run.ts";

/** One label of one row: what was said, what counts as right, how sure the engine was. */
export type Guess = {
  readonly guess: string | null;
  /** The likeliest first; more than two only say which labels are wrong. */
  readonly right: readonly string[];
  readonly confidence: number;
  readonly group: string;
};

/** The kinds of all rows whose kind somebody labelled. */
export function kindGuesses(judged: readonly Judged[]): Guess[] {
  return judged
    .filter(({ right }) => right.kinds.length > 0)
    .map(({ kind, right, confidence, group }) => {
      return { guess: kind, right: right.kinds, confidence, group };
    });
}

/** The lanes of all rows whose lane somebody labelled. */
export function laneGuesses(judged: readonly Judged[]): Guess[] {
  return judged
    .filter(({ right }) => right.lanes.length > 0)
    .map(({ lane, right, laneConfidence, group }) => {
      return { guess: lane, right: right.lanes, confidence: laneConfidence, group };
    });
}

export function isRight({ guess, right }: Guess): boolean {
  return guess !== null && right.includes(guess);
}

/** The label that a row stands for; null when it only says which labels are wrong. */
export function mainLabel({ right }: Guess): string | null {
  return right.length <= 2 ? (right[0] ?? null) : null;
}
