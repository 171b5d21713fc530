import type { KeptImage } from "../files/kept-image.ts";
import type { Classification, EngineStamp } from "../model/classification.ts";
import type { Draft, NoAnswer } from "../model/draft.ts";
import type { FailureReason } from "../model/engine-failure.ts";
import type { Example } from "../model/example.ts";
import type { CallFor, ModelCall } from "../model/model-call.ts";
import type { Passage, PassageHit } from "../model/passage.ts";
import type { Area } from "../model/policy.ts";

/** An engine gave nothing usable. */
export type EngineFailure = {
  readonly type: "failed";
  readonly reason: FailureReason;
  /** What the vendor said, redacted. */
  readonly detail: string;
  readonly retryAfterMs: number | null;
};

/** An image that came with a post, cleaned. */
export type ModelImage = Pick<KeptImage, "type" | "bytes">;

export type ClassifyInput = {
  readonly title: string;
  readonly text: string;
  readonly areas: readonly Area[];
  /** Existing forum tags, as hints. */
  readonly tags: readonly string[];
  /** Like asks that the team labelled, the most telling first. */
  readonly examples?: readonly Example[];
  /** Images that came with it, for a model that can see them. */
  readonly images?: readonly ModelImage[];
  /** Where it was written. */
  readonly placeId?: string;
  /** Whose call it is; without it nothing is written down and no budget is kept. */
  readonly who?: CallFor;
};

export interface Classifier {
  classify(input: ClassifyInput): Promise<
    | {
        readonly type: "classified";
        readonly classification: Classification;
        readonly call: ModelCall | null;
        /** Where the text holds several asks: the first words of each, verbatim, in their order. */
        readonly asks?: readonly string[];
      }
    | EngineFailure
  >;
}

export type DraftInput = {
  readonly title: string;
  readonly text: string;
  /** ISO 639-1, the language to answer in when the engine can. */
  readonly language: string;
  readonly passages: readonly PassageHit[];
  /** Images that came with the ask, for a model that can see them. */
  readonly images?: readonly ModelImage[];
  /** A reviewer's wish for a second draft. */
  readonly instruction: string | null;
  /** Whose call it is; without it nothing is written down and no budget is kept. */
  readonly who?: CallFor;
};

export interface Drafter {
  /** `none` is an engine's own "the passages do not answer this", with its reason. */
  draft(input: DraftInput): Promise<
    | { readonly type: "drafted"; readonly draft: Draft; readonly call: ModelCall | null }
    | {
        readonly type: "none";
        readonly because: NoAnswer;
        /** In words, for staff. */
        readonly reason: string;
        readonly call: ModelCall | null;
      }
    | EngineFailure
  >;
}

export interface Reranker {
  /** Ids of the passages that help, best first; all of them are among those that were given. */
  rerank(input: {
    readonly title: string;
    readonly text: string;
    readonly passages: readonly Passage[];
    readonly who?: CallFor;
  }): Promise<
    | {
        readonly type: "reranked";
        readonly ids: readonly string[];
        readonly call: ModelCall | null;
      }
    | EngineFailure
  >;
}

export interface Translator {
  /**
   * What somebody wrote, in another language, for staff to read beside the original.
   * @param input languages as ISO 639-1 codes
   */
  translate(input: {
    readonly text: string;
    readonly from: string;
    readonly to: string;
    readonly who?: CallFor;
  }): Promise<
    | { readonly type: "translated"; readonly text: string; readonly stamp: EngineStamp }
    | EngineFailure
  >;
}
