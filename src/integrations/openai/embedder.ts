import type OpenAI from "openai";
import { APIError } from "openai";
import type { Clock } from "../../triage/model/clock.ts";
import type { EngineFailure } from "../../triage/ports/engines.ts";
import type { Embedded, Embedder, Space } from "../../triage/same-asks/embedding.ts";
import { failed, toFailure } from "./failure.ts";

export type EmbedderDeps = {
  readonly client: OpenAI;
  readonly clock: Clock;
  /** Whether the endpoint can shorten vectors; those that cannot refuse to be asked. */
  readonly sendDimensions: boolean;
};

/** Embeds texts at OpenAI or a compatible endpoint, one request a call; nothing is tried again here. */
export function createOpenAiEmbedder({ client, clock, sendDimensions }: EmbedderDeps): Embedder {
  return {
    async embed(space, texts, timeoutMs, signal) {
      const abort = new AbortController();
      const cancel = clock.after(timeoutMs, () => abort.abort());
      let reply: OpenAI.CreateEmbeddingResponse;
      try {
        reply = await client.embeddings.create(
          {
            model: space.model,
            input: [...texts],
            // Otherwise the client asks for base64, which compatible servers may not know.
            encoding_format: "float",
            ...(sendDimensions ? { dimensions: space.dimensions } : {}),
          },
          { signal: signal ? AbortSignal.any([abort.signal, signal]) : abort.signal },
        );
      } catch (error) {
        const failure = toFailure(error);
        if (!failure) throw error;
        return isRefusal(error) ? { type: "refused", detail: failure.detail } : failure;
      } finally {
        cancel();
      }
      return readReply(reply, space, texts.length);
    },
  };
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof APIError &&
    (error.status === 400 || error.status === 413 || error.status === 422)
  );
}

function readReply(
  reply: OpenAI.CreateEmbeddingResponse,
  { dimensions }: Space,
  wanted: number,
): Embedded | EngineFailure {
  const data = Array.isArray(reply?.data) ? reply.data : [];
  if (data.length !== wanted) {
    return failed("malformed", `${wanted} vectors were asked for and ${data.length} came`);
  }
  const vectors: Float32Array[] = [];
  for (const { index, embedding } of data) {
    if (!Array.isArray(embedding)) return failed("malformed", "what came is no list of numbers");
    if (embedding.length !== dimensions) {
      return failed(
        "malformed",
        `the model gives ${embedding.length} dimensions where ${dimensions} were asked for: correct embeddings.dimensions`,
      );
    }
    const vector = toUnitLength(embedding);
    if (vector === null) return failed("malformed", "a vector holds what is no number");
    vectors[index] = vector;
  }
  // Places that were named twice leave others empty.
  if (Object.keys(vectors).length !== wanted) {
    return failed("malformed", "the vectors are not numbered as the texts were");
  }
  return { type: "embedded", vectors, tokens: reply.usage?.total_tokens ?? 0 };
}

/** Null when it cannot be one: not all are numbers, or all are nothing. */
function toUnitLength(embedding: readonly number[]): Float32Array | null {
  // What is no number in JSON comes as null, which counts as nothing.
  if (!embedding.every(Number.isFinite)) return null;
  const length = Math.hypot(...embedding);
  if (length === 0) return null;
  return Float32Array.from(embedding, (value) => value / length);
}
