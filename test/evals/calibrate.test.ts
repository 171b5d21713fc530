import { describe, expect, it } from "vitest";
import { calibrate } from "../../src/evals/calibrate/calibrate.ts";
import { fitCurve, fitIsotonic, fitPlatt, type Said } from "../../src/evals/calibrate/fit-curve.ts";
import { seeded } from "../../src/evals/measures/bootstrap.ts";
import type { Judged, Run } from "../../src/evals/run.ts";
import { applyCurve } from "../../src/triage/decide/calibration.ts";

/** An engine that is right with this chance whenever it says so much. */
function drawn(count: number, chance: (said: number) => number, seed = 3): Said[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const said = 0.3 + 0.69 * random();
    return { said, right: random() < chance(said) };
  });
}

const tooSure = (said: number) => 0.2 + 0.6 * said;

describe("isotonic regression", () => {
  it("pools neighbours that stand the wrong way round", () => {
    const rows = [
      { said: 0.1, right: false },
      { said: 0.2, right: true },
      { said: 0.3, right: false },
      { said: 0.4, right: true },
    ];
    // 0 | ½ ½ | 1, each drawn towards a half by two rows.
    expect(fitIsotonic(rows)).toEqual({
      method: "isotonic",
      points: [
        { from: 0.1, to: 1 / 3 },
        { from: 0.25, to: 1 / 2 },
        { from: 0.4, to: 2 / 3 },
      ],
    });
  });

  it("finds how right a too sure engine really is", () => {
    const curve = fitCurve(drawn(4_000, tooSure));
    expect(curve.method).toBe("isotonic");
    for (const said of [0.4, 0.6, 0.8, 0.95]) {
      expect(Math.abs(applyCurve(curve, said) - tooSure(said))).toBeLessThan(0.06);
    }
  });
});

describe("a logistic curve", () => {
  it("stands in for few rows, and comes near too", () => {
    const curve = fitCurve(drawn(200, tooSure));
    expect(curve.method).toBe("platt");
    for (const said of [0.5, 0.8]) {
      expect(Math.abs(applyCurve(curve, said) - tooSure(said))).toBeLessThan(0.12);
    }
  });

  it("gives back the curve that the rows were drawn from", () => {
    const logistic = (said: number) => 1 / (1 + Math.exp(-(2 * Math.log(said / (1 - said)) - 1)));
    const curve = fitPlatt(drawn(20_000, logistic));
    expect(curve.method === "platt" && [curve.slope, curve.shift]).toEqual([
      expect.closeTo(2, 0),
      expect.closeTo(-1, 0),
    ]);
  });

  it.each([
    { what: "too few rows", rows: drawn(20, tooSure) },
    { what: "rows that are all right", rows: drawn(100, () => 1) },
    { what: "an engine that is surest where it is wrong", rows: drawn(250, (said) => 1 - said) },
  ])("is not drawn through $what", ({ rows }) => {
    expect(fitCurve(rows)).toEqual({ method: "none" });
  });
});

function aRun(rows: readonly Said[]): Run {
  const judged = rows.map(({ said, right }, index): Judged => {
    const labels = {
      kinds: ["bug" as const],
      lanes: [],
      areas: [],
      repository: null,
      outcome: null,
    };
    return {
      id: String(index),
      set: "reviews",
      group: "reviews",
      right: labels,
      failed: null,
      kind: right ? "bug" : "docs",
      lane: "open",
      area: null,
      confidence: 0.5,
      laneConfidence: 0.5,
      rawConfidence: said,
      rawLaneConfidence: 0.5,
      outcome: "leave",
      repository: null,
      rightRepository: null,
      public: false,
      sure: true,
      standsIn: false,
      tokens: null,
      dollars: 0,
      ms: 1,
    };
  });
  return {
    subject: "offline",
    engine: "offline",
    models: ["weights-1"],
    prompt: null,
    promptHash: null,
    schemaHash: null,
    fromCache: 0,
    trainedOn: [],
    leftOut: 0,
    judged,
  };
}

describe("a calibration", () => {
  it("lowers the error on rows held out, from what the engine itself said", () => {
    const made = calibrate(aRun(drawn(1_500, tooSure)), "reviews", "2026-01-01", 1);
    expect(made?.error.kind.before).toBeGreaterThan(0.05);
    expect(made?.error.kind.after).toBeLessThan(0.04);
    expect(made?.rows).toEqual({ kind: 1_500, lane: 0 });
    const steps = made?.kinds.bug ?? [];
    expect(steps.length).toBeLessThanOrEqual(60);
    expect(steps.at(-1)?.rows).toBeGreaterThan(900);
  });

  it("does not flatter an engine whose sureness means nothing", () => {
    const coin = calibrate(aRun(drawn(400, () => 0.5, 9)), "reviews", "2026-01-01", 1);
    // Fitted and measured on the same rows it would come out near 0.
    expect(coin?.error.kind.after).toBeGreaterThan(0.005);
    expect(coin?.error.kind.after).toBeLessThan(coin?.error.kind.before ?? 0);
  });

  it("is not made of rows where another engine stood in, nor of two models at once", () => {
    const run = aRun(drawn(100, tooSure));
    const stood = { ...run, judged: run.judged.map((one) => ({ ...one, standsIn: true })) };
    expect(calibrate(stood, "reviews", "2026-01-01", 1)).toBeNull();
    const two = { ...run, models: ["a", "b"] };
    expect(calibrate(two, "reviews", "2026-01-01", 1)).toBeNull();
  });
});
