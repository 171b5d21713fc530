import { seeded } from "../../train/offline/folds.ts";

export type Judged = {
  readonly guess: string;
  readonly right: readonly string[];
  readonly group: string;
};

/** F1 of one label; a guess that either reader gave counts as theirs. */
export function f1(judged: readonly Judged[], label: string): number {
  let both = 0;
  let guessed = 0;
  let truly = 0;
  for (const { guess, right } of judged) {
    const gold = right.includes(guess) ? guess : right[0];
    if (guess === label) guessed++;
    if (gold === label) truly++;
    if (guess === label && gold === label) both++;
  }
  return both === 0 ? 0 : (2 * both) / (guessed + truly);
}

export function recall(judged: readonly Judged[], label: string): number {
  const own = judged.filter(({ right }) => right[0] === label);
  return own.filter(({ guess }) => guess === label).length / own.length;
}

export function precision(judged: readonly Judged[], label: string): number {
  const own = judged.filter(({ guess }) => guess === label);
  return own.filter(({ right }) => right.includes(label)).length / own.length;
}

export function accuracy(judged: readonly Judged[]): number {
  return judged.filter(({ guess, right }) => right.includes(guess)).length / judged.length;
}

export function macroF1(judged: readonly Judged[], labels: readonly string[]): number {
  return labels.reduce((sum, label) => sum + f1(judged, label), 0) / labels.length;
}

export function groupsOf(judged: readonly Judged[]): Map<string, Judged[]> {
  return Map.groupBy(judged, ({ group }) => group);
}

/** Mean over groups of macro F1: how the NLBSE competition ranks. */
export function meanMacroF1(judged: readonly Judged[], labels: readonly string[]): number {
  const groups = [...groupsOf(judged).values()];
  return groups.reduce((sum, group) => sum + macroF1(group, labels), 0) / groups.length;
}

export type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** The measure with its 95 % interval, by drawing rows with replacement within each group. */
export function withInterval(
  judged: readonly Judged[],
  measure: (rows: readonly Judged[]) => number,
  draws = 400,
): Interval {
  const random = seeded(11);
  const groups = [...groupsOf(judged).values()];
  const values = Array.from({ length: draws }, () => {
    const drawn = groups.flatMap((rows) =>
      rows.flatMap(() => rows[Math.floor(random() * rows.length)] ?? []),
    );
    return measure(drawn);
  }).filter((value) => Number.isFinite(value));
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { value: measure(judged), low: at(0.025), high: at(0.975) };
}
