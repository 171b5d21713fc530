import type { Vanished } from "../model/post.ts";

/** An answer that staff or helpers accepted as worth quoting to others. */
export type AcceptedAnswer = {
  readonly ticketId: string;
  /** The message that holds it. */
  readonly answerSourceId: string;
  /** Who wrote it, by our pseudonymous id; null when we did. */
  readonly personId: string | null;
  /** Redacted. */
  readonly text: string;
  readonly permalink: string;
  readonly acceptedBy: string;
  readonly acceptedAt: number;
};

/** A solved ask as a page of the docs: what was asked, and the answer that was accepted. */
export type SolvedAsk = {
  readonly code: string;
  readonly title: string;
  readonly ask: string;
  readonly answer: string;
  readonly permalink: string;
  readonly acceptedAt: number;
};

/** Answers of people that may be quoted again; part of the store. */
export interface Knowledge {
  /** Takes the place of what was accepted for the same ticket before. */
  accept(communityId: string, answer: AcceptedAnswer): Promise<void>;
  /** Its author changed the message; nothing happens when it is none of ours. */
  revise(communityId: string, answerSourceId: string, text: string): Promise<void>;
  /** Deletes what was kept from there; an answer stands in the conversation of its ticket. */
  withdraw(communityId: string, gone: Vanished): Promise<void>;
  /**
   * What may be quoted now, oldest first. Left out are tickets that left the open lane, were
   * withdrawn or emptied, and answers of ours that were taken back, or called wrong by somebody who
   * asked, helps or is staff.
   */
  standing(communityId: string): Promise<readonly SolvedAsk[]>;
}
