import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Brain } from "./brain.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "./server.ts";

const Label = z.object({ evidence: z.array(z.string()), kind: z.enum(["bug", "question"]) });
const model = "gpt-4.1-mini";
let sim: OpenAiSimulator;
let client: OpenAI;

async function start(brain?: Brain): Promise<void> {
  sim = await startOpenAiSimulator(brain && { brain });
  client = new OpenAI({ apiKey: "none", baseURL: sim.url, maxRetries: 0, timeout: 2_000 });
}

beforeEach(() => start());
afterEach(async () => {
  const { violations, undescribed } = sim.stats();
  await sim.close();
  expect({ violations, undescribed }).toEqual({ violations: [], undescribed: [] });
});

const ask = (more: Record<string, unknown> = {}) =>
  client.responses.parse({
    model,
    input: [
      { role: "developer", content: "Say what it is." },
      { role: "user", content: "It crashes on start. Since Monday." },
    ],
    text: { format: zodTextFormat(Label, "label") },
    ...more,
  });

describe("responses", () => {
  it("are parsed by the real client, with the dated model and the usage", async () => {
    const response = await ask();
    expect(response.output_parsed).toEqual({ evidence: ["It crashes on start."], kind: "bug" });
    expect(response.model).toBe("gpt-4.1-mini-2025-04-14");
    expect(response.id).toMatch(/^resp_/);
    expect(response._request_id).toMatch(/^req_/);
    expect(response.usage?.input_tokens).toBeGreaterThan(10);
    expect(sim.stats().oddAnswers).toEqual([]);
  });

  it("come from the test's own brain, held to the schema", async () => {
    await sim.close();
    await start(({ input }) => ({
      json: { evidence: [], kind: input.includes("crashes") ? "bug" : "sometimes" },
    }));
    expect((await ask()).output_parsed?.kind).toBe("bug");
    await expect(ask({ input: "hello" })).rejects.toMatchObject({ status: 500 });
    expect(sim.stats().oddAnswers[0]).toContain("outside the schema");
  });

  it("give log-probabilities when asked, but not of reasoning models", async () => {
    const include = ["message.output_text.logprobs"];
    const { output } = await ask({ include, top_logprobs: 5 });
    const [message] = output;
    const [content] = message?.type === "message" ? message.content : [];
    const logprobs = content?.type === "output_text" ? content.logprobs : [];
    const weighed = logprobs?.find(({ token }) => token === "bug");
    expect(weighed?.top_logprobs.map(({ token }) => token)).toEqual(["bug", "question"]);
    await expect(ask({ include, model: "gpt-5-mini" })).rejects.toMatchObject({
      status: 400,
      param: "include",
    });
  });

  it("count a long common prefix as cached", async () => {
    const long = Array.from({ length: 1_500 }, (_, n) => `rule${n}`).join(" ");
    const input = (post: string) => [
      { role: "developer", content: long },
      { role: "user", content: post },
    ];
    const cached = async (post: string) =>
      (await ask({ input: input(post) })).usage?.input_tokens_details.cached_tokens;
    expect(await cached("one")).toBe(0);
    const second = (await cached("two")) ?? 0;
    expect(second).toBeGreaterThanOrEqual(1_024);
    expect(second % 128).toBe(0);
  });

  it("refuse schemas that strict mode refuses", async () => {
    const format = {
      type: "json_schema" as const,
      name: "lax",
      strict: true,
      schema: {
        type: "object",
        properties: { a: { type: "string" } },
        additionalProperties: false,
      },
    };
    const call = client.responses.create({ model, input: "x", text: { format } });
    await expect(call).rejects.toMatchObject({ status: 400, code: "invalid_json_schema" });
  });
});

describe("twists", () => {
  it("refuse", async () => {
    sim.next({ twist: "refusal", text: "No." });
    const response = await ask();
    expect(response.output_parsed).toBeNull();
    expect(response.output[0]).toMatchObject({ content: [{ type: "refusal", refusal: "No." }] });
  });

  it.each([
    { twist: { twist: "cut-off" as const }, reason: "max_output_tokens" },
    { twist: { twist: "filtered" as const }, reason: "content_filter" },
  ])("stop for $reason", async ({ twist, reason }) => {
    sim.next(twist);
    const response = await ask();
    expect(response.status).toBe("incomplete");
    expect(response.incomplete_details).toEqual({ reason });
    expect(response.output_parsed).toBeNull();
  });

  it("stop by themselves when the cap is too small", async () => {
    expect((await ask({ max_output_tokens: 16, input: "It crashes ".repeat(40) })).status).toBe(
      "incomplete",
    );
  });

  it("say that the response failed", async () => {
    sim.next({ twist: "failed" });
    const response = await ask();
    expect(response).toMatchObject({ status: "failed", error: { code: "server_error" } });
  });

  it.each([
    { what: "text that is not JSON", twist: { twist: "malformed" as const } },
    { what: "a body that is not JSON", twist: { twist: "broken-body" as const } },
    {
      what: "a wrong enum",
      twist: { twist: "answer" as const, json: { evidence: [], kind: "x" } },
    },
  ])("answer $what, which the client throws on", async ({ twist }) => {
    sim.next(twist);
    await expect(ask()).rejects.toThrow();
  });

  it.each([
    { status: 401, retryAfterSeconds: undefined },
    { status: 429, retryAfterSeconds: undefined },
    { status: 429, retryAfterSeconds: 7 },
    { status: 500, retryAfterSeconds: undefined },
  ])(
    "answer $status with retry-after $retryAfterSeconds",
    async ({ status, retryAfterSeconds }) => {
      const seconds = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      sim.next({ twist: "status", status, ...seconds });
      const error = await ask().catch((reason: unknown) => reason);
      if (!(error instanceof OpenAI.APIError)) throw error;
      expect(error.status).toBe(status);
      expect(error.headers?.get("retry-after")).toBe(seconds.retryAfterSeconds?.toString() ?? null);
      expect((await ask()).status).toBe("completed");
    },
  );

  it("hang, drop and dawdle", async () => {
    sim.next({ twist: "hang" });
    const impatient = client.withOptions({ timeout: 80 });
    const hung = impatient.responses.create({ model, input: "x" });
    await expect(hung).rejects.toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
    sim.next({ twist: "drop" });
    await expect(ask()).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    sim.next({ twist: "slow", ms: 30 });
    expect((await ask()).status).toBe("completed");
  });

  it("last until lifted", async () => {
    sim.always({ twist: "status", status: 503 });
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    sim.always(null);
    expect((await ask()).status).toBe("completed");
  });
});

describe("embeddings", () => {
  it("honour dimensions and put alike texts close together", async () => {
    const { data, usage } = await client.embeddings.create({
      model: "text-embedding-3-small",
      dimensions: 512,
      input: ["upload hangs at the end", "the upload hangs", "invoices and refunds"],
    });
    const [a = [], b = [], c = []] = data.map(({ embedding }) => embedding);
    expect(a).toHaveLength(512);
    const dot = (x: number[], y: number[]) => x.reduce((sum, v, at) => sum + v * (y[at] ?? 0), 0);
    expect(dot(a, a)).toBeCloseTo(1);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.3);
    expect(usage.total_tokens).toBeGreaterThan(5);
    expect(sim.stats().oddAnswers).toEqual([]);
  });

  it("refuse empty input", async () => {
    const call = client.embeddings.create({ model: "text-embedding-3-small", input: "" });
    await expect(call).rejects.toMatchObject({ status: 400 });
  });
});

describe("models", () => {
  it("are known by name or not at all", async () => {
    expect((await client.models.retrieve(model)).id).toBe(model);
    await expect(client.models.retrieve("gpt-99")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
  });
});
