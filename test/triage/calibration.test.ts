import { describe, expect, it } from "vitest";
import {
  applyCurve,
  type Calibration,
  calibrated,
  surenessOf,
  thresholdFor,
} from "../../src/triage/decide/calibration.ts";
import { decide } from "../../src/triage/decide/decide.ts";
import { openCase } from "../../src/triage/intake/open-case.ts";
import { wilson } from "../../src/triage/model/wilson.ts";
import { aPolicy } from "../fakes/house.ts";
import { aClassification, aPost, aRoute, aStamp, NOON } from "../fakes/samples.ts";

function aCalibration(overrides: Partial<Calibration> = {}): Calibration {
  return {
    engine: "offline",
    model: "weights-1",
    promptHash: null,
    from: "reviews",
    rows: { kind: 100, lane: 100 },
    at: "2026-01-01",
    kind: { method: "platt", slope: 1, shift: -1 },
    lane: { method: "none" },
    kinds: {},
    lanes: {},
    error: { kind: { before: 0.1, after: 0.05 }, lane: { before: 0.1, after: 0.05 } },
    ...overrides,
  };
}

describe("a curve", () => {
  const points = [
    { from: 0.2, to: 0.1 },
    { from: 0.6, to: 0.5 },
  ];

  it.each([
    { curve: { method: "none" as const }, said: 0.7, comes: 0.7 },
    { curve: { method: "platt" as const, slope: 1, shift: 0 }, said: 0.7, comes: 0.7 },
    { curve: { method: "platt" as const, slope: 2, shift: 0 }, said: 0.5, comes: 0.5 },
    { curve: { method: "platt" as const, slope: 1, shift: 0 }, said: 1, comes: 0.9999 },
    { curve: { method: "isotonic" as const, points }, said: 0, comes: 0.1 },
    { curve: { method: "isotonic" as const, points }, said: 0.4, comes: 0.3 },
    { curve: { method: "isotonic" as const, points }, said: 0.6, comes: 0.5 },
    { curve: { method: "isotonic" as const, points }, said: 0.9, comes: 0.5 },
  ])("$curve.method takes $said for $comes", ({ curve, said, comes }) => {
    expect(applyCurve(curve, said)).toBeCloseTo(comes, 4);
  });
});

describe("a calibrated classification", () => {
  it("keeps what the engine said, and is calibrated once", () => {
    const once = calibrated(aClassification({ confidence: 0.7 }), [aCalibration()]);
    expect(once.confidence).toBeCloseTo(0.46, 2);
    expect(once.raw).toEqual({ confidence: 0.7, laneConfidence: 0.95 });
    expect(calibrated(once, [aCalibration()])).toBe(once);
  });

  it.each([{ model: "weights-2" }, { engine: "openai" as const }, { promptHash: "abc" }])(
    "is left alone by the calibration of another %o",
    (other) => {
      const classification = aClassification();
      expect(calibrated(classification, [aCalibration(other)])).toBe(classification);
    },
  );
});

describe("a threshold", () => {
  const steps = [
    { from: 0.95, rows: 10, right: 10 },
    { from: 0.9, rows: 30, right: 30 },
    { from: 0.7, rows: 60, right: 57 },
    { from: 0.4, rows: 100, right: 70 },
  ];

  it.each([
    // 30 of 30: the true precision is above 0.967 five times of six; 57 of 60: above 0.914.
    { target: 0.95, from: 0.9, rows: 30 },
    { target: 0.9, from: 0.7, rows: 60 },
    { target: 0.6, from: 0.4, rows: 100 },
    { target: 0.99, from: null, rows: 100 },
  ])("for precision $target is $from", ({ target, from, rows }) => {
    expect(thresholdFor(steps, target)).toEqual({ from, rows });
  });

  it("is the target itself while too few rows were reviewed", () => {
    expect(thresholdFor(undefined, 0.8)).toEqual({ from: 0.8, rows: 0 });
    expect(thresholdFor(steps.slice(0, 1), 0.8)).toEqual({ from: 0.8, rows: 0 });
  });

  it("differs by label", () => {
    const kinds = { bug: steps, docs: [{ from: 0.3, rows: 50, right: 20 }] };
    const policy = aPolicy({ calibrations: [aCalibration({ kinds })] });
    const bug = aClassification({ kind: "bug", confidence: 0.5 });
    expect(surenessOf(bug, policy).kind).toBe(true);
    expect(surenessOf({ ...bug, kind: "docs", confidence: 0.99 }, policy).kind).toBe(false);
  });
});

describe("an act that is done alone", () => {
  const policy = aPolicy({ acts: { ...aPolicy().acts, "file-private": "auto", redirect: "auto" } });
  const route = aRoute({ visibility: "private" });
  const known = openCase([aPost()], "t", "SB-1", NOON);
  const decided = (over: Parameters<typeof aClassification>[0], by: string | null = null) => {
    const found = {
      classification: aClassification({ ...over, stamp: aStamp() }),
      candidates: [],
      draft: { type: "none" as const, because: "not-a-question" as const, reason: "" },
      routed: { route, why: "" },
    };
    const labelled = { ...known, ticket: { ...known.ticket, labelledBy: by } };
    return decide(found, labelled, policy).decision;
  };

  it.each([
    { over: {}, mode: "auto" },
    { over: { confidence: 0.5 }, mode: "draft" },
    { over: { laneConfidence: 0.5 }, mode: "draft" },
    // Support can see an account whatever is asked about it.
    { over: { lane: "account" as const, confidence: 0.2 }, mode: "auto" },
    { over: { lane: "account" as const, laneConfidence: 0.5 }, mode: "draft" },
  ])("is $mode with $over", ({ over, mode }) => {
    expect(decided(over).mode).toBe(mode);
  });

  it("says why it is left to a person, and trusts a person's labels", () => {
    expect(decided({ confidence: 0.5 }).reasons.at(-1)).toEqual({
      code: "unsure",
      text: "the kind bug is not sure enough for acting without a review",
    });
    expect(decided({ confidence: 0.5 }, "Grace").mode).toBe("auto");
  });

  it("may be set for one area alone", () => {
    const acts = { ...policy, actsByArea: { uploads: { "file-private": "off" as const } } };
    const found = {
      classification: aClassification({ area: "uploads" }),
      candidates: [],
      draft: { type: "none" as const, because: "not-a-question" as const, reason: "" },
      routed: { route, why: "" },
    };
    expect(decide(found, known, acts).decision.reasons[0]?.code).toBe("filing-off");
    const elsewhere = { ...found, classification: aClassification({ area: "cli" }) };
    expect(decide(elsewhere, known, acts).decision.outcome).toBe("file");
  });
});

describe("an interval", () => {
  it.each([
    { hits: 20, all: 20, low: 0.839, high: 1 },
    { hits: 0, all: 10, low: 0, high: 0.278 },
    { hits: 5, all: 10, low: 0.237, high: 0.763 },
    { hits: 0, all: 0, low: 0, high: 1 },
  ])("of $hits in $all is $low to $high", ({ hits, all, low, high }) => {
    expect(wilson(hits, all).low).toBeCloseTo(low, 3);
    expect(wilson(hits, all).high).toBeCloseTo(high, 3);
  });
});
