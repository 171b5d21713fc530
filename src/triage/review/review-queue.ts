import { z } from "zod";
import { DAY, HOUR } from "../model/clock.ts";
import type { Policy } from "../model/policy.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Ticket } from "../model/ticket.ts";
import { workingTimeBefore } from "../model/working-time.ts";
import { body } from "./card-of.ts";
import { holder } from "./claim.ts";

/** What a list of what waits is about. */
export const QueueFilter = z.enum([
  "all",
  "mine",
  "unclaimed",
  "overdue",
  "unanswered-24h",
  "unanswered-72h",
]);
export type QueueFilter = z.infer<typeof QueueFilter>;

export type QueueEntry = {
  readonly ticket: Ticket;
  /** The ask in a sentence; null before it was classified. */
  readonly ask: string | null;
  /** The open one that is not snoozed. */
  readonly proposal: Proposal | null;
  /** Whether an open card shows it. */
  readonly shown: boolean;
};

export type QueueWish = {
  /** What waits for review, what somebody has in hand, or what nobody has answered. */
  readonly list: "proposals" | "claimed" | "unanswered";
  /** Of these only what nobody, or nobody else than this person, has in hand. */
  readonly free: { readonly sourceId: string | null } | null;
  /** With `claimed`: whose. */
  readonly by: string;
  /** What was proposed, or asked, before that; null for all. */
  readonly before: number | null;
  readonly offset: number;
  readonly limit: number;
};

/** What waits for people; part of the store. */
export interface ReviewQueue {
  /** Proposals best first, those before a moment and unanswered asks oldest first. */
  waiting(
    communityId: string,
    wish: QueueWish,
  ): Promise<{ readonly total: number; readonly entries: readonly QueueEntry[] }>;
}

export type QueueLine = {
  readonly ticketId: string;
  readonly code: string;
  readonly ask: string;
  /** What the first button of its card would do; null where nothing waits for review. */
  readonly action: string | null;
  readonly waitingMs: number;
  /** Whether a card shows it now. */
  readonly shown: boolean;
  readonly permalink: string;
  /** Name of whoever has it in hand. */
  readonly claimedBy: string | null;
};

/** One page of a list, as a phone shows it. */
export type QueuePage = {
  readonly filter: QueueFilter;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly lines: readonly QueueLine[];
};

/** Two phone lines each, so that a page fits a phone. */
export const LINES_PER_PAGE = 5;

/** What the store is asked for a page of a list. */
export function wishFor(
  filter: QueueFilter,
  page: number,
  by: string,
  policy: Pick<Policy, "overdue" | "zone">,
  now: number,
): QueueWish {
  const wish = {
    list: "proposals",
    free: null,
    by,
    before: null,
    offset: page * LINES_PER_PAGE,
    limit: LINES_PER_PAGE,
  } as const;
  switch (filter) {
    case "all":
      return wish;
    case "mine":
      return { ...wish, list: "claimed" };
    case "unclaimed":
      return { ...wish, free: { sourceId: null } };
    case "overdue":
      return { ...wish, before: overdueBefore(policy, now) };
    case "unanswered-24h":
      return { ...wish, list: "unanswered", before: now - DAY };
    case "unanswered-72h":
      return { ...wish, list: "unanswered", before: now - 72 * HOUR };
  }
}

/** What was proposed before that is overdue. */
export function overdueBefore(
  { overdue, zone }: Pick<Policy, "overdue" | "zone">,
  now: number,
): number {
  return workingTimeBefore(now, overdue.afterMs, { zone, ...overdue });
}

export function toLine({ ticket, ask, proposal, shown }: QueueEntry, now: number): QueueLine {
  return {
    ticketId: ticket.id,
    code: ticket.code,
    ask: ask || ticket.title || (proposal ? body(proposal.proposed) : ""),
    action: proposal?.proposed.outcome ?? null,
    waitingMs: now - (proposal?.createdAt ?? ticket.createdAt),
    shown,
    permalink: ticket.permalink,
    claimedBy: holder(ticket, now)?.name ?? null,
  };
}
