import type { Candidate } from "./candidate.ts";
import type { Classification } from "./classification.ts";
import type { Decision } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { ModelCall, Provenance } from "./model-call.ts";
import type { Proposal } from "./proposal.ts";
import type { Review } from "./review.ts";

type At<T> = {
  readonly at: number;
  readonly found: T;
  /** Null for what is older than its keeping. */
  readonly under?: Provenance | null;
};

/** Everything that was ever found, decided and proposed about a ticket, oldest first. */
export type History = {
  readonly classifications: readonly At<Classification>[];
  readonly candidates: readonly At<readonly Candidate[]>[];
  readonly drafts: readonly At<Draft>[];
  readonly decisions: readonly At<Decision>[];
  readonly proposals: readonly Proposal[];
  readonly reviews: readonly Review[];
  readonly calls: readonly At<ModelCall>[];
};
