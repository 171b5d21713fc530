import type OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import type { ResponseOutputText } from "openai/resources/responses/responses";
import type { z } from "zod";
import type { ModelCall } from "../../triage/case.ts";
import type { EngineStamp } from "../../triage/classification.ts";
import type { Clock } from "../../triage/clock.ts";
import type { EngineFailure } from "../../triage/ports.ts";
import { failed, toFailure } from "./failure.ts";
import type { ModelSettings } from "./model-settings.ts";
import { type Prompt, shortHash } from "./prompt.ts";

export type Task<T> = {
  readonly prompt: Prompt;
  readonly format: ReturnType<typeof zodTextFormat<z.ZodType<T>>>;
  readonly schemaHash: string;
};

export type ModelDeps = {
  readonly client: OpenAI;
  readonly model: ModelSettings;
  readonly clock: Clock;
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
  return { prompt, format, schemaHash: shortHash(JSON.stringify(format.schema)) };
}

/** How often the first cap is allowed when an answer was cut off by it. */
const LARGER_CAP = 4;
const MOST_ALTERNATIVES = 10;

/**
 * Asks the model once; a cut-off answer once more with a larger cap. Nothing else is tried again
 * here: whoever called knows what waits for it.
 */
export async function callModel<T>(
  task: Task<T>,
  input: unknown,
  deps: ModelDeps,
): Promise<Answered<T> | EngineFailure> {
  const cap = deps.model.maxOutputTokens;
  const first = await callOnce(task, input, cap, deps);
  if (first.outcome.type !== "failed" || first.outcome.reason !== "cut-off") return first.outcome;
  const second = await callOnce(task, input, cap * LARGER_CAP, deps);
  if (second.outcome.type === "failed") return second.outcome;
  return { ...second.outcome, call: addUp(first.call, second.outcome.call) };
}

type Once<T> = { readonly outcome: Answered<T> | EngineFailure; readonly call: ModelCall | null };

async function callOnce<T>(
  task: Task<T>,
  input: unknown,
  maxOutputTokens: number,
  { client, model, clock }: ModelDeps,
): Promise<Once<T>> {
  const startedAt = clock.now();
  const abort = new AbortController();
  const cancel = clock.after(model.timeoutMs, () => abort.abort());
  let response: Awaited<ReturnType<typeof request<T>>>;
  try {
    response = await request(task, input, maxOutputTokens, client, model, abort.signal);
  } catch (error) {
    const failure = toFailure(error);
    if (!failure) throw error;
    return { outcome: failure, call: null };
  } finally {
    cancel();
  }

  const call: ModelCall = {
    promptName: task.prompt.name,
    promptHash: task.prompt.hash,
    schemaHash: task.schemaHash,
    model: response.model,
    responseId: response.id,
    requestId: response._request_id ?? null,
    inputTokens: response.usage?.input_tokens ?? 0,
    cachedTokens: response.usage?.input_tokens_details?.cached_tokens ?? 0,
    outputTokens: response.usage?.output_tokens ?? 0,
    latencyMs: clock.now() - startedAt,
  };
  const value = response.output_parsed;
  if (value !== null && response.status === "completed") {
    return { outcome: { type: "answered", value, written: writtenIn(response), call }, call };
  }
  return { outcome: whyNothing(response), call };
}

function request<T>(
  { prompt, format }: Task<T>,
  input: unknown,
  maxOutputTokens: number,
  client: OpenAI,
  model: ModelSettings,
  signal: AbortSignal,
) {
  return client.responses.parse(
    {
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
    },
    { signal },
  );
}

type Reply = Pick<OpenAI.Responses.Response, "status" | "output" | "incomplete_details" | "error">;

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

/** The cut-off attempt cost something too. */
function addUp(first: ModelCall | null, second: ModelCall): ModelCall {
  if (!first) return second;
  return {
    ...second,
    inputTokens: first.inputTokens + second.inputTokens,
    cachedTokens: first.cachedTokens + second.cachedTokens,
    outputTokens: first.outputTokens + second.outputTokens,
    latencyMs: first.latencyMs + second.latencyMs,
  };
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
