import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOpenAiClassifier } from "../../../src/integrations/openai/classifier.ts";
import { createOpenAiClient } from "../../../src/integrations/openai/client.ts";
import { createMeter } from "../../../src/triage/decide/meter.ts";
import type { Budgets, CallFor } from "../../../src/triage/model/model-call.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";
import { createFakeCalls } from "../../fakes/store-calls.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../../simulators/openai/server.ts";
import type { Twist } from "../../simulators/openai/twist.ts";

const price = { input: 1, cached: 0.1, output: 8 };
const under = { policyHash: "p", indexVersion: "i", redactorVersion: "redact@1" };
const who: CallFor = {
  communityId: "acme",
  ticketId: "t-1",
  personId: "ada",
  purpose: "triage",
  under,
};

let sim: OpenAiSimulator;
let clock: ManualClock;
let calls: ReturnType<typeof createFakeCalls>;

beforeEach(async () => {
  clock = createManualClock();
  calls = createFakeCalls();
  sim = await startOpenAiSimulator({ clock });
});
afterEach(() => sim.close());

function classify(budgets: Partial<Budgets> = {}) {
  const all = { day: null, server: null, person: null, ...budgets };
  const classifier = createOpenAiClassifier({
    client: createOpenAiClient({ apiKey: "none", baseUrl: sim.url }),
    model: {
      name: "gpt-4.1-mini",
      logprobs: false,
      reasoningEffort: null,
      maxOutputTokens: 400,
      timeoutMs: 20_000,
      price,
    },
    clock,
    meter: createMeter({ calls, clock, zone: "UTC", budgets: all }),
  });
  const post = { title: "Upload", text: "It hangs at 99%. Why?" };
  return classifier.classify({ ...post, areas: [], tags: [], who });
}

const made = () => calls.rows.map(({ call }) => call);

describe("a call to the model", () => {
  it("is written down with tokens, money, model, prompt, schema, ids and provenance", async () => {
    await classify();
    await classify();
    const [, second] = made();
    expect(second).toMatchObject({
      promptName: expect.stringMatching(/^classify@\d+$/),
      promptHash: expect.stringMatching(/^[0-9a-f]{16}$/),
      schemaHash: expect.stringMatching(/^[0-9a-f]{16}$/),
      model: "gpt-4.1-mini-2025-04-14",
      responseId: expect.stringMatching(/^resp_/),
      requestId: expect.stringMatching(/^req_/),
      outcome: "answered",
      atMost: false,
      under,
    });
    const { inputTokens = 0, cachedTokens = 0, outputTokens = 0, dollars } = second ?? {};
    expect(cachedTokens).toBeGreaterThan(1_000);
    const fresh = inputTokens - cachedTokens;
    expect(dollars).toBeCloseTo((fresh * 1 + cachedTokens * 0.1 + outputTokens * 8) / 1e6, 10);
    expect(calls.rows[1]).toMatchObject({ ticketId: "t-1", personId: "ada", dollars });
  });

  it("never costs more than what was held for it", async () => {
    let held = 0;
    const { reserve } = calls;
    calls.reserve = (by, call, budgets) => {
      held = call.dollars;
      return reserve(by, call, budgets);
    };
    await classify();
    expect(held).toBeGreaterThan(made()[0]?.dollars ?? Number.POSITIVE_INFINITY);
  });

  it.each<{ twist: Twist; outcome: string; paid: boolean }>([
    { twist: { twist: "refusal" }, outcome: "refusal", paid: true },
    { twist: { twist: "filtered" }, outcome: "filtered", paid: true },
    { twist: { twist: "malformed" }, outcome: "malformed", paid: true },
    { twist: { twist: "answer", json: { kind: "rant" } }, outcome: "wrong-enum", paid: true },
    { twist: { twist: "status", status: 401 }, outcome: "unauthorized", paid: false },
    { twist: { twist: "status", status: 429 }, outcome: "rate-limited", paid: false },
    { twist: { twist: "status", status: 500 }, outcome: "server-error", paid: false },
  ])("that ends with $outcome is written down too", async ({ twist, outcome, paid }) => {
    sim.next(twist);
    expect(await classify()).toMatchObject({ type: "failed", reason: outcome });
    const [call] = made();
    expect(call).toMatchObject({ outcome, atMost: false });
    expect((call?.inputTokens ?? 0) > 0).toBe(paid);
    expect((call?.dollars ?? 0) > 0).toBe(paid);
  });

  it("whose cost nobody tells counts with the most that it can be", async () => {
    sim.next({ twist: "drop" });
    await classify();
    const [row] = calls.rows;
    expect(row?.call).toMatchObject({ outcome: "dropped", atMost: true, responseId: null });
    expect(row?.dollars).toBeGreaterThan(0.003);
  });

  it("that is cut off is one, and its second try another", async () => {
    sim.next({ twist: "cut-off" });
    await classify();
    expect(made().map((call) => call?.outcome)).toEqual(["cut-off", "answered"]);
  });

  it("is not made once a budget is spent", async () => {
    await classify({ person: 0.000_001 });
    expect(await classify({ person: 0.000_001 })).toMatchObject({
      type: "failed",
      reason: "budget-spent",
      detail: "today's budget for this person is spent",
    });
    expect(sim.requests()).toHaveLength(1);
  });
});
