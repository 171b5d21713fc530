import type { EngineFailure } from "./ports.ts";

/** What makes vectors comparable: the same model, and the same number of dimensions. */
export type Space = { readonly model: string; readonly dimensions: number };

export type Embedded = {
  readonly type: "embedded";
  /** One for each text, in their order, each of length 1. */
  readonly vectors: readonly Float32Array[];
  /** What the vendor counted. */
  readonly tokens: number;
};

/** The endpoint does not take this request; one text may be to blame, or what is asked of all of them. */
export type Refused = { readonly type: "refused"; readonly detail: string };

/** Turns texts into vectors that lie close together when the texts mean alike. */
export interface Embedder {
  /** One request; the texts are redacted, not empty, and within the vendor's limits. */
  embed(
    space: Space,
    texts: readonly string[],
    timeoutMs: number,
  ): Promise<Embedded | Refused | EngineFailure>;
}

export type Nearest = {
  /** Nearest first; similarity is the cosine. */
  readonly hits: readonly { readonly key: string; readonly similarity: number }[];
  /** Share of the things that have a vector, 0 to 1. */
  readonly coverage: number;
  /** Which of these have a vector. */
  holds(keys: readonly string[]): Promise<ReadonlySet<string>>;
};

/** Things of one kind, found by what they mean. */
export interface NearVectors {
  /**
   * @param query redacted text
   * @param origins only things from one of these
   * @returns null when there is no answer in time, or none to be had: then words have to do
   */
  near(
    query: string,
    options: { readonly top: number; readonly origins?: readonly string[] },
  ): Promise<Nearest | null>;
}
