import { describe, expect, it } from "vitest";
import { noted } from "../../src/evals/call-notes.ts";
import { createPurse } from "../../src/evals/purse.ts";
import type { ModelCall } from "../../src/triage/model/model-call.ts";

const who = { communityId: "eval", ticketId: null, personId: null, purpose: "eval" } as const;

function aCall(dollars: number | null): ModelCall {
  return {
    promptName: "classify@2",
    promptHash: "p",
    schemaHash: "s",
    model: "gpt-a",
    responseId: "r",
    requestId: null,
    inputTokens: 1,
    cachedTokens: 0,
    outputTokens: 1,
    reasoningTokens: 0,
    latencyMs: 1,
    dollars,
    atMost: false,
    outcome: "answered",
  };
}

/** Makes a call that may cost so much and does cost so much; false when it was not made. */
async function makes(purse: ReturnType<typeof createPurse>, may: number, does: number | null) {
  const begun = await purse.meter.begin(who, may);
  if (begun.type === "go") await begun.settle(aCall(does));
  return begun.type === "go";
}

describe("a purse", () => {
  it("makes calls until the next might overdraw it, and tells whose it did not make", async () => {
    const purse = createPurse(1);
    const { result, refused } = await noted(async () => [
      await makes(purse, 0.5, 0.25),
      await makes(purse, 0.5, 0.3),
      await makes(purse, 0.5, 0.1),
    ]);
    expect({ result, refused }).toEqual({ result: [true, true, false], refused: true });
    expect(purse.spent()).toBeCloseTo(0.55);
    expect((await noted(() => makes(purse, 0.4, 0.4))).refused).toBe(false);
    expect(purse.spent()).toBeLessThanOrEqual(1);
  });

  it("lets a call wait for those under way, which cost less than they may", async () => {
    const purse = createPurse(1);
    const first = await purse.meter.begin(who, 0.9);
    const second = purse.meter.begin(who, 0.9);
    const third = purse.meter.begin(who, 0.9);
    if (first.type !== "go") throw new Error("the first call fits");
    await first.settle(aCall(0.05));
    const next = await Promise.race([second, third]);
    expect(next.type).toBe("go");
    if (next.type === "go") await next.settle(aCall(0.6));
    expect((await Promise.all([second, third])).map(({ type }) => type).toSorted()).toEqual([
      "go",
      "spent",
    ]);
  });

  it("counts a call of unknown cost as the most that it can cost, and has no bound without one", async () => {
    const purse = createPurse(1);
    await makes(purse, 0.7, null);
    expect(purse.spent()).toBe(0.7);
    const open = createPurse(null);
    expect(await makes(open, 1_000, 1_000)).toBe(true);
  });
});
