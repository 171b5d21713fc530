import { Buffer } from "node:buffer";
import type OpenAI from "openai";
import { APIError } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import type { z } from "zod";
import type { Meter } from "../../triage/decide/meter.ts";
import { dollarsFor } from "../../triage/decide/price.ts";
import type { ShownImages } from "../../triage/files/kept-image.ts";
import type { EngineStamp } from "../../triage/model/classification.ts";
import type { Clock } from "../../triage/model/clock.ts";
import type { BudgetName, CallFor, ModelCall } from "../../triage/model/model-call.ts";
import type { EngineFailure, ModelImage } from "../../triage/ports/engines.ts";
import { failed, toFailure } from "./failure.ts";
import { mostTokens, toParts, withImagesTold } from "./image-input.ts";
import type { ModelSettings } from "./model-settings.ts";
import { type Prompt, shortHash } from "./prompt.ts";
import { readAnswer, type Written, writtenIn } from "./read-answer.ts";

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
  /** Absent where there were no images to show. */
  readonly images?: ShownImages;
  readonly value: T;
  /** The text as written and how likely each token was; null when the model does not say. */
  readonly written: Written | null;
  readonly call: ModelCall;
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
 * Asks the model once; a cut-off answer once more with a larger cap, and a request that was refused
 * with images in it once more without them. Nothing else is tried again here: whoever called knows
 * what waits for it. Each call is held against the budgets before it is made, and written down after
 * it.
 */
export async function callModel<T>(
  task: Task<T>,
  input: unknown,
  deps: ModelDeps,
  who?: CallFor,
  images: readonly ModelImage[] = [],
): Promise<Answered<T> | EngineFailure> {
  if (images.length === 0) return (await callTwice({ task, input, images }, deps, who)).outcome;
  const unseen = (why: string): ShownImages => ({ count: 0, unseen: why });
  const without = async (why: string) => {
    const { outcome } = await callTwice({ task, input, images: [] }, deps, who);
    return outcome.type === "failed" ? outcome : { ...outcome, images: unseen(why) };
  };
  if (deps.model.imageDetail === undefined) {
    return without(`the model ${deps.model.name} is not shown any`);
  }
  const seeing = { ...task, prompt: withImagesTold(task.prompt) };
  const { outcome, refused } = await callTwice({ task: seeing, input, images }, deps, who);
  if (outcome.type === "answered") {
    return { ...outcome, images: { count: images.length, unseen: null } };
  }
  return refused ? without(`the model refused them (${outcome.detail})`) : outcome;
}

type Question<T> = {
  readonly task: Task<T>;
  readonly input: unknown;
  readonly images: readonly ModelImage[];
};

async function callTwice<T>(
  question: Question<T>,
  deps: ModelDeps,
  who: CallFor | undefined,
): Promise<Outcome<T>> {
  const cap = deps.model.maxOutputTokens;
  const first = await callOnce(question, cap, deps, who);
  if (first.outcome.type !== "failed" || first.outcome.reason !== "cut-off") return first;
  return callOnce(question, cap * LARGER_CAP, deps, who);
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
  const { outcome } = await callOnce({ task, input: {}, images: [] }, LEAST_CAP, deps, who);
  return outcome.type === "failed" && outcome.reason !== "cut-off" ? outcome : null;
}

const SPENT: Readonly<Record<BudgetName, string>> = {
  day: "today's budget is spent",
  server: "today's budget for this server is spent",
  person: "today's budget for this person is spent",
};

/** `refused`: the vendor did not take the request as it was. */
type Outcome<T> = {
  readonly outcome: Answered<T> | EngineFailure;
  readonly refused?: boolean;
};

async function callOnce<T>(
  { task, input, images }: Question<T>,
  maxOutputTokens: number,
  deps: ModelDeps,
  who: CallFor | undefined,
): Promise<Outcome<T>> {
  const { meter, model } = deps;
  const body = requestBody(task, input, maxOutputTokens, model);
  // A token is at least one byte; of an image bytes say nothing.
  const inputTokens = bytesOf(body) + images.length * mostTokens(model);
  const mostDollars = dollarsFor(
    { inputTokens, cachedTokens: 0, outputTokens: maxOutputTokens },
    model.price,
  );
  const begun = who && meter ? await meter.begin(who, mostDollars) : null;
  if (begun?.type === "spent") return { outcome: failed("budget-spent", SPENT[begun.budget]) };
  const whole =
    images.length === 0 ? body : requestBody(task, input, maxOutputTokens, model, images);
  const { outcome, call, refused = false } = await ask(task, whole, mostDollars, deps, who);
  await begun?.settle(call);
  return { outcome, refused };
}

type Asked<T> = Outcome<T> & { readonly call: ModelCall };

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
    return { outcome: failure, call, refused: isRefusedRequest(error) };
  } finally {
    cancel();
  }

  return readResponse(task, response, {
    price: model.price,
    latencyMs: clock.now() - startedAt,
    who,
  });
}

/** Statuses that say that the request itself is at fault. */
const AT_FAULT: readonly unknown[] = [400, 413, 415, 422];

function isRefusedRequest(error: unknown): boolean {
  return error instanceof APIError && AT_FAULT.includes(error.status);
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
  const read = readAnswer(task.schema, response);
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
  images: readonly ModelImage[] = [],
): OpenAI.Responses.ResponseCreateParamsNonStreaming {
  const text = JSON.stringify(input);
  const content =
    images.length === 0
      ? text
      : [{ type: "input_text" as const, text }, ...toParts(images, model.imageDetail ?? "auto")];
  return {
    model: model.name,
    // Instructions and schema come first and never change, so that the vendor can cache them.
    instructions: prompt.text,
    input: [{ role: "user", content }],
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
