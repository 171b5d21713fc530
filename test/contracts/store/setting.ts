import { beforeEach } from "vitest";
import type { Allowance } from "../../../src/triage/allowance.ts";
import type { Change } from "../../../src/triage/case.ts";
import type { SettingsBook } from "../../../src/triage/community-settings.ts";
import type { Gaps } from "../../../src/triage/gap.ts";
import type { Ids } from "../../../src/triage/ids.ts";
import type { Images } from "../../../src/triage/images/kept-image.ts";
import type { Knowledge } from "../../../src/triage/knowledge.ts";
import type { ModelCalls } from "../../../src/triage/model-call.ts";
import type { Board, Outbox, TicketStore } from "../../../src/triage/ports.ts";
import type { Post } from "../../../src/triage/post.ts";
import type { Privacy } from "../../../src/triage/privacy.ts";
import type { Quality } from "../../../src/triage/quality.ts";
import type { Replies } from "../../../src/triage/reply.ts";
import type { ReportRows } from "../../../src/triage/report/rows.ts";
import type { Reports } from "../../../src/triage/reports.ts";
import type { ReviewQueue } from "../../../src/triage/review-queue.ts";
import type { Reviews } from "../../../src/triage/reviewed.ts";
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
