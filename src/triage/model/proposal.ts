import { z } from "zod";
import { IssueDraft } from "./action.ts";
import { Candidate } from "./candidate.ts";
import { Reason } from "./decision.ts";
import { Claim, CutSentence } from "./draft.ts";
import { Passage } from "./passage.ts";
import { Route } from "./policy.ts";

/** A passage that an answer rests on. */
export const Cited = z.object({
  passageId: z.string(),
  title: z.string(),
  url: z.string(),
  heading: z.string(),
  official: z.boolean(),
  /** Of the docs; absent or null where they have none. */
  version: z.string().nullish(),
  /** When the page last changed, as the source tells. */
  changedAt: z.string().nullish(),
});

export type Cited = z.infer<typeof Cited>;

/** What staff are asked to approve. */
export const Proposed = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("answer"),
    claims: z.array(Claim),
    sources: z.array(Cited),
    unanswered: z.array(z.string()),
    /** Code of the model's own, shown apart from what the docs say. */
    ownCode: z.array(z.string()).optional(),
    /** What was taken out before anybody saw it, for staff alone. */
    cut: z.array(CutSentence).optional(),
    extractive: z.boolean(),
    /** Whether a reviewer put it in words of their own. */
    edited: z.boolean().optional(),
    /** ISO 639-1 code of the language that it is written in; absent for English. */
    language: z.string().optional(),
  }),
  z.object({
    outcome: z.literal("ask"),
    details: z.array(z.string()),
    language: z.string().optional(),
  }),
  z.object({ outcome: z.literal("redirect"), lane: z.string(), text: z.string() }),
  z.object({
    outcome: z.literal("file"),
    route: Route,
    issue: IssueDraft,
    /** The passage that the issue names, for when it is written anew. */
    about: Passage.optional(),
  }),
  z.object({ outcome: z.literal("link"), candidate: Candidate }),
  /** Takes back an answer that its reporter calls wrong. */
  z.object({
    outcome: z.literal("retract"),
    actionId: z.string(),
    messageId: z.string(),
    text: z.string(),
  }),
  /** Nothing was said, and one of so many is shown so that a person judges it. */
  z.object({ outcome: z.literal("sample"), because: z.string() }),
  z.object({ outcome: z.literal("tell"), words: z.string(), reason: z.string() }),
]);
export type Proposed = z.infer<typeof Proposed>;

/** A helper who would sign a draft, perhaps with other words. */
export const Vouch = z.object({
  sourceId: z.string(),
  name: z.string(),
  /** In place of the draft's; null for the draft as it is. */
  words: z.string().nullable(),
  at: z.number(),
});
export type Vouch = z.infer<typeof Vouch>;

export const ProposalState = z.enum([
  "open",
  "approved",
  "dismissed",
  "overtaken",
  "expired",
  "retracted",
]);
export type ProposalState = z.infer<typeof ProposalState>;

export const Proposal = z.object({
  id: z.string(),
  ticketId: z.string(),
  /** Counts a ticket's proposals from 1. */
  version: z.number().int(),
  state: ProposalState,
  proposed: Proposed,
  /** Proposals with the same key share one card. */
  groupKey: z.string(),
  reasons: z.array(Reason),
  /** One line: what the machine is least sure of; null when nothing stands out. */
  doubt: z.string().nullable(),
  /** Up to three others that may be the same ask. */
  candidates: z.array(Candidate),
  /** Higher is shown first. */
  priority: z.number(),
  createdAt: z.number(),
  expiresAt: z.number(),
  snoozedUntil: z.number().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.number().nullable(),
  /** Why it ended as it did, for staff. */
  closedBecause: z.string().nullable(),
  /** What helpers said of it; the words of one of them at the most. */
  vouches: z.array(Vouch).nullish(),
});
export type Proposal = z.infer<typeof Proposal>;

/** A message in the review place that shows the proposals of one group. */
export const Card = z.object({
  id: z.string(),
  groupKey: z.string(),
  /** The ticket whose actions post and edit it. */
  ticketId: z.string(),
  /** Goes up whenever what it shows changes; a click names the version it saw. */
  version: z.number().int(),
  state: z.enum(["open", "closed"]),
  messageId: z.string().nullable(),
  /** "Sent by Ada, 14:02"; null while open. */
  closedBecause: z.string().nullable(),
  /** When its content was last decided; proposals newer than that are not on it yet. */
  drawnAt: z.number(),
  createdAt: z.number(),
});
export type Card = z.infer<typeof Card>;
