import type { AcceptedAnswer } from "../../src/triage/answers/knowledge.ts";
import type { KeptImage } from "../../src/triage/files/kept-image.ts";
import type { Reply } from "../../src/triage/intake/reply.ts";
import type { Action } from "../../src/triage/model/action.ts";
import type { AnswerOutcome } from "../../src/triage/model/answer-outcome.ts";
import { ownPosts } from "../../src/triage/model/ask-part.ts";
import type { Candidate } from "../../src/triage/model/candidate.ts";
import type { Case, Change, Issue, StoryLine } from "../../src/triage/model/case.ts";
import type { Classification } from "../../src/triage/model/classification.ts";
import type { Decision } from "../../src/triage/model/decision.ts";
import type { Draft } from "../../src/triage/model/draft.ts";
import type { Gap, GapNote } from "../../src/triage/model/gap.ts";
import type { Post, Vanished } from "../../src/triage/model/post.ts";
import type { Card, Proposal } from "../../src/triage/model/proposal.ts";
import type { Review } from "../../src/triage/model/review.ts";
import type { Ticket } from "../../src/triage/model/ticket.ts";
import type { FixVerdict, IssueFact } from "../../src/triage/model/way-back.ts";

type OfTicket<T> = { readonly ticketId: string; readonly value: T };

/** What the fake store holds of one community; every list is in the order of writing. */
export type Community = {
  readonly persons: Map<string, { source: string; sourceId: string; name: string }>;
  readonly posts: Map<string, Post>;
  readonly images: Map<string, KeptImage>;
  readonly tickets: Map<string, Ticket>;
  readonly ticketPosts: { readonly ticketId: string; readonly postId: string }[];
  reporters: {
    readonly ticketId: string;
    readonly personId: string;
    consent: boolean;
    notify: boolean;
    readonly since: number;
  }[];
  subscriptions: { readonly ticketId: string; readonly personId: string; readonly since: number }[];
  verdicts: OfTicket<FixVerdict>[];
  readonly facts: OfTicket<IssueFact>[];
  replies: OfTicket<Reply>[];
  readonly classifications: OfTicket<Classification>[];
  readonly candidates: OfTicket<readonly Candidate[]>[];
  readonly drafts: OfTicket<Draft>[];
  readonly decisions: OfTicket<Decision>[];
  readonly reviews: OfTicket<Review>[];
  readonly outcomes: Map<string, OfTicket<AnswerOutcome>>;
  readonly gaps: Map<string, Gap>;
  readonly gapAsks: Map<
    string,
    Omit<GapNote, "answer"> & {
      answer?: GapNote["answer"];
      readonly ticketId: string;
      readonly notedAt: number;
      gapId: string | null;
      answerableAt: number | null;
    }
  >;
  readonly gapLines: { readonly gapId: string; readonly line: StoryLine }[];
  checkedVersion: string | null;
  readonly accepted: Map<string, AcceptedAnswer>;
  readonly story: OfTicket<StoryLine>[];
  readonly proposals: Map<string, Proposal>;
  readonly actions: Map<string, Action>;
  readonly cards: Map<string, Card>;
  readonly reminders: Map<string, number>;
  readonly issues: Map<string, Issue>;
  readonly deliveries: Map<
    string,
    { event: string; payload: unknown; at: number; handledAt: number | null }
  >;
  readonly cursors: Map<string, string>;
  readonly skips: Map<string, { readonly reason: string; readonly at: number }>;
  /** Keys of switches that stand at off. */
  readonly offSwitches: Set<string>;
  readonly settings: Map<string, unknown>;
  readonly settingChanges: {
    readonly key: string;
    readonly before: unknown;
    readonly after: unknown;
    readonly by: string;
    readonly at: number;
  }[];
  lastCode: number;
};

export type StoreState = Map<string, Community>;

/** The community's records, empty on first sight. */
export function communityOf(state: StoreState, communityId: string): Community {
  const known = state.get(communityId);
  if (known) return known;
  const fresh: Community = {
    persons: new Map(),
    posts: new Map(),
    images: new Map(),
    tickets: new Map(),
    ticketPosts: [],
    reporters: [],
    subscriptions: [],
    verdicts: [],
    facts: [],
    replies: [],
    classifications: [],
    candidates: [],
    drafts: [],
    decisions: [],
    reviews: [],
    outcomes: new Map(),
    gaps: new Map(),
    gapAsks: new Map(),
    gapLines: [],
    checkedVersion: null,
    accepted: new Map(),
    story: [],
    proposals: new Map(),
    actions: new Map(),
    cards: new Map(),
    reminders: new Map(),
    issues: new Map(),
    deliveries: new Map(),
    cursors: new Map(),
    skips: new Map(),
    offSwitches: new Set(),
    settings: new Map(),
    settingChanges: [],
    lastCode: 0,
  };
  state.set(communityId, fresh);
  return fresh;
}

/** Snowflakes order by length, then as text. */
export function isLaterSourceId(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}

function latest<T>(list: readonly OfTicket<T>[], ticketId: string): T | null {
  return list.findLast((one) => one.ticketId === ticketId)?.value ?? null;
}

function wishOf(review: Review | null): string | null {
  return review?.verdict.verdict === "redraft" ? review.verdict.instruction : null;
}

export function postsOf(community: Community, ticketId: string): Post[] {
  return community.ticketPosts
    .filter((link) => link.ticketId === ticketId)
    .flatMap(({ postId }) => community.posts.get(postId) ?? [])
    .map((post) => {
      const author = community.persons.get(post.personId);
      return { ...post, authorSourceId: author?.sourceId ?? "", authorName: author?.name ?? "" };
    })
    .toSorted(
      (a, b) => a.postedAt - b.postedAt || (isLaterSourceId(a.sourceId, b.sourceId) ? 1 : -1),
    );
}

function reportersOf(community: Community, ticketId: string): Case["reporters"] {
  return community.reporters
    .filter((reporter) => reporter.ticketId === ticketId)
    .map(({ personId, consent, notify, since }) => ({
      personId,
      sourceId: community.persons.get(personId)?.sourceId ?? "",
      name: community.persons.get(personId)?.name ?? "",
      consent,
      notify,
      since,
    }));
}

export function readCase(community: Community, ticketId: string): Case | null {
  const ticket = community.tickets.get(ticketId);
  if (!ticket) return null;
  const followers = [...community.tickets.values()]
    .filter(({ linkedTo }) => linkedTo === `ticket:${ticketId}`)
    .flatMap(({ id }) => reportersOf(community, id));
  return {
    ticket,
    posts: ownPosts(ticket.part, postsOf(community, ticketId)),
    reporters: reportersOf(community, ticketId),
    ...(followers.length > 0 ? { followers } : {}),
    subscribers: community.subscriptions
      .filter((one) => one.ticketId === ticketId)
      .map(({ personId, since }) => ({
        personId,
        sourceId: community.persons.get(personId)?.sourceId ?? "",
        name: community.persons.get(personId)?.name ?? "",
        since,
      })),
    classification: latest(community.classifications, ticketId),
    decision: latest(community.decisions, ticketId),
    draft: latest(community.drafts, ticketId),
    proposal: proposalsOf(community, ticketId).at(-1) ?? null,
    wish: wishOf(latest(community.reviews, ticketId)),
    actions: [...community.actions.values()].filter((action) => action.ticketId === ticketId),
    issue: (ticket.issueNodeId && community.issues.get(ticket.issueNodeId)) || null,
  };
}

export function proposalsOf(community: Community, ticketId: string): Proposal[] {
  return [...community.proposals.values()].filter((proposal) => proposal.ticketId === ticketId);
}

export function addStory(community: Community, ticketId: string, lines: Change["story"]): void {
  for (const value of lines) community.story.push({ ticketId, value });
}

export function addActions(
  community: Community,
  ticketId: string,
  actions: NonNullable<Change["actions"]>,
  now: number,
): void {
  for (const { id, act, public: open, deed, serial, notBefore } of actions) {
    if (community.actions.has(id)) continue;
    community.actions.set(id, {
      id,
      ticketId,
      act,
      public: open,
      deed,
      serial,
      notBefore,
      state: "waiting",
      attempt: 0,
      claimedUntil: null,
      externalRef: null,
      outcome: null,
      createdAt: now,
    });
  }
}

/** Whether an answer to a ticket stood in what is gone. */
export function stoodIn(
  { tickets }: Community,
  gone: Vanished,
  ticketId: string,
  answerSourceId: string,
): boolean {
  if ("sourceIds" in gone) return gone.sourceIds.includes(answerSourceId);
  const ticket = tickets.get(ticketId);
  return "placeId" in gone
    ? ticket?.placeId === gone.placeId
    : ticket?.conversationId === gone.conversationId;
}
