import type { PlannedAction } from "../model/action.ts";
import type { Candidate } from "../model/candidate.ts";
import type { Case } from "../model/case.ts";
import type { Card, Proposal } from "../model/proposal.ts";

export interface Board {
  /**
   * Rearranges the cards of a community, one caller at a time: reads open proposals and cards,
   * lets `arrange` decide, writes the result with its actions in the same transaction. Snoozes that
   * are over are ended by it.
   * @param look also reads the proposals of this group, whatever their priority, and what was
   * proposed before that, is in nobody's hands, and was not yet told as overdue
   * @returns tickets that have actions now
   */
  rearrange(
    communityId: string,
    arrange: (board: BoardView) => BoardChange,
    look?: { readonly group?: string | null; readonly overdueBefore?: number },
  ): Promise<readonly string[]>;
  card(
    communityId: string,
    cardId: string,
  ): Promise<{ readonly card: Card; readonly cases: readonly Case[] } | null>;
  /** The open card that shows a group; null when the group has none. */
  cardOfGroup(
    communityId: string,
    groupKey: string,
  ): Promise<{ readonly card: Card; readonly cases: readonly Case[] } | null>;
  /** Open proposals to answer, snoozed ones too, oldest first. */
  openAnswers(communityId: string): Promise<readonly Proposal[]>;
  cardPosted(communityId: string, cardId: string, messageId: string): Promise<void>;
  /** Open proposals that are not snoozed, best first, with whether an open card shows them. */
  queue(
    communityId: string,
    limit: number,
  ): Promise<readonly (Proposal & { readonly shown: boolean })[]>;
}

export type BoardView = {
  /** The best open proposals that are not snoozed, best first, and all those whose group has a card. */
  readonly proposals: readonly Proposal[];
  readonly cards: readonly Card[];
  /** Open proposals, not snoozed, to link to a ticket that is led elsewhere itself; of very many the newest. */
  readonly following: readonly Proposal[];
  /**
   * What tickets are led to that `following` may link to: the candidate of a ticket's newest
   * proposal, where that is a link that waits or was approved.
   */
  readonly leads: Readonly<Record<string, Candidate>>;
  /** How the last proposal that an open card showed has ended, by group; absent while none did. */
  readonly ended: Readonly<Record<string, string>>;
  /** Groups of which a proposal has ended since their card was last drawn. */
  readonly left: readonly string[];
  /** Tickets whose proposals were not yet told as overdue, the oldest first. */
  readonly overdue: readonly { readonly ticketId: string; readonly code: string }[];
  /** When staff were last reminded. */
  readonly remindedAt: number | null;
};

export type BoardChange = {
  readonly open: readonly Card[];
  /** Cards whose content changed: their version goes up and `drawnAt` becomes now. */
  readonly touch: readonly string[];
  readonly close: readonly { readonly cardId: string; readonly because: string }[];
  /** Proposals whose link and group are now these; one that was decided meanwhile stays as it is. */
  readonly moved?: readonly Proposal[];
  /** Tickets that staff are reminded of now, and never again. */
  readonly remind?: readonly string[];
  readonly actions: readonly (PlannedAction & { readonly ticketId: string })[];
};
