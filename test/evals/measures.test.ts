import { describe, expect, it } from "vitest";
import { bootstrap } from "../../src/evals/measures/bootstrap.ts";
import { coverageAt, riskCoverage } from "../../src/evals/measures/coverage.ts";
import type { Guess } from "../../src/evals/measures/guesses.ts";
import {
  accuracy,
  confusion,
  frequentLabels,
  groupMacroF1,
  macroF1,
  perLabel,
} from "../../src/evals/measures/labels.ts";
import { coinTest } from "../../src/evals/measures/paired.ts";
import { reliability } from "../../src/evals/measures/reliability.ts";

function aGuess(
  guess: string | null,
  right: string | string[],
  confidence = 0.5,
  group = "a",
): Guess {
  return { guess, right: [right].flat(), confidence, group };
}

const LABELS = ["bug", "question", "other"];

describe("labels", () => {
  const guesses = [
    aGuess("bug", "bug"),
    aGuess("bug", "bug"),
    aGuess("bug", "question"),
    aGuess("question", "bug"),
    aGuess("question", "question"),
    aGuess(null, "question"),
  ];

  it("have precision, recall and F1, a missing answer counting against recall only", () => {
    const [bug, question, other] = perLabel(guesses, LABELS);
    expect(bug).toEqual({ label: "bug", support: 3, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
    expect(question).toMatchObject({ support: 3, precision: 1 / 2, recall: 1 / 3, f1: 2 / 5 });
    expect(other).toEqual({ label: "other", support: 0, precision: null, recall: null, f1: null });
    expect(accuracy(guesses)).toBe(0.5);
    expect(macroF1(guesses, ["bug", "question"])).toBeCloseTo((2 / 3 + 2 / 5) / 2);
  });

  it("count either of two that are right, and miss the first when neither is said", () => {
    const two = [aGuess("bug", ["question", "bug"]), aGuess("other", ["question", "bug"])];
    const [bug, question] = perLabel(two, LABELS);
    expect(bug).toMatchObject({ precision: 1, recall: 1 });
    expect(question).toMatchObject({ support: 2, recall: 0 });
  });

  it("know from a row that is only not one label that this label is wrong", () => {
    const notABug = ["question", "other", "docs"];
    const [bug, question] = perLabel([aGuess("bug", notABug), aGuess("other", notABug)], LABELS);
    expect(bug).toMatchObject({ support: 0, precision: 0 });
    expect(question).toMatchObject({ support: 0, recall: null });
  });

  it("are averaged where five rows stand for them, and over groups", () => {
    const five = Array.from({ length: 5 }, () => aGuess("bug", "bug"));
    expect(frequentLabels([...five, ...guesses.slice(4)], LABELS)).toEqual(["bug"]);
    const groups = [...five, aGuess("question", "bug", 0.5, "b")];
    expect(groupMacroF1(groups, ["bug"])).toBe(0.5);
    expect(groupMacroF1(five, ["bug"])).toBeNaN();
  });

  it("are confused row by row, with a column for nothing said", () => {
    expect(confusion(guesses, LABELS)).toEqual({
      labels: ["bug", "question"],
      counts: [
        [2, 1, 0],
        [1, 1, 1],
      ],
    });
  });
});

describe("calibration error", () => {
  it("is nothing when confidence is what comes true", () => {
    const rows = [
      ...Array(8).fill(aGuess("bug", "bug", 0.8)),
      ...Array(2).fill(aGuess("bug", "other", 0.8)),
    ];
    expect(reliability(rows).ece).toBeCloseTo(0);
    expect(reliability(rows).brier).toBeCloseTo(0.16);
  });

  it("is how far it is off, weighted by rows", () => {
    const rows = [
      aGuess("bug", "other", 1),
      aGuess("bug", "bug", 1),
      aGuess("bug", "bug", 0.25),
      aGuess("bug", "other", 0.25),
    ];
    expect(reliability(rows).ece).toBeCloseTo((2 * 0.5 + 2 * 0.25) / 4);
    expect(reliability([]).ece).toBe(0);
  });
});

describe("risk and coverage", () => {
  const guesses = [
    aGuess("bug", "bug", 0.9),
    aGuess("bug", "bug", 0.8),
    aGuess("bug", "other", 0.8),
    aGuess("bug", "other", 0.1),
    aGuess(null, "bug", 0),
  ];

  it("take rows that are equally sure together", () => {
    expect(riskCoverage(guesses).points).toEqual([
      { from: 0.9, coverage: 0.2, risk: 0 },
      { from: 0.8, coverage: 0.6, risk: 1 / 3 },
      { from: 0.1, coverage: 0.8, risk: 0.5 },
    ]);
  });

  it.each([
    { precision: 1, coverage: 0.2 },
    { precision: 0.6, coverage: 0.6 },
    { precision: 0.5, coverage: 0.8 },
  ])("reach precision $precision on $coverage of the rows", ({ precision, coverage }) => {
    expect(coverageAt(guesses, precision)?.coverage).toBe(coverage);
  });

  it("say so when a precision is out of reach", () => {
    expect(coverageAt([aGuess("bug", "other", 0.9)], 0.5)).toBeNull();
  });
});

describe("chance", () => {
  it("gives the same interval for the same seed, and it holds the value", () => {
    const rows = Array.from({ length: 60 }, (_, n) => ({ right: n % 3 !== 0 }));
    const share = (drawn: readonly { right: boolean }[]) =>
      drawn.filter(({ right }) => right).length / drawn.length;
    const draws = { seed: 4, draws: 500 };
    const interval = bootstrap(rows, () => "all", share, draws);
    expect(interval).toEqual(bootstrap(rows, () => "all", share, draws));
    // The normal approximation gives 0.667 ± 0.119.
    expect(interval?.low).toBeCloseTo(0.55, 1);
    expect(interval?.high).toBeCloseTo(0.78, 1);
  });

  it.each([
    { heads: 0, tails: 0, p: 1 },
    { heads: 5, tails: 5, p: 1 },
    { heads: 0, tails: 6, p: 2 / 64 },
    { heads: 1, tails: 9, p: 22 / 1024 },
    { heads: 800, tails: 200, p: 0 },
  ])("would toss $heads to $tails or worse with p $p", ({ heads, tails, p }) => {
    expect(coinTest(heads, tails)).toBeCloseTo(p, 6);
    expect(coinTest(tails, heads)).toBeCloseTo(p, 6);
  });
});
