import { z } from "zod";
import { Reply } from "../intake/reply.ts";
import { Kind, Lane, Severity } from "../model/classification.ts";
import { ProposalState } from "../model/proposal.ts";
import { SilenceVerdict } from "../model/review.ts";
import { Silence, TicketState } from "../model/ticket.ts";
import { FACTS } from "../model/way-back.ts";
import type { Period } from "./period.ts";

const LinkedIssue = z.object({
  nodeId: z.string(),
  url: z.string(),
  visibility: z.enum(["public", "private"]),
  state: z.enum(["open", "closed"]),
  stateReason: z.enum(["completed", "not_planned", "duplicate"]).nullable(),
});

/** A public message of ours about a ticket that was really sent. */
const Said = z.object({
  /** What it said, by the name of the `Say`; `announcement` for one that was for all. */
  say: z.string(),
  at: z.number(),
  /** The asker, a helper or staff said that it helped, or that it is wrong. */
  helped: z.boolean(),
  wrong: z.boolean(),
  retracted: z.boolean(),
  /** Pages that it rests on. */
  sources: z.array(z.object({ title: z.string(), url: z.string() })),
});

/** A ticket with everything that the figures are counted from. */
export const TicketRow = z.object({
  id: z.string(),
  code: z.string(),
  title: z.string().nullable(),
  permalink: z.string(),
  kind: Kind.nullable(),
  lane: Lane.nullable(),
  area: z.string().nullable(),
  severity: Severity.nullable(),
  language: z.string().nullable(),
  placeId: z.string(),
  /** The beginning of what was written, for rules that go by keywords. */
  text: z.string(),
  state: TicketState,
  silence: Silence.nullable(),
  /** When its first post was written. */
  askedAt: z.number(),
  personIds: z.array(z.string()),
  /** See targetKey. */
  linkedTo: z.string().nullable(),
  issue: LinkedIssue.nullable(),
  facts: z.array(z.object({ fact: z.enum(FACTS), at: z.number(), team: z.string().nullable() })),
  /** The team of the latest proposal to file it. */
  proposedTeam: z.string().nullable(),
  replies: z.array(Reply),
  /** When the bot first stepped back for a person's answer. */
  steppedBackAt: z.number().nullable(),
  /** When its title or a tag first said that it is solved. */
  calledSolvedAt: z.number().nullable(),
  said: z.array(Said),
  /** When the reporters were first told that it is fixed. */
  toldAt: z.number().nullable(),
  /** Ended proposals, with the names of what people did with each. */
  ended: z.array(
    z.object({
      state: ProposalState,
      createdAt: z.number(),
      decidedAt: z.number(),
      verdicts: z.array(z.string()),
      /** Of a sample of the silences: what staff said of it. */
      judged: SilenceVerdict.nullable(),
    }),
  ),
});
export type TicketRow = z.infer<typeof TicketRow>;

/**
 * What a ticket and others are about: the issue that it belongs to, the ticket that it was linked to
 * (and so on), or itself.
 */
export function rootOf<Row extends Pick<TicketRow, "id" | "issue" | "linkedTo">>(
  row: Row,
  byId: ReadonlyMap<string, Row>,
): string {
  let current = row;
  // Links may form a ring: each ticket is passed once.
  for (const seen = new Set<string>(); !seen.has(current.id); ) {
    seen.add(current.id);
    if (current.issue) return current.issue.nodeId;
    const leaderId = /^ticket:(.+)$/.exec(current.linkedTo ?? "")?.[1];
    if (leaderId === undefined) return current.id;
    const leader = byId.get(leaderId);
    if (!leader) return leaderId;
    current = leader;
  }
  return current.id;
}

/** An ask that gathers people before it is filed. */
export const GatheringRow = TicketRow.pick({
  id: true,
  code: true,
  title: true,
  permalink: true,
  kind: true,
  lane: true,
  area: true,
  state: true,
  linkedTo: true,
  issue: true,
}).extend({
  reporters: z.array(z.object({ personId: z.string(), sourceId: z.string(), since: z.number() })),
});
export type GatheringRow = z.infer<typeof GatheringRow>;

export type Happened = {
  /** Messages that people wrote where the bot listens, whether they became tickets or not. */
  readonly posts: number;
  /** By their first ask: a gap is made when somebody looks. */
  readonly gapsOpened: number;
  readonly gapsClosed: number;
  /** Every ticket that was asked until then or that something happened to, in the order of ids. */
  readonly tickets: readonly TicketRow[];
};

export type Reading = {
  /** Asks of before the period are told of as well, from then on. */
  readonly askedFrom: number;
  /** Whether what was written is needed; else `text` is empty. */
  readonly withText: boolean;
  /** What stays of a ticket; null when it is not wanted. */
  readonly keep: (row: TicketRow) => TicketRow | null;
};

/** What the report is counted from; part of the store. */
export interface ReportRows {
  /** Tickets are read page by page, as they stand then; only what is kept of them stays in memory. */
  happened(communityId: string, period: Period, reading: Reading): Promise<Happened>;
  /** Wishes and matters of model behaviour that stand, oldest first. */
  gathering(communityId: string): Promise<readonly GatheringRow[]>;
  /** The community's oldest ticket; null before the first. */
  firstTicket(communityId: string): Promise<string | null>;
  /** Since when replies are recorded; null when it was so from the beginning. */
  repliesSince(): Promise<number | null>;
}
