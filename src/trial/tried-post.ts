import type { Candidate } from "../triage/model/candidate.ts";
import type { Classification } from "../triage/model/classification.ts";
import type { Decision } from "../triage/model/decision.ts";
import type { Draft } from "../triage/model/draft.ts";
import type { Passage } from "../triage/model/passage.ts";
import type { Removed } from "../triage/model/post.ts";
import type { Proposal } from "../triage/model/proposal.ts";

/** A message that would have been said, by what it says; its text as Discord would show it. */
export type Said = {
  readonly say: string;
  readonly text: string;
  readonly to: "public" | "author";
};

/** Characters that a call to a model would have sent, and that its answer would have had. */
export type CallSize = { readonly sent: number; readonly answered: number };

/** A passage, and which share of what was asked stands in it, rare words counting more. */
export type NearPassage = { readonly passage: Passage; readonly share: number };

/** What became of one post; everything in it is redacted. */
export type TriedPost = {
  readonly where: string;
  readonly ticketId: string;
  readonly code: string;
  readonly text: string;
  readonly channel: string | null;
  readonly postedAt: number | null;
  readonly url: string | null;
  readonly answeredBy: "staff" | "somebody" | "nobody" | null;
  readonly removed: readonly Removed[];
  readonly classification: Classification;
  readonly decision: Decision;
  readonly draft: Draft | null;
  /** The passages that the draft cites. */
  readonly cited: readonly Passage[];
  readonly proposal: Proposal | null;
  /** Asks before it, and open issues, that may be the same; best first. */
  readonly candidates: readonly Candidate[];
  /** The passage that came nearest, when the docs were searched. */
  readonly nearest: NearPassage | null;
  readonly said: readonly Said[];
  readonly alerted: boolean;
  readonly marked: boolean;
  readonly classifying: CallSize;
  /** Null when no draft was tried. */
  readonly drafting: CallSize | null;
};
