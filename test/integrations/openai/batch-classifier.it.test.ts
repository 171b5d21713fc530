import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type BatchItem,
  createBatchClassifier,
  fittingInto,
} from "../../../src/integrations/openai/batch-classifier.ts";
import { createOpenAiClient } from "../../../src/integrations/openai/client.ts";
import { createMeter } from "../../../src/triage/decide/meter.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { createFakeCalls } from "../../fakes/store-calls.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../../simulators/openai/server.ts";

const model = {
  name: "gpt-4.1-mini",
  logprobs: false,
  reasoningEffort: null,
  maxOutputTokens: 400,
  timeoutMs: 20_000,
  price: { input: 1, output: 8 },
};

let sim: OpenAiSimulator;
let calls: ReturnType<typeof createFakeCalls>;
beforeEach(async () => {
  sim = await startOpenAiSimulator();
  calls = createFakeCalls();
});
afterEach(async () => {
  const { violations, undescribed, oddAnswers } = sim.stats();
  await sim.close();
  expect({ violations, undescribed, oddAnswers }).toEqual({
    violations: [],
    undescribed: [],
    oddAnswers: [],
  });
});

function aBatch() {
  const clock = createManualClock();
  return createBatchClassifier({
    client: createOpenAiClient({ apiKey: "none", baseUrl: sim.url }),
    model,
    clock,
    meter: createMeter({
      calls,
      clock,
      zone: "UTC",
      budgets: { day: 0, server: 0, person: 0 },
    }),
  });
}

const anItem = (id: string, title: string): BatchItem => ({
  id,
  input: {
    title,
    text: "",
    areas: [],
    tags: [],
    who: { communityId: "acme", ticketId: id, personId: null, purpose: "import" },
  },
});
const ITEMS = [
  anItem("a", "It crashes on start"),
  anItem("b", "How do I upload?"),
  anItem("c", "lol"),
];
const inputs = new Map(ITEMS.map(({ id, input }) => [id, input]));

async function ended(batch: ReturnType<typeof aBatch>, id: string) {
  for (;;) {
    const state = await batch.state(id);
    if (state.type !== "running") return state;
  }
}

describe("a batch", () => {
  it("brings each answer back to its post, whatever the order, at half the price", async () => {
    const batch = aBatch();
    const id = await batch.submit(ITEMS, "key-1");
    expect(await batch.state(id)).toEqual({ type: "running", done: 0, total: 3 });
    expect(await ended(batch, id)).toEqual({ type: "ended", expired: false });
    const answers = await batch.collect(id, inputs);
    const kinds = [...answers].map(([item, answer]) => [
      item,
      answer.type === "classified" && answer.classification.kind,
    ]);
    expect(Object.fromEntries(kinds)).toEqual({ a: "bug", b: "question", c: "other" });
    const made = calls.rows.find(({ ticketId }) => ticketId === "b")?.call;
    expect(made).toMatchObject({ outcome: "answered", requestId: expect.stringMatching(/^req_/) });
    const { inputTokens = 0, outputTokens = 0 } = made ?? {};
    expect(made?.dollars).toBeCloseTo((inputTokens * 0.5 + outputTokens * 4) / 1e6, 10);
  });

  it("leaves out what expired, and keeps what was answered before", async () => {
    const batch = aBatch();
    sim.nextBatch({ fate: "expires", after: 1 });
    const id = await batch.submit(ITEMS, "key-1");
    expect(await ended(batch, id)).toEqual({ type: "ended", expired: true });
    expect([...(await batch.collect(id, inputs)).keys()]).toEqual(["a"]);
  });

  it("tells which posts failed and why", async () => {
    const batch = aBatch();
    sim.next({ twist: "refusal", text: "No." });
    sim.next({ twist: "malformed" });
    const id = await batch.submit([...ITEMS, anItem("d", "")], "key-1");
    await ended(batch, id);
    const answers = await batch.collect(id, inputs);
    expect(answers.get("a")).toMatchObject({ type: "failed", reason: "refusal" });
    expect(answers.get("b")).toMatchObject({ type: "failed", reason: "malformed" });
    expect(answers.get("c")).toMatchObject({ type: "classified" });
    expect(calls.rows.map(({ call }) => call?.outcome)).toContain("refusal");
  });

  it("has an errors file for requests that were refused", async () => {
    const batch = createBatchClassifier({
      client: createOpenAiClient({ apiKey: "none", baseUrl: sim.url }),
      model: { ...model, name: "gpt-99" },
      clock: createManualClock(),
      meter: createMeter({
        calls,
        clock: createManualClock(),
        zone: "UTC",
        budgets: { day: null, server: null, person: null },
      }),
    });
    const id = await batch.submit(ITEMS, "key-1");
    await ended(batch, id);
    const answers = await batch.collect(id, inputs);
    expect([...answers.values()]).toHaveLength(3);
    expect(answers.get("a")).toMatchObject({
      type: "failed",
      detail: expect.stringMatching(/HTTP 404, The model `gpt-99` does not exist/),
    });
  });

  it("that is refused as a whole says why", async () => {
    const batch = aBatch();
    sim.nextBatch({ fate: "fails", message: "Enqueued token limit reached." });
    const id = await batch.submit(ITEMS, "key-1");
    expect(await ended(batch, id)).toEqual({
      type: "refused",
      why: "Enqueued token limit reached.",
    });
  });

  it("is found again by its key when the answer to handing it over was lost", async () => {
    const batch = aBatch();
    const id = await batch.submit(ITEMS, "key-1");
    expect(await batch.find("key-1")).toBe(id);
    expect(await batch.find("key-2")).toBeNull();
  });

  it("holds no more requests and bytes than are good for it", () => {
    const many = Array.from({ length: 10_001 }, () => anItem("a", ""));
    expect(fittingInto(many, model, Number.POSITIVE_INFINITY)).toHaveLength(10_000);
    expect(fittingInto(many, model, 50_000).length).toBeLessThan(20);
  });
});
