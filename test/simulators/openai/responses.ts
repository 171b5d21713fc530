import { randomBytes } from "node:crypto";
import { Ajv } from "ajv";
import { z } from "zod";
import type { Brain } from "./brain.ts";
import { Failure } from "./failure.ts";
import { refuseImages } from "./images.ts";
import { modelNamed } from "./models.ts";
import { type JsonSchema, refuseLaxSchema } from "./strict-schema.ts";
import { type Alternatives, countTokens, toLogprobs } from "./tokens.ts";
import type { Twist } from "./twist.ts";

const Part = z.discriminatedUnion("type", [
  z.object({ type: z.literal("input_text"), text: z.string() }),
  z.object({
    type: z.literal("input_image"),
    image_url: z.string(),
    detail: z.enum(["low", "high", "auto", "original"]),
  }),
]);
const Message = z.object({
  role: z.enum(["system", "developer", "user", "assistant"]),
  content: z.union([z.string(), z.array(Part)]),
});
const Request = z.object({
  model: z.string(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(Message)]),
  text: z
    .object({
      format: z.object({
        type: z.literal("json_schema"),
        name: z.string(),
        schema: z.record(z.string(), z.unknown()),
        strict: z.boolean().nullish(),
      }),
    })
    .optional(),
  include: z.array(z.string()).nullish(),
  top_logprobs: z.number().int().nullish(),
  max_output_tokens: z.number().int().nullish(),
  temperature: z.number().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
type Request = z.infer<typeof Request>;

const LOGPROBS = "message.output_text.logprobs";
const LEAST_OUTPUT_TOKENS = 16;
/** Of an image of four tiles. */
const IMAGE_TOKENS = 765;
/** Prefixes are cached from here on, in steps. */
const CACHED_FROM = 1_024;
const CACHED_STEP = 128;

type Spoken = {
  readonly text: string;
  readonly refusal: string | null;
  readonly alternatives: Alternatives;
  readonly incomplete: "max_output_tokens" | "content_filter" | null;
};

/** Answers POST /responses from a brain, or as a twist has it. */
export function createResponses(brain: Brain, now: () => number) {
  const ajv = new Ajv({ strict: false });
  const prompts: string[] = [];

  function cachedTokens(prompt: string): number {
    const common = prompts.map((earlier) => countTokens(commonPrefix(earlier, prompt)));
    prompts.push(prompt);
    if (prompts.length > 50) prompts.shift();
    const longest = Math.max(0, ...common);
    return longest < CACHED_FROM ? 0 : Math.floor(longest / CACHED_STEP) * CACHED_STEP;
  }

  function speak(request: Request, twist: Twist | null): Spoken {
    const plain = { refusal: null, alternatives: {}, incomplete: null };
    if (twist?.twist === "refusal") {
      return { ...plain, text: "", refusal: twist.text ?? "I'm sorry, I can't help with that." };
    }
    if (twist?.twist === "malformed") return { ...plain, text: '{"evidence": [' };
    if (twist?.twist === "answer") return { ...plain, text: JSON.stringify(twist.json) };
    const { text, alternatives } = think(request);
    if (twist?.twist === "filtered") {
      return { text: text.slice(0, 8), refusal: null, alternatives, incomplete: "content_filter" };
    }
    const cap = request.max_output_tokens ?? Number.POSITIVE_INFINITY;
    const cutOff = twist?.twist === "cut-off" || countTokens(text) > cap;
    const kept = cutOff ? text.slice(0, Math.min(text.length / 2, cap * 4)) : text;
    const incomplete = cutOff ? "max_output_tokens" : null;
    return { text: kept, refusal: null, alternatives, incomplete };
  }

  function think({ model, text, instructions, input }: Request) {
    if (!text) return { text: "Hello.", alternatives: {} };
    const { name, schema } = text.format;
    const messages = typeof input === "string" ? [{ role: "user", content: input }] : input;
    const said = (isUser: boolean) =>
      messages
        .filter(({ role }) => (role === "user") === isUser)
        .map(({ content }) => toText(content))
        .join("\n");
    const system = [instructions ?? "", said(false)].filter((one) => one !== "").join("\n");
    const ask = { model, instructions: system, input: said(true), schemaName: name, schema };
    const { json, alternatives = {} } = brain(ask);
    if (!ajv.validate(schema, json)) {
      throw new Error(`the brain answered outside the schema: ${ajv.errorsText()}`);
    }
    return { text: JSON.stringify(json), alternatives };
  }

  return function answer(body: unknown, twist: Twist | null) {
    const request = parse(body);
    const model = modelNamed(request.model);
    const wantsLogprobs = request.include?.includes(LOGPROBS) ?? false;
    refuseUnsupported(request, model.reasoning, wantsLogprobs);
    const images = imagesOf(request.input);
    refuseImages(images, model);
    const spoken = speak(request, twist);
    // The schema is a prefix of the whole, and cached like the rest of it.
    const written = JSON.stringify([request.text?.format, request.instructions, request.input]);
    const prompt = images.reduce((text, url) => text.replace(url, ""), written);
    const input = countTokens(prompt) + images.length * IMAGE_TOKENS;
    const output = countTokens(spoken.text) + countTokens(spoken.refusal ?? "");
    const cached = Math.min(input, cachedTokens(prompt));
    const content = spoken.refusal
      ? { type: "refusal", refusal: spoken.refusal }
      : {
          type: "output_text",
          text: spoken.text,
          annotations: [],
          logprobs: wantsLogprobs
            ? toLogprobs(spoken.text, spoken.alternatives, request.top_logprobs ?? 0)
            : [],
        };
    const failed = twist?.twist === "failed";
    const status = failed ? "failed" : spoken.incomplete ? "incomplete" : "completed";
    const message = {
      id: `msg_${randomBytes(16).toString("hex")}`,
      type: "message",
      status: spoken.incomplete ? "incomplete" : "completed",
      role: "assistant",
      content: [content],
    };
    return {
      id: `resp_${randomBytes(16).toString("hex")}`,
      object: "response",
      created_at: Math.floor(now() / 1000),
      status,
      background: false,
      error: failed ? { code: "server_error", message: "The model failed." } : null,
      incomplete_details: spoken.incomplete ? { reason: spoken.incomplete } : null,
      instructions: request.instructions ?? null,
      max_output_tokens: request.max_output_tokens ?? null,
      model: model.dated,
      output: failed ? [] : [message],
      parallel_tool_calls: true,
      previous_response_id: null,
      service_tier: "default",
      store: false,
      temperature: request.temperature ?? 1,
      text: request.text ?? { format: { type: "text" } },
      tool_choice: "auto",
      tools: [],
      top_logprobs: request.top_logprobs ?? 0,
      top_p: 1,
      truncation: "disabled",
      usage: {
        input_tokens: input,
        input_tokens_details: { cached_tokens: cached, cache_write_tokens: 0 },
        output_tokens: output,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: input + output,
      },
      metadata: request.metadata ?? {},
    };
  };
}

function parse(body: unknown): Request {
  const parsed = Request.safeParse(body);
  if (parsed.success) return parsed.data;
  const param = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new Failure(400, `Invalid value: '${param}'.`, { param, code: "invalid_value" });
}

function refuseUnsupported(request: Request, reasoning: boolean, wantsLogprobs: boolean): void {
  const { text, max_output_tokens: cap } = request;
  if (reasoning && wantsLogprobs) {
    throw new Failure(400, "logprobs are not supported with reasoning models.", {
      param: "include",
      code: "unsupported_parameter",
    });
  }
  if (reasoning && request.temperature !== undefined && request.temperature !== null) {
    const message = "Unsupported parameter: 'temperature' is not supported with this model.";
    throw new Failure(400, message, { param: "temperature" });
  }
  if (cap !== null && cap !== undefined && cap < LEAST_OUTPUT_TOKENS) {
    const message = `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= ${LEAST_OUTPUT_TOKENS}, but got ${cap} instead.`;
    throw new Failure(400, message, { param: "max_output_tokens" });
  }
  if (text?.format.strict) refuseLaxSchema(text.format.name, text.format.schema as JsonSchema);
}

function imagesOf(input: Request["input"]): string[] {
  if (typeof input === "string") return [];
  return input.flatMap(({ content }) =>
    typeof content === "string"
      ? []
      : content.flatMap((part) => (part.type === "input_image" ? [part.image_url] : [])),
  );
}

function toText(content: z.infer<typeof Message>["content"]): string {
  return typeof content === "string"
    ? content
    : content.flatMap((part) => (part.type === "input_text" ? [part.text] : [])).join("\n");
}

function commonPrefix(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a.slice(0, at);
}
