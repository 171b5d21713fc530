import { z } from "zod";
import { AskPart } from "./ask-part.ts";
import { Kind, Lane, Severity } from "./classification.ts";

/** Where a ticket stands; the diagram is in README.md beside this file. */
export const TicketState = z.enum([
  "gathering",
  "proposed",
  "waiting-reporter",
  "answered",
  "with-team",
  "redirected",
  "resting",
  "escalated",
  "resolved",
  "withdrawn",
]);
export type TicketState = z.infer<typeof TicketState>;

const DECIDED: readonly TicketState[] = [
  "proposed",
  "waiting-reporter",
  "answered",
  "with-team",
  "redirected",
  "resting",
  "escalated",
];
const NEXT: Record<TicketState, readonly TicketState[]> = {
  gathering: [...DECIDED, "withdrawn"],
  proposed: ["gathering", ...DECIDED, "resolved", "withdrawn"],
  "waiting-reporter": ["gathering", "proposed", "with-team", "resting", "resolved", "withdrawn"],
  answered: ["gathering", "proposed", "with-team", "resting", "resolved", "withdrawn"],
  "with-team": ["proposed", "waiting-reporter", "resting", "resolved", "withdrawn"],
  redirected: ["gathering", "proposed", "resting", "resolved", "withdrawn"],
  resting: ["gathering", ...DECIDED, "resolved", "withdrawn"],
  escalated: ["gathering", "proposed", "with-team", "resting", "resolved", "withdrawn"],
  resolved: ["proposed", "with-team", "resting", "withdrawn"],
  withdrawn: [],
};

/** Whether a ticket may go from one state to another; staying where it is always may. */
export function mayBecome(from: TicketState, to: TicketState): boolean {
  return from === to || NEXT[from].includes(to);
}

/**
 * The state that something leads to; unchanged where it may not follow, and while a post that
 * joined is still to be looked at, which decides anew.
 */
export function becoming(
  ticket: Pick<Ticket, "state">,
  to: TicketState,
): { readonly state?: TicketState } {
  return ticket.state !== "gathering" && mayBecome(ticket.state, to) ? { state: to } : {};
}

/** Why the bot says nothing in public about a ticket any more. */
export const Silence = z.enum([
  "answered-by-person",
  "asked-for-person",
  "care",
  "older-than-limit",
  "opted-out",
  "deleted",
  "asked-privately",
  "from-elsewhere",
  "imported",
]);
export type Silence = z.infer<typeof Silence>;

/** Somebody of the staff has it in hand, until a moment when it counts as nobody's again. */
export const Claim = z.object({ sourceId: z.string(), name: z.string(), until: z.number() });
export type Claim = z.infer<typeof Claim>;

/** One ask that is tracked from post to resolution. */
export const Ticket = z.object({
  id: z.string(),
  /** What people see and type: `SB-142`. */
  code: z.string(),
  /** Goes up with every commit; the compare in compare-and-set. */
  version: z.number().int(),
  state: TicketState,
  source: z.string(),
  placeId: z.string(),
  conversationId: z.string().nullable(),
  /** Source id of the post that opened it: where the mark goes. */
  openingSourceId: z.string(),
  permalink: z.string(),
  kind: Kind.nullable(),
  lane: Lane.nullable(),
  area: z.string().nullable(),
  severity: Severity.nullable(),
  title: z.string().nullable(),
  /** Who corrected kind, lane or area; triage keeps what a person said. */
  labelledBy: z.string().nullable(),
  silence: Silence.nullable(),
  mark: z.string().nullable(),
  /** The message that is edited in place instead of saying more. */
  standingMessageId: z.string().nullable(),
  /** Public messages that stand in the conversation. */
  publicMessages: z.number().int(),
  /** Which ticket or issue it is linked to (see targetKey), once staff said so. */
  linkedTo: z.string().nullable(),
  issueNodeId: z.string().nullable(),
  /** How often the reporter was asked for details: once at the most. */
  asked: z.number().int(),
  /** Set where its posts held several asks: which of them is this ticket's. */
  part: AskPart.nullish(),
  /** Whose it was last; see `holder`. */
  claim: Claim.nullish(),
  /** When the bundle closes, or triage is tried again; null when nothing is due. */
  dueAt: z.number().nullable(),
  /** Failed attempts at triage since the last that went well. */
  attempts: z.number().int(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Ticket = z.infer<typeof Ticket>;
