import { z } from "zod";
import { Action } from "../../triage/model/action.ts";
import { ownPosts } from "../../triage/model/ask-part.ts";
import type { Case } from "../../triage/model/case.ts";
import { Classification } from "../../triage/model/classification.ts";
import { Decision } from "../../triage/model/decision.ts";
import { Draft } from "../../triage/model/draft.ts";
import { Post } from "../../triage/model/post.ts";
import { Card, Proposal } from "../../triage/model/proposal.ts";
import { Ticket } from "../../triage/model/ticket.ts";
import { fromRow } from "./columns.ts";

const IssueRow = z.object({
  nodeId: z.string(),
  repository: z.string(),
  number: z.number(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["open", "closed"]),
  stateReason: z.enum(["completed", "not_planned", "duplicate"]).nullable(),
  visibility: z.enum(["public", "private"]),
  labels: z.array(z.string()),
  milestone: z.string().nullable(),
  assigned: z.boolean(),
  ticketId: z.string().nullable(),
  updatedAt: z.number(),
});

const ReporterRow = z.object({
  personId: z.string(),
  sourceId: z.string(),
  name: z.string(),
  consent: z.boolean(),
  notify: z.boolean(),
  since: z.number(),
});

const SubscriberRow = ReporterRow.omit({ consent: true, notify: true });

const StoryRow = z.object({ at: z.number(), what: z.string(), detail: z.string() });

/** Each reads a whole row that came as JSON, and throws ZodError when it is not what we wrote. */
export const toTicket = (row: unknown) => Ticket.parse(fromRow(row));
export const toAction = (row: unknown) => Action.parse(fromRow(row));
export const toProposal = (row: unknown) => Proposal.parse(fromRow(row));
export const toCard = (row: unknown) => Card.parse(fromRow(row));
export const toIssue = (row: unknown) => IssueRow.parse(fromRow(row));
export const toReporter = (row: unknown) => ReporterRow.parse(fromRow(row));
const toSubscriber = (row: unknown) => SubscriberRow.parse(fromRow(row));
export const toStoryLine = (row: unknown) => StoryRow.parse(fromRow(row));
const toPost = (row: unknown) => Post.parse(fromRow(row));

/** A ticket with all that belongs to it, each part as rows in JSON. */
export type CaseRow = {
  readonly ticket: unknown;
  readonly posts: readonly unknown[];
  readonly reporters: readonly unknown[];
  readonly followers: readonly unknown[];
  readonly subscribers: readonly unknown[];
  readonly classification: unknown;
  readonly decision: unknown;
  readonly draft: unknown;
  readonly proposal: unknown;
  readonly wish: string | null;
  readonly actions: readonly unknown[];
  readonly issue: unknown;
};

export function toCase(row: CaseRow): Case {
  const ticket = toTicket(row.ticket);
  return {
    ticket,
    posts: ownPosts(ticket.part, row.posts.map(toPost)),
    reporters: row.reporters.map(toReporter),
    ...(row.followers.length > 0 ? { followers: row.followers.map(toReporter) } : {}),
    subscribers: row.subscribers.map(toSubscriber),
    classification: Classification.nullable().parse(row.classification),
    decision: Decision.nullable().parse(row.decision),
    draft: Draft.nullable().parse(row.draft),
    proposal: row.proposal === null ? null : toProposal(row.proposal),
    wish: row.wish,
    actions: row.actions.map(toAction),
    issue: row.issue === null ? null : toIssue(row.issue),
  };
}
