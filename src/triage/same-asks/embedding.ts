import type { EngineFailure } from "../ports/engines.ts";

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
  /**
   * One request; the texts are redacted, not empty, and within the vendor's limits.
   * @param signal ends the wait before its time
   */
  embed(
    space: Space,
    texts: readonly string[],
    timeoutMs: number,
    signal?: AbortSignal,
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

/** Something to be found by what it means. */
export type Item = {
  readonly key: string;
  readonly text: string;
  /** What searches may be narrowed to. */
  readonly origin: string | null;
};

/** Things that are to have vectors, as they are now. */
export type Contents = {
  /** How many there are in all. */
  readonly total: number;
  /** How many of them may have changed; `items` gives these, in pieces. */
  readonly count: number;
  items(from: number, most: number): readonly Item[];
  /** Keys that are no longer there; null when every key that is kept has to be looked at. */
  readonly gone: readonly string[] | null;
  has(key: string): boolean;
};

/** Where contents come from. */
export interface ContentsFeed {
  /** Null while there is nothing new since what was last said to be done. */
  next(): Promise<{ readonly contents: Contents; readonly done: () => void } | null>;
}
