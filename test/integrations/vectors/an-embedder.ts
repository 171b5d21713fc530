import type { EngineFailure } from "../../../src/triage/ports/engines.ts";
import type {
  Embedded,
  Embedder,
  Refused,
  Space,
} from "../../../src/triage/same-asks/embedding.ts";

export type FakeEmbedder = Embedder & {
  /** All texts that were sent, in their order. */
  readonly sent: { readonly model: string; readonly text: string }[];
  requests: number;
  /** Answers in place of vectors, from the n-th request on (counted from 1). */
  failFrom(request: number, failure: EngineFailure | Refused | null): void;
  /** Texts that the endpoint does not take. */
  refuses: (text: string) => boolean;
};

/** Embeds by the letters of a text: those that share letters are near. Another model, other places. */
export function createFakeEmbedder(): FakeEmbedder {
  let failing: { readonly from: number; readonly as: EngineFailure | Refused } | null = null;
  const embedder: FakeEmbedder = {
    sent: [],
    requests: 0,
    refuses: () => false,
    failFrom(request, failure) {
      failing = failure && { from: request, as: failure };
    },
    async embed(space, texts): Promise<Embedded | Refused | EngineFailure> {
      embedder.requests += 1;
      if (failing && embedder.requests >= failing.from) return failing.as;
      if (texts.some(embedder.refuses)) return { type: "refused", detail: "too long" };
      embedder.sent.push(...texts.map((text) => ({ model: space.model, text })));
      return {
        type: "embedded",
        vectors: texts.map((text) => lettersOf(space, text)),
        tokens: texts.length,
      };
    },
  };
  return embedder;
}

function lettersOf({ model, dimensions }: Space, text: string): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const letter of text) {
    const at = ((letter.codePointAt(0) ?? 0) * 7 + model.length) % dimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

export const failure = (reason: EngineFailure["reason"]): EngineFailure => ({
  type: "failed",
  reason,
  detail: "as scripted",
  retryAfterMs: null,
});
