import { type Guess, isRight, mainLabel } from "./guesses.ts";

export type LabelMeasure = {
  readonly label: string;
  /** Rows that stand for it. */
  readonly support: number;
  /** Null where nothing was given this label, or nothing stands for it. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
};

/** Labels with fewer rows are told, and left out of means: their F1 is chance. */
export const LEAST_SUPPORT = 5;

type Counts = { hits: number; wrong: number; missed: number; support: number };

/**
 * Precision, recall and F1 of each label. Where two labels count as right, either does, and the
 * first is the one that is missed when the guess is a third.
 */
export function perLabel(guesses: readonly Guess[], labels: readonly string[]): LabelMeasure[] {
  const counts = countsOf(guesses);
  return labels.map((label) => {
    const { hits, wrong, missed, support } = counts.get(label) ?? NONE;
    const guessed = hits + wrong;
    const truly = hits + missed;
    return {
      label,
      support,
      precision: guessed === 0 ? null : hits / guessed,
      recall: truly === 0 ? null : hits / truly,
      f1: guessed + truly === 0 || support === 0 ? null : (2 * hits) / (guessed + truly),
    };
  });
}

const NONE: Counts = { hits: 0, wrong: 0, missed: 0, support: 0 };

function countsOf(guesses: readonly Guess[]): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  const of = (label: string): Counts => {
    const known = counts.get(label) ?? { ...NONE };
    counts.set(label, known);
    return known;
  };
  for (const one of guesses) {
    const main = mainLabel(one);
    if (main !== null) of(main).support += 1;
    if (isRight(one)) of(one.guess ?? "").hits += 1;
    else {
      if (one.guess !== null) of(one.guess).wrong += 1;
      if (main !== null) of(main).missed += 1;
    }
  }
  return counts;
}

export function accuracy(guesses: readonly Guess[]): number {
  return guesses.length === 0 ? Number.NaN : guesses.filter(isRight).length / guesses.length;
}

/** Labels that enough rows stand for to be averaged over. */
export function frequentLabels(guesses: readonly Guess[], labels: readonly string[]): string[] {
  const counts = countsOf(guesses);
  return labels.filter((label) => (counts.get(label)?.support ?? 0) >= LEAST_SUPPORT);
}

/** Mean F1 over these labels; a label that nothing was given counts as 0. */
export function macroF1(guesses: readonly Guess[], labels: readonly string[]): number {
  if (labels.length === 0) return Number.NaN;
  const counts = countsOf(guesses);
  const f1 = (label: string) => {
    const { hits, wrong, missed } = counts.get(label) ?? NONE;
    return hits === 0 ? 0 : (2 * hits) / (2 * hits + wrong + missed);
  };
  return labels.reduce((sum, label) => sum + f1(label), 0) / labels.length;
}

/** Mean over groups of macro F1, as the NLBSE competition ranks; NaN with one group. */
export function groupMacroF1(guesses: readonly Guess[], labels: readonly string[]): number {
  const groups = [...Map.groupBy(guesses, ({ group }) => group).values()];
  if (groups.length < 2) return Number.NaN;
  return groups.reduce((sum, group) => sum + macroF1(group, labels), 0) / groups.length;
}

/** Rows: what is right. Columns: what was said; the last one for nothing at all. */
export type Confusion = {
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
};

/** A guess that counts as right stands on the diagonal, whichever of two labels it is. */
export function confusion(guesses: readonly Guess[], all: readonly string[]): Confusion {
  const seen = (label: string) =>
    guesses.some((one) => one.guess === label || mainLabel(one) === label);
  const labels = all.filter(seen);
  const counts = labels.map(() => new Array<number>(labels.length + 1).fill(0));
  for (const one of guesses) {
    const truth = isRight(one) ? one.guess : mainLabel(one);
    const row = counts[labels.indexOf(truth ?? "")];
    const column = one.guess === null ? labels.length : labels.indexOf(one.guess);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return { labels, counts };
}
