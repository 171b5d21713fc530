import { CamelCasePlugin, type Generated, Kysely, PostgresDialect, type Transaction } from "kysely";
import type pg from "pg";
import type { AcceptedAnswer } from "../../triage/answers/knowledge.ts";
import type { Reply } from "../../triage/intake/reply.ts";
import type { Action } from "../../triage/model/action.ts";
import type { AnswerOutcome } from "../../triage/model/answer-outcome.ts";
import type { Issue, Reporter, StoryLine } from "../../triage/model/case.ts";
import type { Post } from "../../triage/model/post.ts";
import type { Card, Proposal } from "../../triage/model/proposal.ts";
import type { Review } from "../../triage/model/review.ts";
import type { Ticket } from "../../triage/model/ticket.ts";
import type { FixVerdict, IssueFact } from "../../triage/model/way-back.ts";
import type { Columns } from "./columns.ts";

/** Something that a machine found about a ticket; `body` is the core's record as JSON. */
type Finding = {
  communityId: string;
  ticketId: string;
  version: number;
  body: string;
  under: string | null;
  at: string;
};

/** A table of the core's records, each row of one community. */
type Of<T> = { communityId: string } & { -readonly [K in keyof Columns<T>]: Columns<T>[K] };

/** The tables, under the core's names; the plugin turns them into snake_case. */
export type Tables = {
  persons: { communityId: string; id: string; source: string; sourceId: string; name: string };
  counters: { communityId: string; name: string; value: number };
  posts: Of<Omit<Post, "authorSourceId" | "authorName">>;
  images: {
    communityId: string;
    id: string;
    postId: string;
    type: string;
    sha256: string;
    bytes: Buffer;
    keepUntil: string;
  };
  tickets: Of<Ticket>;
  ticketPosts: { communityId: string; ticketId: string; postId: string };
  reporters: Of<Omit<Reporter, "sourceId" | "name">> & { ticketId: string };
  classifications: Finding;
  candidates: Finding;
  drafts: Finding;
  decisions: Finding;
  modelCalls: {
    communityId: string;
    id: string;
    ticketId: string | null;
    personId: string | null;
    purpose: string;
    day: string;
    dollars: number;
    body: string | null;
    at: string;
  };
  reminders: { communityId: string; ticketId: string; at: string };
  dailyNotices: { communityId: string; day: string; what: string; ticketId: string };
  proposals: Of<Proposal> & { under: string | null };
  reviews: Of<Review>;
  answerOutcomes: Of<AnswerOutcome> & { ticketId: string };
  subscriptions: { communityId: string; ticketId: string; personId: string; since: string };
  fixVerdicts: Of<FixVerdict> & { ticketId: string };
  issueFacts: Of<IssueFact> & { ticketId: string };
  gaps: {
    communityId: string;
    id: string;
    code: string;
    title: string;
    filingId: string | null;
    filedBy: string | null;
    createdAt: string;
    closedAt: string | null;
    closedBecause: string | null;
  };
  gapAsks: {
    communityId: string;
    ticketId: string;
    reason: string;
    gapId: string | null;
    seen: string;
    notedAt: string;
    answerableAt: string | null;
    answer: string | null;
  };
  gapLines: Of<StoryLine> & { gapId: string; n: Generated<number> };
  acceptedAnswers: Of<AcceptedAnswer>;
  indexChecks: { communityId: string; version: string; at: string };
  actions: Of<Action>;
  cards: Of<Card>;
  issues: Of<Issue>;
  deliveries: {
    communityId: string;
    id: string;
    event: string;
    payload: string;
    at: string;
    handledAt: string | null;
    outcome: string | null;
  };
  cursors: { communityId: string; placeId: string; sourceId: string };
  skips: {
    communityId: string;
    source: string;
    sourceId: string;
    placeId: string;
    reason: string;
    at: string;
  };
  offSwitches: {
    communityId: string;
    source: string;
    scope: string;
    scopeId: string;
    setBy: string;
    at: string;
  };
  settings: { communityId: string; key: string; value: string };
  settingChanges: {
    communityId: string;
    id: string;
    key: string;
    before: string | null;
    after: string;
    by: string;
    at: string;
  };
  replies: Of<Reply> & { ticketId: string };
  setupWalks: { communityId: string; id: string; body: string; at: string };
  storyLines: Of<StoryLine> & { ticketId: string; n: Generated<number> };
};

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

export function openTables(pool: pg.Pool): Db {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}
