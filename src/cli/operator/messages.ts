import { z } from "zod";
import { OutsideAnswer } from "../../triage/answers/outside-answer.ts";
import { REVIEWED_ACTS } from "../../triage/decide/autonomy.ts";
import { Calibration } from "../../triage/decide/calibration.ts";
import { QualityLine } from "../../triage/issues/quality.ts";
import { Action } from "../../triage/model/action.ts";
import { Candidate } from "../../triage/model/candidate.ts";
import { Classification } from "../../triage/model/classification.ts";
import { Decision } from "../../triage/model/decision.ts";
import { Draft } from "../../triage/model/draft.ts";
import { GapReason } from "../../triage/model/gap.ts";
import { ModelCall, Provenance } from "../../triage/model/model-call.ts";
import { Passage } from "../../triage/model/passage.ts";
import { Act, ActSetting, Route, RoutingRule } from "../../triage/model/policy.ts";
import { Proposal } from "../../triage/model/proposal.ts";
import { Review } from "../../triage/model/review.ts";
import { Ticket } from "../../triage/model/ticket.ts";
import { Report } from "../../triage/report/report.ts";
import { ReviewedTicket } from "../../triage/review/reviewed.ts";

const at = <T extends z.ZodType>(found: T) =>
  z.array(z.object({ at: z.number(), found, under: Provenance.nullish() }));

/** The story of a ticket with all its evidence, oldest first. */
export const Story = z.object({
  ticket: Ticket,
  posts: z.array(
    z.object({
      author: z.string(),
      title: z.string(),
      text: z.string(),
      postedAt: z.number(),
      removed: z.array(z.string()),
    }),
  ),
  reporters: z.number(),
  classifications: at(Classification),
  candidates: at(z.array(Candidate)),
  drafts: at(Draft),
  decisions: at(Decision),
  proposals: z.array(Proposal),
  reviews: z.array(Review),
  actions: z.array(Action),
  /** What the drafts cite, as far as the index still holds it. */
  passages: z.array(Passage),
  calls: at(ModelCall),
  cost: z.string().nullable(),
  issue: z
    .object({ url: z.string(), state: z.string(), stateReason: z.string().nullable() })
    .nullable(),
  lines: z.array(z.object({ at: z.number(), what: z.string(), detail: z.string() })),
});
export type Story = z.infer<typeof Story>;

const Counts = z.record(z.string(), z.number());

export const Status = z.object({
  community: z.string(),
  mode: z.enum(["shadow", "live"]),
  paused: z.boolean(),
  /** Whether the program that answered is the one that runs the bot. */
  running: z.boolean(),
  posts: z.number(),
  tickets: Counts,
  skips: Counts,
  actions: Counts,
  review: z.object({ open: z.number(), cards: z.number() }),
  /** How long what has waited longest is overdue; 0 when nothing is late. */
  overdueMs: z.number(),
  /** Searching by meaning: how far each collection has come with each model. */
  vectors: z
    .array(
      z.object({
        collection: z.string(),
        model: z.string(),
        ready: z.number(),
        total: z.number(),
        tokens: z.number(),
        trouble: z.string().nullable(),
      }),
    )
    .default([]),
  /** Jobs on their way; null when another process has them. */
  jobs: z
    .record(z.string(), z.object({ active: z.number(), waiting: z.number(), delayed: z.number() }))
    .nullable(),
});
export type Status = z.infer<typeof Status>;

const GapPage = z.object({
  title: z.string(),
  heading: z.string(),
  url: z.string(),
  page: z.string(),
  source: z.string(),
  version: z.string().nullable(),
  file: z.string(),
  line: z.number(),
});

const GapLine = z.object({
  code: z.string(),
  title: z.string(),
  askers: z.number(),
  asks: z.array(
    z.object({
      code: z.string(),
      permalink: z.string(),
      ask: z.string(),
      reason: GapReason,
      answeredByPerson: z.boolean(),
      answeredBy: OutsideAnswer.shape.by.nullable(),
    }),
  ),
  words: z.array(z.string()),
  nearest: GapPage.nullable(),
  answer: z.string().nullable(),
  cited: z.array(GapPage),
  filing: z.enum(["not filed", "under way", "filed", "failed"]),
  trouble: z.string(),
  issueUrl: z.string().nullable(),
  since: z.number(),
});

const Filing = z.discriminatedUnion("type", [
  z.object({ type: z.literal("filing"), repository: z.string() }),
  z.object({ type: z.literal("filed-already"), url: z.string().nullable() }),
  z.object({ type: z.literal("refused"), why: z.string() }),
  z.object({ type: z.literal("unknown") }),
]);

const Share = z.object({
  share: z.number(),
  low: z.number(),
  high: z.number(),
  count: z.number(),
  of: z.number(),
});

const StandingLine = z.object({
  act: z.enum(REVIEWED_ACTS),
  area: z.string(),
  setting: ActSetting,
  accepted: Share,
  regretted: Share,
  next: z.enum(["may-be-promoted", "to-be-demoted"]).nullable(),
  because: z.string(),
});

const End = z.object({
  repository: z.string().nullable(),
  team: z.string().nullable(),
  why: z.string(),
});
const MoveLine = z.object({ code: z.string(), title: z.string(), from: End, to: End });

const Settings = z.record(z.string(), z.unknown());

const SettingChange = z.object({
  id: z.string(),
  key: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  by: z.string(),
  at: z.number(),
});

/** What can be asked for, and what the answer to each looks like. */
export const ANSWERS = {
  pause: z.object({ changed: z.boolean() }),
  resume: z.object({ changed: z.boolean(), waited: z.number() }),
  status: Status,
  explain: Story.nullable(),
  settings: Settings,
  history: z.array(SettingChange),
  reset: z.object({ changed: z.boolean() }),
  backup: z.object({ file: z.string() }),
  gaps: z.array(GapLine),
  "file-gap": Filing,
  reviewed: z.array(ReviewedTicket),
  autonomy: z.array(StandingLine),
  promote: z.discriminatedUnion("type", [
    z.object({ type: z.literal("promoted"), because: z.string() }),
    z.object({ type: z.literal("refused"), why: z.string() }),
  ]),
  demote: z.object({ type: z.literal("demoted") }),
  calibrate: z.object({ stored: z.literal(true) }),
  quality: z.array(QualityLine),
  report: Report,
  moves: z.object({ tickets: z.number(), moves: z.array(MoveLine) }),
} as const;
export type Answers = { [Ask in keyof typeof ANSWERS]: z.infer<(typeof ANSWERS)[Ask]> };

export const Request = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("pause"), by: z.string() }),
  z.object({ ask: z.literal("resume"), by: z.string() }),
  z.object({ ask: z.literal("status") }),
  z.object({ ask: z.literal("explain"), code: z.string().max(40) }),
  z.object({ ask: z.literal("settings") }),
  z.object({ ask: z.literal("history"), limit: z.number().int().min(1).max(1_000) }),
  /** Lets the file's value stand again. */
  z.object({ ask: z.literal("reset"), key: z.string().max(100), by: z.string() }),
  z.object({ ask: z.literal("backup") }),
  z.object({ ask: z.literal("gaps") }),
  z.object({
    ask: z.literal("reviewed"),
    which: z.enum(["reviewed", "model-behavior"]),
    after: z.string().nullable(),
  }),
  z.object({ ask: z.literal("autonomy") }),
  z.object({ ask: z.literal("promote"), act: Act, area: z.string().max(100), by: z.string() }),
  z.object({
    ask: z.literal("demote"),
    act: z.enum(REVIEWED_ACTS),
    area: z.string().max(100),
    by: z.string(),
  }),
  z.object({ ask: z.literal("calibrate"), calibration: Calibration, by: z.string() }),
  z.object({ ask: z.literal("quality"), since: z.number() }),
  z.object({
    ask: z.literal("report"),
    period: z.object({ from: z.number(), to: z.number() }),
    team: z.string().max(100).nullable(),
  }),
  /** What these rules would do with past tickets, beside the rules in force. */
  z.object({
    ask: z.literal("moves"),
    since: z.number(),
    rules: z.array(RoutingRule),
    fallback: Route.nullable(),
  }),
  z.object({ ask: z.literal("file-gap"), code: z.string().max(40), by: z.string() }),
]);
export type Request = z.infer<typeof Request>;

export const Response = z.discriminatedUnion("type", [
  z.object({ type: z.literal("answer"), answer: z.unknown() }),
  /** A sentence for the person who asked. */
  z.object({ type: z.literal("refused"), words: z.string() }),
]);
export type Response = z.infer<typeof Response>;

/** Answers an operator's requests, here or in the program that holds the database. */
export type Operator = <R extends Request>(request: R) => Promise<Answers[R["ask"]]>;
