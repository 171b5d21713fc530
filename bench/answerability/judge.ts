export type Judged = {
  readonly answerable: boolean;
  readonly confidence: number;
  /** Whether a cited passage is one of those that the reference answer was written from. */
  readonly citesGold: boolean;
};

/** How good answering is when only the surest share of the questions is answered. */
export function atCoverages(judged: readonly Judged[]) {
  const sorted = judged.toSorted((a, b) => b.confidence - a.confidence);
  return [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((share) => {
    const answered = sorted.slice(0, Math.max(1, Math.round(share * sorted.length)));
    const rate = (test: (one: Judged) => boolean) => answered.filter(test).length / answered.length;
    return {
      share,
      answered: answered.length,
      precision: rate(({ answerable }) => answerable),
      citesGold: rate(({ citesGold }) => citesGold),
    };
  });
}

/** The chance that an answerable question gets more confidence than an unanswerable one (AUC). */
export function rankingQuality(judged: readonly Judged[]): number {
  const pairs = judged
    .filter(({ answerable }) => answerable)
    .flatMap((yes) =>
      judged
        .filter(({ answerable }) => !answerable)
        .map((no) => Math.sign(yes.confidence - no.confidence) / 2 + 0.5),
    );
  return pairs.reduce((sum, win) => sum + win, 0) / Math.max(1, pairs.length);
}

/** Who is answered and who is declined when drafts count from a confidence on. */
export function decisionsAt(judged: readonly Judged[], floor: number) {
  const answered = judged.filter(({ confidence }) => confidence >= floor);
  const declined = judged.filter(({ confidence }) => confidence < floor);
  const count = (some: readonly Judged[], answerable: boolean) =>
    some.filter((one) => one.answerable === answerable).length;
  return {
    answeredRightly: count(answered, true),
    answeredWrongly: count(answered, false),
    declinedWrongly: count(declined, true),
    declinedRightly: count(declined, false),
    citesGold: answered.filter(({ citesGold }) => citesGold).length,
    rightDecisions: count(answered, true) + count(declined, false),
  };
}
