import { beforeEach } from "vitest";
import type { Knowledge } from "../../../src/triage/answers/knowledge.ts";
import type { Images } from "../../../src/triage/files/kept-image.ts";
import type { Privacy } from "../../../src/triage/intake/privacy.ts";
import type { Replies } from "../../../src/triage/intake/reply.ts";
import type { Quality } from "../../../src/triage/issues/quality.ts";
import type { Change } from "../../../src/triage/model/case.ts";
import type { Gaps } from "../../../src/triage/model/gap.ts";
import type { Ids } from "../../../src/triage/model/ids.ts";
import type { ModelCalls } from "../../../src/triage/model/model-call.ts";
import type { Post } from "../../../src/triage/model/post.ts";
import type { Allowance } from "../../../src/triage/perform/allowance.ts";
import type { Board } from "../../../src/triage/ports/board.ts";
import type { Outbox } from "../../../src/triage/ports/outbox.ts";
import type { TicketStore } from "../../../src/triage/ports/ticket-store.ts";
import type { Reports } from "../../../src/triage/report/reports.ts";
import type { ReportRows } from "../../../src/triage/report/rows.ts";
import type { ReviewQueue } from "../../../src/triage/review/review-queue.ts";
import type { Reviews } from "../../../src/triage/review/reviewed.ts";
import type { SettingsBook } from "../../../src/triage/setup/community-settings.ts";
import type { ManualClock } from "../../fakes/clock.ts";
import { aPost } from "../../fakes/samples.ts";

export type Stores = {
  readonly tickets: TicketStore;
  readonly outbox: Outbox;
  readonly board: Board;
  readonly queue: ReviewQueue;
  readonly reports: Reports;
  readonly reviews: Reviews;
  readonly gaps: Gaps;
  readonly privacy: Privacy;
  readonly allowance: Allowance;
  readonly calls: ModelCalls;
  readonly images: Images;
  readonly knowledge: Knowledge;
  readonly quality: Quality;
  readonly replies: Replies;
  readonly reportRows: ReportRows;
  readonly book: SettingsBook;
};

export type Opened = { readonly store: Stores; readonly clock: ManualClock; readonly ids: Ids };

/** Opens an empty store; called before each test. */
export type Open = () => Promise<Opened>;

export const HERE = "community-1";
export const ELSEWHERE = "community-2";
export const LEASE = 60_000;

/** A store opened afresh for each test, with the few steps that most tests begin with. */
export function useStore(open: Open) {
  let opened: Opened | undefined;
  beforeEach(async () => {
    opened = await open();
  });

  function now(): Opened {
    if (!opened) throw new Error("the store is opened before each test");
    return opened;
  }

  async function posted(overrides: Partial<Post> = {}, communityId = HERE): Promise<Post> {
    const author = overrides.authorSourceId ?? "ada";
    const personId = await now().store.tickets.personId(communityId, "discord", author);
    return aPost({ personId, id: now().ids(), authorName: author, ...overrides });
  }

  async function opens(overrides: Partial<Post> = {}, communityId = HERE) {
    const post = await posted(overrides, communityId);
    const dueAt = now().clock.now() + 20_000;
    const { tickets } = now().store;
    const { ticketId } = await tickets.savePost(communityId, post, {
      type: "open",
      dueAt,
      silence: null,
    });
    return { post, ticketId };
  }

  /** Commits against the version that stands, and fails the test when that is refused. */
  async function commits(ticketId: string, change: Partial<Change>, communityId = HERE) {
    const { tickets } = now().store;
    const known = await tickets.load(communityId, ticketId);
    if (!known) throw new Error(`no such ticket: ${ticketId}`);
    const { version } = known.ticket;
    const saved = await tickets.commit(communityId, ticketId, version, { story: [], ...change });
    if (!saved) throw new Error("the commit was refused");
  }

  async function loads(ticketId: string, communityId = HERE) {
    const known = await now().store.tickets.load(communityId, ticketId);
    if (!known) throw new Error(`no such ticket: ${ticketId}`);
    return known;
  }

  return {
    get store() {
      return now().store;
    },
    get clock() {
      return now().clock;
    },
    get ids() {
      return now().ids;
    },
    posted,
    opens,
    commits,
    loads,
  };
}

export type Setting = ReturnType<typeof useStore>;
