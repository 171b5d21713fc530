/** A comparison that was made, with how sure the program was and whether it is true. */
export type Judged = {
  readonly score: number;
  readonly same: boolean;
  /** Whether it is the very pair that the data names; a report may have further duplicates. */
  readonly named: boolean;
};

export type PrecisionRow = {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
};

/** Precision and recall of saying "the same" from each threshold on. */
export function precisionByThreshold(judged: readonly Judged[], pairs: number): PrecisionRow[] {
  return Array.from({ length: 17 }, (_, step) => 0.15 + step * 0.05).map((threshold) => {
    const said = judged.filter(({ score }) => score >= threshold);
    const right = said.filter(({ same }) => same).length;
    const found = said.filter(({ named }) => named).length;
    return {
      threshold: round(threshold),
      precision: said.length === 0 ? 1 : round(right / said.length),
      recall: round(found / pairs),
    };
  });
}

/** The lowest threshold from which on precision reaches the target; null when none does. */
export function thresholdFor(target: number, judged: readonly Judged[]): number | null {
  const sorted = judged.toSorted((a, b) => b.score - a.score);
  let right = 0;
  let found: number | null = null;
  sorted.forEach(({ same, score }, at) => {
    if (same) right += 1;
    const lastOfEqual = sorted[at + 1]?.score !== score;
    if (lastOfEqual && right / (at + 1) >= target) found = score;
  });
  return found === null ? null : round(found);
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;
