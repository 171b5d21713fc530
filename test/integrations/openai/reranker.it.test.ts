import { afterEach, beforeEach, expect, it } from "vitest";
import { createOpenAiClient } from "../../../src/integrations/openai/client.ts";
import { createOpenAiReranker } from "../../../src/integrations/openai/reranker.ts";
import type { Meter } from "../../../src/triage/decide/meter.ts";
import { systemClock } from "../../../src/triage/model/clock.ts";
import type { CallFor, ModelCall } from "../../../src/triage/model/model-call.ts";
import { aPassage } from "../../fakes/samples.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../../simulators/openai/server.ts";

const PASSAGES = ["first", "second", "third"].map((id) => aPassage({ id: `passage-${id}` }));
const who: CallFor = { communityId: "c", ticketId: "t", personId: null, purpose: "triage" };

let sim: OpenAiSimulator;
let settled: ModelCall[];
beforeEach(async () => {
  sim = await startOpenAiSimulator();
  settled = [];
});
afterEach(async () => {
  const { violations, undescribed } = sim.stats();
  await sim.close();
  expect({ violations, undescribed }).toEqual({ violations: [], undescribed: [] });
});

const keeping: Meter = {
  begin: async () => ({ type: "go", settle: async (call) => void settled.push(call) }),
};

function rerank(meter: Meter = keeping) {
  const model = {
    name: "gpt-4.1-mini",
    logprobs: false,
    reasoningEffort: null,
    maxOutputTokens: 800,
    timeoutMs: 20_000,
    price: { input: 1, output: 2 },
  };
  const client = createOpenAiClient({ apiKey: "none", baseUrl: sim.url });
  const reranker = createOpenAiReranker({ client, model, clock: systemClock, meter });
  return reranker.rerank({ title: "", text: "how?", passages: PASSAGES, who });
}

it("gives the real ids in the model's order, and writes the call down with its cost", async () => {
  sim.next({ twist: "answer", json: { helpful: ["p3", "p1"] } });
  expect(await rerank()).toMatchObject({ ids: ["passage-third", "passage-first"] });
  expect(settled).toMatchObject([{ promptName: "rerank@1", outcome: "answered" }]);
  expect(settled[0]?.dollars).toBeGreaterThan(0);
});

it("drops ids that were invented, and those that come twice", async () => {
  sim.next({ twist: "answer", json: { helpful: ["p9", "p2", "passage-first", "p2"] } });
  expect(await rerank()).toMatchObject({ ids: ["passage-second"] });
});

it.each([
  ["a refusal", { twist: "refusal" }, "refusal"],
  ["an answer that is no JSON", { twist: "malformed" }, "malformed"],
  ["a failing server", { twist: "status", status: 500 }, "server-error"],
  ["a broken connection", { twist: "drop" }, "dropped"],
] as const)("tells of %s", async (_, twist, reason) => {
  sim.next(twist);
  expect(await rerank()).toMatchObject({ type: "failed", reason });
  expect(settled).toMatchObject([{ promptName: "rerank@1", outcome: reason }]);
});

it("asks nobody once a budget is spent", async () => {
  const spent: Meter = { begin: async () => ({ type: "spent", budget: "day" }) };
  expect(await rerank(spent)).toMatchObject({ type: "failed" });
  expect(sim.requests()).toEqual([]);
});
