import type { Clock } from "../../src/triage/model/clock.ts";
import type { Ids } from "../../src/triage/model/ids.ts";
import { createFakeAllowance } from "./allowance.ts";
import { createFakeBoard } from "./store-board.ts";
import { createFakeCalls } from "./store-calls.ts";
import { createFakeGaps } from "./store-gaps.ts";
import { createFakeImages } from "./store-images.ts";
import { createFakeKnowledge } from "./store-knowledge.ts";
import { createFakeOutbox } from "./store-outbox.ts";
import { createFakePrivacy } from "./store-privacy.ts";
import { createFakeQuality } from "./store-quality.ts";
import { createFakeQueue } from "./store-queue.ts";
import { createFakeReplies, createFakeReportRows } from "./store-report-rows.ts";
import { createFakeReports } from "./store-reports.ts";
import { createFakeReviews } from "./store-reviews.ts";
import { createFakeSettingsBook } from "./store-settings.ts";
import type { StoreState } from "./store-state.ts";
import { createFakeTickets } from "./store-tickets.ts";

/** The store in memory, held to the same contract as the real one; `state` is there to look at. */
export function createFakeStore(deps: { readonly ids: Ids; readonly clock: Clock }) {
  const state: StoreState = new Map();
  return {
    state,
    tickets: createFakeTickets(state, deps),
    outbox: createFakeOutbox(state),
    board: createFakeBoard(state, deps.clock),
    queue: createFakeQueue(state, deps.clock),
    reports: createFakeReports(state),
    reviews: createFakeReviews(state),
    gaps: createFakeGaps(state),
    privacy: createFakePrivacy(state),
    knowledge: createFakeKnowledge(state),
    allowance: createFakeAllowance(),
    calls: createFakeCalls(),
    images: createFakeImages(state, deps.clock),
    quality: createFakeQuality(state),
    replies: createFakeReplies(state),
    reportRows: createFakeReportRows(state),
    book: createFakeSettingsBook(state),
  };
}
