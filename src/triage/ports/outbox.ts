import type { Action, Deed } from "../model/action.ts";

export interface Outbox {
  /**
   * Takes the ticket's next action that is due and whose serial is free, for `leaseMs`.
   * Actions of one ticket and serial keep their order when one of them is tried again.
   * `maybeDone`: it was claimed before (the claim ran out, or the answer was lost), so it may have
   * happened already: look for its marker first.
   * @param scope `staff` holds back what members can see
   */
  claim(
    communityId: string,
    ticketId: string,
    now: number,
    leaseMs: number,
    scope: "all" | "staff",
  ): Promise<{
    readonly action: Action & { readonly deed: Deed };
    readonly maybeDone: boolean;
  } | null>;
  /**
   * The ticket whose action of this serial may be claimed next, now that nothing of it is under
   * way; null when none is due. Whoever settles an action wakes it.
   */
  nextInLine(communityId: string, serial: string, now: number): Promise<string | null>;
  /**
   * What waits for its time: triage, actions that `claim` would take, claims that ran out,
   * proposals that expire, snoozes that end, deliveries left unhandled for a minute. Earliest first.
   * Only of one community: others may live in the same store, each with a process of its own.
   * @param scope `staff` leaves out what members can see
   */
  due(
    communityId: string,
    now: number,
    limit: number,
    scope?: "all" | "staff",
  ): Promise<readonly Due[]>;
  /** When the next of them comes due; null when nothing waits. */
  nextDueAt(communityId: string, scope?: "all" | "staff"): Promise<number | null>;
}

/**
 * Wakes whoever does the work, at once; may be lost or doubled, since the sweep finds in the store
 * whatever waits.
 */
export interface Wake {
  triage(communityId: string, ticketId: string): Promise<void>;
  act(communityId: string, ticketId: string): Promise<void>;
  board(communityId: string): Promise<void>;
  followUp(communityId: string, deliveryId: string): Promise<void>;
}

export type Due = {
  readonly communityId: string;
  readonly ticketId: string;
  /** `board`: a snooze is over, and the cards want rearranging. */
  readonly what: "triage" | "act" | "expire" | "board" | "delivery";
  /** Of a webhook delivery that was saved and never handled. */
  readonly deliveryId: string | null;
};
