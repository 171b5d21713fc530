import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createOpenAiClient } from "../../../src/integrations/openai/client.ts";
import { createOpenAiEmbedder } from "../../../src/integrations/openai/embedder.ts";
import { createManualClock, type ManualClock } from "../../fakes/clock.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../../simulators/openai/server.ts";
import type { Twist } from "../../simulators/openai/twist.ts";

const space = { model: "text-embedding-3-small", dimensions: 4 };

let sim: OpenAiSimulator;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  sim = await startOpenAiSimulator({ clock });
});
afterEach(async () => {
  const { violations, undescribed } = sim.stats();
  await sim.close();
  expect({ violations, undescribed }).toEqual({ violations: [], undescribed: [] });
});

function embed(texts: string[], own = { ...space, sendDimensions: true }) {
  const { sendDimensions, ...wanted } = own;
  const client = createOpenAiClient({ apiKey: "none", baseUrl: sim.url });
  return createOpenAiEmbedder({ client, clock, sendDimensions }).embed(wanted, texts, 5_000);
}

function reply(...vectors: unknown[]): Twist {
  const data = vectors.map((embedding, index) => ({ object: "embedding", index, embedding }));
  const usage = { prompt_tokens: 3, total_tokens: 3 };
  return { twist: "answer", json: { object: "list", model: space.model, data, usage } };
}

describe("the embedder", () => {
  it("gives a vector of length one for each text, in their order", async () => {
    const done = await embed(["uploads hang", "invoices"], {
      ...space,
      dimensions: 256,
      sendDimensions: true,
    });
    if (done.type !== "embedded") throw new Error(done.detail);
    expect(done.vectors.map((vector) => vector.length)).toEqual([256, 256]);
    expect(Math.hypot(...(done.vectors[0] ?? []))).toBeCloseTo(1);
    expect(done.tokens).toBe(3);
    expect(sim.stats().oddAnswers).toEqual([]);
  });

  it("puts vectors into the order of the texts, and makes each one long", async () => {
    const [first, second] = [
      { object: "embedding", index: 1, embedding: [0, 3, 0, 4] },
      { object: "embedding", index: 0, embedding: [2, 0, 0, 0] },
    ];
    sim.next({ twist: "answer", json: { data: [first, second], usage: { total_tokens: 7 } } });
    expect(await embed(["a", "b"])).toEqual({
      type: "embedded",
      vectors: [Float32Array.of(1, 0, 0, 0), Float32Array.of(0, 0.6, 0, 0.8)],
      tokens: 7,
    });
  });

  it("does not ask for a number of dimensions where that is switched off", async () => {
    const own = { model: "text-embedding-ada-002", dimensions: 1_536, sendDimensions: false };
    expect((await embed(["a"], own)).type).toBe("embedded");
    expect(sim.requests().at(-1)?.body).not.toHaveProperty("dimensions");
  });

  it.each<[string, Twist, object]>([
    ["a refused key", { twist: "status", status: 401 }, { reason: "unauthorized" }],
    [
      "too many requests",
      { twist: "status", status: 429, retryAfterSeconds: 7 },
      { reason: "rate-limited", retryAfterMs: 7_000 },
    ],
    ["a failing server", { twist: "status", status: 500 }, { reason: "server-error" }],
    ["a broken connection", { twist: "drop" }, { reason: "dropped" }],
    [
      "a model that is not there",
      { twist: "status", status: 404, code: "model_not_found" },
      { reason: "unauthorized" },
    ],
    [
      "other dimensions",
      reply([1, 0]),
      { reason: "malformed", detail: expect.stringContaining("embeddings.dimensions") },
    ],
    ["what is no number", reply([1, null, 0, 0]), { reason: "malformed" }],
    ["a vector of nothing", reply([0, 0, 0, 0]), { reason: "malformed" }],
    ["too many vectors", reply([1, 0, 0, 0], [1, 0, 0, 0]), { reason: "malformed" }],
    ["no vectors", { twist: "answer", json: { object: "list" } }, { reason: "malformed" }],
    ["no list", reply("AAAA"), { reason: "malformed" }],
  ])("tells of %s", async (_, twist, failure) => {
    sim.next(twist);
    expect(await embed(["a"])).toMatchObject({ type: "failed", ...failure });
  });

  it("gives up when no answer comes in time", async () => {
    sim.next({ twist: "hang" });
    const waiting = embed(["a"]);
    await vi.waitFor(() => expect(sim.requests()).toHaveLength(1));
    clock.advance(5_000);
    expect(await waiting).toMatchObject({ type: "failed", reason: "timeout" });
  });

  it("tells a refused request from a failed one", async () => {
    sim.next({ twist: "status", status: 400, message: "too long" });
    expect(await embed(["a"])).toMatchObject({ type: "refused" });
  });
});
