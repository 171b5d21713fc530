import type pg from "pg";
import type { Knowledge } from "../../triage/answers/knowledge.ts";
import type { Traffic } from "../../triage/decide/cascade.ts";
import type { Images } from "../../triage/files/kept-image.ts";
import type { Privacy } from "../../triage/intake/privacy.ts";
import type { Replies } from "../../triage/intake/reply.ts";
import type { Quality } from "../../triage/issues/quality.ts";
import type { Clock } from "../../triage/model/clock.ts";
import type { ReviewedFeed } from "../../triage/model/example.ts";
import type { Gaps } from "../../triage/model/gap.ts";
import type { Ids } from "../../triage/model/ids.ts";
import type { ModelCalls } from "../../triage/model/model-call.ts";
import type { Allowance } from "../../triage/perform/allowance.ts";
import type { Board } from "../../triage/ports/board.ts";
import type { Outbox } from "../../triage/ports/outbox.ts";
import type { TicketStore } from "../../triage/ports/ticket-store.ts";
import type { Reports } from "../../triage/report/reports.ts";
import type { ReportRows } from "../../triage/report/rows.ts";
import type { ReviewQueue } from "../../triage/review/review-queue.ts";
import type { Reviews } from "../../triage/review/reviewed.ts";
import type { AskFeed } from "../../triage/same-asks/ask-feed.ts";
import type { SettingsBook } from "../../triage/setup/community-settings.ts";
import { createAllowance } from "./allowance.ts";
import { createAskFeed } from "./ask-feed.ts";
import { createBoard } from "./board.ts";
import { createGaps } from "./gaps.ts";
import { createImages } from "./images.ts";
import { createImports, type Imports } from "./imports.ts";
import { createKnowledge } from "./knowledge.ts";
import { createModelCalls } from "./model-calls.ts";
import { createOutbox } from "./outbox.ts";
import { createPrivacy } from "./privacy.ts";
import { createQueue } from "./queue.ts";
import { createReplies, createReportRows } from "./report-rows.ts";
import { createReports } from "./reports.ts";
import { createReviewedFeed } from "./reviewed-feed.ts";
import { createReviews } from "./reviews.ts";
import { createSettingsBook } from "./settings.ts";
import { openTables } from "./tables.ts";
import { createTickets } from "./tickets.ts";
import { createTraffic } from "./traffic.ts";
import { createQuality } from "./way-back.ts";

export type Store = {
  readonly tickets: TicketStore;
  readonly outbox: Outbox;
  readonly board: Board;
  readonly queue: ReviewQueue;
  readonly reports: Reports;
  readonly reviews: Reviews;
  readonly asks: AskFeed;
  readonly gaps: Gaps;
  readonly privacy: Privacy;
  readonly allowance: Allowance;
  readonly calls: ModelCalls;
  readonly traffic: Traffic;
  readonly images: Images;
  readonly imports: Imports;
  readonly reviewed: ReviewedFeed;
  readonly knowledge: Knowledge;
  readonly quality: Quality;
  readonly replies: Replies;
  readonly reportRows: ReportRows;
  readonly book: SettingsBook;
};

/** The store on a database whose schema is up to date (see migrate). The pool stays the caller's. */
export function createStore(deps: {
  readonly pool: pg.Pool;
  readonly ids: Ids;
  readonly clock: Clock;
}): Store {
  const db = openTables(deps.pool);
  return {
    tickets: createTickets({ db, ids: deps.ids, clock: deps.clock }),
    outbox: createOutbox(db),
    board: createBoard(db, deps.clock),
    queue: createQueue(db, deps.clock),
    reports: createReports(db),
    reviews: createReviews(db),
    asks: createAskFeed(db),
    gaps: createGaps(db),
    privacy: createPrivacy(db),
    allowance: createAllowance(db),
    calls: createModelCalls(db, deps.ids),
    traffic: createTraffic(db),
    images: createImages(db, deps.clock),
    imports: createImports(db),
    reviewed: createReviewedFeed(db),
    knowledge: createKnowledge(db),
    quality: createQuality(db),
    replies: createReplies(db),
    reportRows: createReportRows(db),
    book: createSettingsBook({ db, ids: deps.ids }),
  };
}
