import type { Sibling } from "../decide/split-asks.ts";
import type { Action, IssueRef, PlannedAction } from "./action.ts";
import type { AnswerOutcome } from "./answer-outcome.ts";
import type { Candidate } from "./candidate.ts";
import type { Classification } from "./classification.ts";
import type { Decision } from "./decision.ts";
import type { Draft } from "./draft.ts";
import type { GapNote } from "./gap.ts";
import type { Provenance } from "./model-call.ts";
import type { Attachment, Post, Removed } from "./post.ts";
import type { Proposal, ProposalState, Vouch } from "./proposal.ts";
import type { Review } from "./review.ts";
import type { Silence, Ticket } from "./ticket.ts";
import type { FixVerdict, IssueFact, Subscriber } from "./way-back.ts";

/** Somebody who reported the ask; a row of its own, so that forgetting is one delete. */
export type Reporter = {
  readonly personId: string;
  readonly sourceId: string;
  readonly name: string;
  /** Whether they agreed that a public issue quotes their post, and want to hear of progress. */
  readonly consent: boolean;
  readonly notify: boolean;
  readonly since: number;
};

/** An issue as we last saw it: the mirror of GitHub, fed by webhooks. */
export type Issue = IssueRef & {
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly stateReason: "completed" | "not_planned" | "duplicate" | null;
  readonly visibility: "public" | "private";
  readonly labels: readonly string[];
  /** Its title; null for none. */
  readonly milestone: string | null;
  /** Whether anybody on GitHub has it as theirs. */
  readonly assigned: boolean;
  /** Our ticket that opened it, if one did. */
  readonly ticketId: string | null;
  readonly updatedAt: number;
};

/** One line in the story of a ticket. */
export type StoryLine = { readonly at: number; readonly what: string; readonly detail: string };

/** Everything known about one ticket, as read in one go. */
export type Case = {
  readonly ticket: Ticket;
  /** In the order of writing; of posts that held several asks only this ticket's part. */
  readonly posts: readonly Post[];
  readonly reporters: readonly Reporter[];
  /** Those of tickets that were linked to this one. */
  readonly followers?: readonly Reporter[];
  readonly subscribers: readonly Subscriber[];
  /** The latest of each. */
  readonly classification: Classification | null;
  readonly decision: Decision | null;
  readonly draft: Draft | null;
  /** The latest proposal, open or not. */
  readonly proposal: Proposal | null;
  /** What a reviewer wants of the next draft, while that is the last that was said of this one. */
  readonly wish: string | null;
  readonly actions: readonly Action[];
  readonly issue: Issue | null;
};

/**
 * What one step changes about a ticket. The store writes all of it in one transaction, or
 * nothing when the ticket's version has moved on meanwhile.
 */
export type Change = {
  readonly ticket?: Partial<
    Omit<Ticket, "id" | "code" | "version" | "source" | "createdAt" | "updatedAt">
  >;
  /** Texts that redaction of the joined bundle, an edit or a deletion changed. */
  readonly posts?: readonly {
    readonly id: string;
    readonly title?: string;
    readonly text?: string;
    readonly tags?: string[];
    readonly removed?: readonly Removed[];
    readonly attachments?: Attachment[];
    readonly editedAt?: number;
    readonly deletedAt?: number;
  }[];
  /** The posts are gone: what was derived from their words goes as well. */
  readonly emptied?: true;
  /** What the findings below were made under. */
  readonly under?: Provenance;
  readonly classification?: Classification;
  readonly candidates?: readonly Candidate[];
  readonly draft?: Draft;
  readonly decision?: Decision;
  readonly proposal?: Proposal;
  /** Ends the open proposal, if there is one. */
  readonly closeProposal?: {
    readonly state: Exclude<ProposalState, "open">;
    readonly because: string;
    readonly by?: string;
    readonly at: number;
  };
  readonly snoozeProposal?: { readonly until: number };
  /** What helpers say of the open proposal, all of them. */
  readonly vouches?: readonly Vouch[];
  readonly review?: Review;
  /** Takes the place of what the same person said of the same answer before. */
  readonly answerOutcome?: AnswerOutcome;
  /** Somebody wants to be told in private how it ends, or no longer. */
  readonly subscription?: { readonly on: boolean; readonly who: Subscriber };
  /** Takes the place of what the same person said of the fix before. */
  readonly verdict?: FixVerdict;
  /** Appended; the same fact at the same time is one. */
  readonly facts?: readonly IssueFact[];
  /** The docs failed this ask. */
  readonly gap?: GapNote;
  readonly actions?: readonly PlannedAction[];
  /** Actions that must not happen any more; one that was tried already becomes NOT_WANTED. */
  readonly supersede?: readonly string[];
  readonly reporters?: readonly Reporter[];
  /** Tickets to open beside it, about the same posts, by the same reporters, in the same thread. */
  readonly siblings?: readonly Sibling[];
  readonly issue?: Issue;
  /** The outcome of an action that the executor performed or gave up. */
  readonly settled?: {
    readonly actionId: string;
    readonly state: "done" | "waiting" | "superseded" | "given-up";
    readonly externalRef: string | null;
    readonly outcome: string | null;
    /** With `waiting`: when to try again. */
    readonly notBefore?: number;
  };
  readonly silence?: Silence;
  readonly story: readonly StoryLine[];
};
