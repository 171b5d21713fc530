import { afterEach, beforeEach, expect, it } from "vitest";
import { createOpenAiClient } from "../../../src/integrations/openai/client.ts";
import { warmUp } from "../../../src/integrations/openai/warm-up.ts";
import { createMeter } from "../../../src/triage/decide/meter.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { createFakeCalls } from "../../fakes/store-calls.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../../simulators/openai/server.ts";

let sim: OpenAiSimulator;
beforeEach(async () => {
  sim = await startOpenAiSimulator();
});
afterEach(async () => {
  const { violations, undescribed } = sim.stats();
  await sim.close();
  expect({ violations, undescribed }).toEqual({ violations: [], undescribed: [] });
});

function warmed(perDay: number | null = null) {
  const calls = createFakeCalls();
  const clock = createManualClock();
  const budgets = { day: perDay, server: null, person: null };
  const meter = createMeter({ calls, clock, zone: "UTC", budgets });
  const model = (name: string) => ({
    name,
    logprobs: false,
    reasoningEffort: null,
    maxOutputTokens: 4_000,
    timeoutMs: 20_000,
    price: { input: 1, output: 8 },
  });
  const models = { classify: [model("gpt-5-mini"), model("gpt-5")], draft: model("gpt-5") };
  const client = createOpenAiClient({ apiKey: "none", baseUrl: sim.url });
  return { calls, result: warmUp(models, { client, clock, meter }, "acme") };
}

it("sends each schema to each model once, for as little as the vendor takes", async () => {
  const { calls, result } = warmed();
  expect(await result).toEqual([
    { model: "gpt-5-mini", failure: null },
    { model: "gpt-5", failure: null },
    { model: "gpt-5", failure: null },
  ]);
  const sent = sim.requests().map(({ body }) => {
    const { model, max_output_tokens, text } = body as {
      model: string;
      max_output_tokens: number;
      text: { format: { name: string } };
    };
    return `${model} ${text.format.name} ${max_output_tokens}`;
  });
  expect(sent.toSorted()).toEqual([
    "gpt-5 classification 16",
    "gpt-5 draft 16",
    "gpt-5-mini classification 16",
  ]);
  expect(calls.rows.map(({ purpose, ticketId }) => [purpose, ticketId])).toEqual(
    Array.from({ length: 3 }, () => ["warm-up", null]),
  );
});

it("tells what failed, and asks for nothing twice", async () => {
  sim.always({ twist: "status", status: 429 });
  const failures = (await warmed().result).map(({ failure }) => failure?.reason);
  expect(failures).toEqual(["rate-limited", "rate-limited", "rate-limited"]);
  expect(sim.requests()).toHaveLength(3);
});

it("asks for nothing once the budget is spent", async () => {
  const failures = (await warmed(0).result).map(({ failure }) => failure?.reason);
  expect(failures).toEqual(["budget-spent", "budget-spent", "budget-spent"]);
  expect(sim.requests()).toEqual([]);
});
