import { Buffer } from "node:buffer";
import type OpenAI from "openai";
import { APIError } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import type { ResponseOutputText } from "openai/resources/responses/responses";
import type { z } from "zod";
import type { EngineStamp } from "../../triage/classification.ts";
import type { Clock } from "../../triage/clock.ts";
import type { Meter } from "../../triage/meter.ts";
import type { BudgetName, CallFor, ModelCall } from "../../triage/model-call.ts";
import type { EngineFailure } from "../../triage/ports.ts";
import { dollarsFor } from "../../triage/price.ts";
import { failed, toFailure, unfit } from "./failure.ts";
import type { ModelSettings } from "./model-settings.ts";
import { type Prompt, shortHash } from "./prompt.ts";

export type Task<T> = {
  readonly prompt: Prompt;
  readonly schema: z.ZodType<T>;
  readonly format: ReturnType<typeof zodTextFormat<z.ZodType<T>>>;
  readonly schemaHash: string;
};

export type ModelDeps = {
  readonly client: OpenAI;
  readonly model: ModelSettings;
  readonly clock: Clock;
  /** Without it nothing is written down and no budget is kept. */
  readonly meter?: Meter | undefined;
};

export type Answered<T> = {
  readonly type: "answered";
  readonly value: T;
  /** The text as written and how likely each token was; null when the model does not say. */
  readonly written: Written | null;
  readonly call: ModelCall;
};
export type Written = {
  readonly text: string;
  readonly logprobs: readonly ResponseOutputText.Logprob[];
};

/** A prompt with its schema, made once: the schema never depends on the input. */
export function createTask<T>(name: string, prompt: Prompt, schema: z.ZodType<T>): Task<T> {
  const format = zodTextFormat(schema, name);
  return { prompt, schema, format, schemaHash: shortHash(JSON.stringify(format.schema)) };
}

/** How often the first cap is allowed when an answer was cut off by it. */
const LARGER_CAP = 4;
const MOST_ALTERNATIVES = 10;

/**
 * Asks the model once; a cut-off answer once more with a larger cap. Nothing else is tried again
 * here: whoever called knows what waits for it. Each call is held against the budgets before it is
 * made, and written down after it.
 */
export async function callModel<T>(
  task: Task<T>,
  input: unknown,
  deps: ModelDeps,
  who?: CallFor,
): Promise<Answered<T> | EngineFailure> {
  const cap = deps.model.maxOutputTokens;
  const first = await callOnce(task, input, cap, deps, who);
  if (first.type !== "failed" || first.reason !== "cut-off") return first;
  return callOnce(task, input, cap * LARGER_CAP, deps, who);
}

/** The vendor takes no smaller cap. */
const LEAST_CAP = 16;

/**
 * Sends a task with nothing to answer, for as little as possible.
 * @returns null when the vendor took it, whatever it began to write
 */
export async function tryTask<T>(
  task: Task<T>,
  deps: ModelDeps,
  who: CallFor,
): Promise<EngineFailure | null> {
  const outcome = await callOnce(task, {}, LEAST_CAP, deps, who);
  return outcome.type === "failed" && outcome.reason !== "cut-off" ? outcome : null;
}

const SPENT: Readonly<Record<BudgetName, string>> = {
  day: "today's budget is spent",
  server: "today's budget for this server is spent",
  person: "today's budget for this person is spent",
};

async function callOnce<T>(
  task: Task<T>,
  input: unknown,
  maxOutputTokens: number,
  deps: ModelDeps,
  who: CallFor | undefined,
): Promise<Answered<T> | EngineFailure> {
  const { meter, model } = deps;
  const body = requestBody(task, input, maxOutputTokens, model);
  const mostDollars = dollarsFor(
    // A token is at least one byte.
    { inputTokens: bytesOf(body), cachedTokens: 0, outputTokens: maxOutputTokens },
    model.price,
  );
  const begun = who && meter ? await meter.begin(who, mostDollars) : null;
  if (begun?.type === "spent") return failed("budget-spent", SPENT[begun.budget]);
  const { outcome, call } = await ask(task, body, mostDollars, deps, who);
  await begun?.settle(call);
  return outcome;
}

type Asked<T> = { readonly outcome: Answered<T> | EngineFailure; readonly call: ModelCall };

async function ask<T>(
  task: Task<T>,
  body: OpenAI.Responses.ResponseCreateParamsNonStreaming,
  mostDollars: number | null,
  { client, model, clock }: ModelDeps,
  who: CallFor | undefined,
): Promise<Asked<T>> {
  const startedAt = clock.now();
  const abort = new AbortController();
  const cancel = clock.after(model.timeoutMs, () => abort.abort());
  let response: Response;
  try {
    // Not `parse`: it throws for an answer that does not fit, and with it goes what that cost.
    response = await client.responses.create(body, { signal: abort.signal });
  } catch (error) {
    const failure = toFailure(error);
    if (!failure) throw error;
    // An answer with a status costs nothing; of one that never came nobody knows.
    const refused = error instanceof APIError && error.status !== undefined;
    const call: ModelCall = {
      ...sentAs(task, who),
      model: model.name,
      responseId: null,
      requestId: error instanceof APIError ? (error.requestID ?? null) : null,
      inputTokens: 0,
      cachedTokens: 0,
      outputTokens: 0,
      reasoningTokens: 0,
      latencyMs: clock.now() - startedAt,
      dollars: refused ? 0 : mostDollars,
      atMost: !refused,
      outcome: failure.reason,
    };
    return { outcome: failure, call };
  } finally {
    cancel();
  }

  return readResponse(task, response, {
    price: model.price,
    latencyMs: clock.now() - startedAt,
    who,
  });
}

type Response = OpenAI.Responses.Response & { readonly _request_id?: string | null };

/** What a response says and what it cost, however it came. */
export function readResponse<T>(
  task: Task<T>,
  response: Response,
  {
    price,
    latencyMs,
    who,
  }: {
    readonly price: ModelSettings["price"];
    readonly latencyMs: number;
    readonly who: CallFor | undefined;
  },
): Asked<T> {
  const { usage } = response;
  const tokens = {
    inputTokens: usage?.input_tokens ?? 0,
    cachedTokens: usage?.input_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
  };
  const read = readAnswer(task, response);
  const call: ModelCall = {
    ...sentAs(task, who),
    ...tokens,
    model: response.model,
    responseId: response.id,
    requestId: response._request_id ?? null,
    reasoningTokens: usage?.output_tokens_details?.reasoning_tokens ?? 0,
    latencyMs,
    dollars: dollarsFor(tokens, price),
    atMost: false,
    outcome: read.type === "read" ? "answered" : read.reason,
  };
  if (read.type === "failed") return { outcome: read, call };
  const { value } = read;
  return { outcome: { type: "answered", value, written: writtenIn(response), call }, call };
}

function sentAs<T>({ prompt, schemaHash }: Task<T>, who: CallFor | undefined) {
  const sent = { promptName: prompt.name, promptHash: prompt.hash, schemaHash };
  return { ...sent, ...(who?.under ? { under: who.under } : {}) };
}

/** A request to fill a task's schema from the input. */
export function requestBody<T>(
  { prompt, format }: Task<T>,
  input: unknown,
  maxOutputTokens: number,
  model: ModelSettings,
): OpenAI.Responses.ResponseCreateParamsNonStreaming {
  return {
    model: model.name,
    // Instructions and schema come first and never change, so that the vendor can cache them.
    instructions: prompt.text,
    input: [{ role: "user", content: JSON.stringify(input) }],
    text: { format },
    max_output_tokens: maxOutputTokens,
    prompt_cache_key: `signalbox-${prompt.name}`,
    store: false,
    ...(model.reasoningEffort && { reasoning: { effort: model.reasoningEffort } }),
    ...(model.logprobs && {
      temperature: 0,
      include: ["message.output_text.logprobs" as const],
      top_logprobs: MOST_ALTERNATIVES,
    }),
  };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

type Reply = Pick<OpenAI.Responses.Response, "status" | "output" | "incomplete_details" | "error">;

function readAnswer<T>(
  { schema }: Task<T>,
  reply: Reply,
): { readonly type: "read"; readonly value: T } | EngineFailure {
  const text = contentsOf(reply).find((content) => content.type === "output_text")?.text;
  if (reply.status !== "completed" || text === undefined) return whyNothing(reply);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed("malformed", "the answer is not JSON");
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { type: "read", value: parsed.data } : unfit(parsed.error);
}

function whyNothing(reply: Reply): EngineFailure {
  for (const content of contentsOf(reply)) {
    if (content.type === "refusal") return failed("refusal", content.refusal);
  }
  const because = reply.incomplete_details?.reason;
  if (because === "content_filter") return failed("filtered", "the vendor's filter stopped it");
  if (because === "max_output_tokens") return failed("cut-off", "the answer was cut off");
  if (reply.error) {
    const reason = reply.error.code === "rate_limit_exceeded" ? "rate-limited" : "server-error";
    return failed(reason, reply.error.message);
  }
  return failed("malformed", `nothing to read in a response that is ${reply.status}`);
}

function writtenIn(reply: Reply): Written | null {
  for (const content of contentsOf(reply)) {
    if (content.type !== "output_text" || !content.logprobs?.length) continue;
    return { text: content.text, logprobs: content.logprobs };
  }
  return null;
}

function contentsOf({ output }: Reply) {
  return output.flatMap((item) => (item.type === "message" ? item.content : []));
}

/** Who spoke, for the record of what it said. */
export function toStamp(call: ModelCall): EngineStamp {
  return {
    engine: "openai",
    model: call.model,
    prompt: call.promptName,
    promptHash: call.promptHash,
    schemaHash: call.schemaHash,
    standsInBecause: null,
  };
}
