import type { Action, Deed, IssueDraft, IssueRef, PlannedAction } from "./action.ts";
import type { Candidate } from "./candidate.ts";
import type { Case, Change, Issue, Reporter } from "./case.ts";
import type { Classification, EngineStamp } from "./classification.ts";
import type { Draft, NoAnswer } from "./draft.ts";
import type { FailureReason } from "./engine-failure.ts";
import type { Example } from "./example.ts";
import type { IssueEvent } from "./follow-up.ts";
import type { KeptImage } from "./images/kept-image.ts";
import type { CallFor, ModelCall } from "./model-call.ts";
import type { Passage, PassageHit, PassageQuery } from "./passage.ts";
import type { Area, Route } from "./policy.ts";
import type { Post } from "./post.ts";
import type { Card, Proposal } from "./proposal.ts";
import type { RepositoryEvent } from "./repository-event.ts";
import type { ReviewCard } from "./review-card.ts";
import type { Mark, Say } from "./say.ts";
import type { Ticket } from "./ticket.ts";

// Every port throws PortError when a call fails; an answer that cannot be read throws ZodError.

/** An engine gave nothing usable. */
export type EngineFailure = {
  readonly type: "failed";
  readonly reason: FailureReason;
  /** What the vendor said, redacted. */
  readonly detail: string;
  readonly retryAfterMs: number | null;
};

/** An image that came with a post, cleaned. */
export type ModelImage = Pick<KeptImage, "type" | "bytes">;

export type ClassifyInput = {
  readonly title: string;
  readonly text: string;
  readonly areas: readonly Area[];
  /** Existing forum tags, as hints. */
  readonly tags: readonly string[];
  /** Like asks that the team labelled, the most telling first. */
  readonly examples?: readonly Example[];
  /** Images that came with it, for a model that can see them. */
  readonly images?: readonly ModelImage[];
  /** Where it was written. */
  readonly placeId?: string;
  /** Whose call it is; without it nothing is written down and no budget is kept. */
  readonly who?: CallFor;
};

export interface Classifier {
  classify(input: ClassifyInput): Promise<
    | {
        readonly type: "classified";
        readonly classification: Classification;
        readonly call: ModelCall | null;
        /** Where the text holds several asks: the first words of each, verbatim, in their order. */
        readonly asks?: readonly string[];
      }
    | EngineFailure
  >;
}

export type DraftInput = {
  readonly title: string;
  readonly text: string;
  /** ISO 639-1, the language to answer in when the engine can. */
  readonly language: string;
  readonly passages: readonly PassageHit[];
  /** Images that came with the ask, for a model that can see them. */
  readonly images?: readonly ModelImage[];
  /** A reviewer's wish for a second draft. */
  readonly instruction: string | null;
  /** Whose call it is; without it nothing is written down and no budget is kept. */
  readonly who?: CallFor;
};

export interface Drafter {
  /** `none` is an engine's own "the passages do not answer this", with its reason. */
  draft(input: DraftInput): Promise<
    | { readonly type: "drafted"; readonly draft: Draft; readonly call: ModelCall | null }
    | {
        readonly type: "none";
        readonly because: NoAnswer;
        /** In words, for staff. */
        readonly reason: string;
        readonly call: ModelCall | null;
      }
    | EngineFailure
  >;
}

export interface Reranker {
  /** Ids of the passages that help, best first; all of them are among those that were given. */
  rerank(input: {
    readonly title: string;
    readonly text: string;
    readonly passages: readonly Passage[];
    readonly who?: CallFor;
  }): Promise<
    | {
        readonly type: "reranked";
        readonly ids: readonly string[];
        readonly call: ModelCall | null;
      }
    | EngineFailure
  >;
}

export interface Translator {
  /**
   * What somebody wrote, in another language, for staff to read beside the original.
   * @param input languages as ISO 639-1 codes
   */
  translate(input: {
    readonly text: string;
    readonly from: string;
    readonly to: string;
    readonly who?: CallFor;
  }): Promise<
    | { readonly type: "translated"; readonly text: string; readonly stamp: EngineStamp }
    | EngineFailure
  >;
}

export interface PassageIndex {
  /** Best first; scores are comparable within one index version only. */
  search(query: PassageQuery): Promise<readonly PassageHit[]>;
  /** Passages that still exist, in the order asked; the others are left out. */
  get(ids: readonly string[]): Promise<readonly Passage[]>;
  /** Whether an address, with or without its anchor, is that of a page or heading of the index. */
  holds(url: string): Promise<boolean>;
  /** Changes whenever any passage does. */
  version(): string;
}

/** The files that the docs are made of, as they are now. */
export interface DocsFiles {
  /** Text of a passage's file; null when there is none that a patch could change. */
  read(passage: Pick<Passage, "source" | "version" | "file">): Promise<string | null>;
}

export interface SameAsks {
  /** Open and closed things that may be the same ask, whatever their kind; best first, three at the most. */
  find(
    communityId: string,
    ask: { readonly ticketId: string; readonly title: string; readonly text: string },
  ): Promise<readonly Candidate[]>;
}

/** With its repository's visibility as it is, whatever the route says. */
export type FiledIssue = IssueRef & Pick<Issue, "visibility">;

export interface IssueTracker {
  /** Not idempotent: only the executor calls it, after looking for the marker. The body carries it. */
  openIssue(
    route: Route,
    issue: IssueDraft,
  ): Promise<FiledIssue & { readonly leftOut?: readonly string[] }>;
  /**
   * Reports a vulnerability to the maintainers of a repository, in private. Not idempotent, as
   * `openIssue`; an advisory's number is 0, and its node id begins with GHSA.
   */
  reportVulnerability(repository: string, report: IssueDraft): Promise<FiledIssue>;
  /** Our own report that carries the marker, among those made since then. */
  findVulnerability(
    repository: string,
    markerId: string,
    since: number,
  ): Promise<FiledIssue | null>;
  /** Opens a closed issue again; one that is open stays so. */
  reopen(issue: IssueRef): Promise<void>;
  /** Our own issue whose body carries the marker, among those created since then. */
  findIssue(repository: string, markerId: string, since: number): Promise<FiledIssue | null>;
  /** @returns the comment's id */
  comment(issue: IssueRef, body: string): Promise<string>;
  editComment(issue: IssueRef, commentId: string, body: string): Promise<void>;
  /** Our own comment that carries the marker; null when there is none. */
  findComment(issue: IssueRef, markerId: string): Promise<string | null>;
  addLabels(issue: IssueRef, labels: readonly string[]): Promise<void>;
  /**
   * What the team wrote last on the issue until then, without directives and personal data; null
   * when it was no person of the team who had the last word, or it said nothing.
   */
  lastWords(issue: IssueRef, until: number): Promise<string | null>;
  /** Whether the issue was closed by making a discussion of it. */
  becameDiscussion(issue: IssueRef): Promise<boolean>;
  /**
   * What changed in a repository since then: issues, oldest change first, and whatever else
   * webhooks tell of. `whole` is false when there is more, later than `reached`.
   */
  changesSince(
    repository: string,
    since: number,
  ): Promise<{
    /** Its name and visibility now. */
    readonly repository: string;
    readonly visibility: "public" | "private";
    readonly issues: readonly Issue[];
    readonly events: readonly (IssueEvent | RepositoryEvent)[];
    readonly whole: boolean;
    readonly reached: number | null;
  }>;
  /** Where an issue is by now; `gone` also when it went where we may not look. */
  whereIs(
    issue: IssueRef,
  ): Promise<
    | { readonly is: "there" }
    | { readonly is: "moved"; readonly issue: Issue }
    | { readonly is: "gone" }
  >;
  /** Whether somebody may change issues in a repository, and so give directives there. */
  mayDirect(repository: string, login: string): Promise<boolean>;
  /** Reacts to a directive: it was taken, or cannot be. Repeating it changes nothing. */
  acknowledge(issue: IssueRef, commentId: string, taken: boolean): Promise<void>;
  /** Issues closed as completed that release notes name, or the merged pull requests they name. */
  fixedIn(repository: string, notes: string): Promise<readonly Issue[]>;
}

/** Where something is said: the ticket's conversation, or the place of the post that has none yet. */
export type Whereabouts = {
  readonly placeId: string;
  readonly conversationId: string | null;
  readonly postSourceId: string;
  /** Set when no post stands there, since it was typed into a command. */
  readonly byCommand?: { readonly threadName: string; readonly personSourceId: string };
};

export interface Conversation {
  /**
   * Says something new; opens a thread on the post when there is no conversation.
   * @param actionId goes along as nonce and inside the message, where `find` sees it
   */
  say(
    where: Whereabouts,
    say: Say,
    actionId: string,
  ): Promise<{ readonly messageId: string; readonly conversationId: string }>;
  restate(where: Whereabouts, messageId: string, say: Say, actionId: string): Promise<void>;
  /** Takes our own message away; repeating it changes nothing. */
  unsay(where: Whereabouts, messageId: string): Promise<void>;
  /** Our message that carries the action's id, among those since then; null when there is none. */
  find(
    where: Whereabouts,
    actionId: string,
    since: number,
  ): Promise<{ readonly messageId: string; readonly conversationId: string } | null>;
  /** Puts a mark on the post in place of the one before; repeating it changes nothing. */
  mark(where: Whereabouts, mark: Mark, before: string | null): Promise<void>;
  /** `closed`: the person takes no direct messages. */
  tellPrivately(
    personSourceId: string,
    say: Say,
    actionId: string,
  ): Promise<{ readonly type: "told"; readonly messageId: string } | { readonly type: "closed" }>;
  findPrivate(personSourceId: string, actionId: string, since: number): Promise<string | null>;
  /** One post for all, in a place for announcements. @returns the message's id */
  announce(placeId: string, say: Say, actionId: string): Promise<string>;
  findAnnouncement(placeId: string, actionId: string, since: number): Promise<string | null>;
  /** @returns the message's id in the review place */
  alert(say: Say, actionId: string): Promise<string>;
  postCard(card: ReviewCard, actionId: string): Promise<string>;
  editCard(messageId: string, card: ReviewCard): Promise<void>;
  /** Our message in the review place that carries the id (of an action or a card). */
  findCard(markerId: string, since: number): Promise<string | null>;
  /** Takes a member's post away; one that is gone is fine. */
  deletePost(where: Whereabouts): Promise<void>;
}

/** What stands around a new post, to decide where it belongs. */
export type Surroundings = {
  /** A ticket whose bundle is still open, by the same author in the same conversation or place. */
  readonly gathering: Ticket | null;
  /** The latest ticket of the same conversation, and who reported it. */
  readonly inConversation: {
    readonly ticket: Ticket;
    readonly reporterIds: readonly string[];
  } | null;
};

export type Placement =
  /** `dueAt` null: nothing is to be done; the ticket rests from the start. */
  | { readonly type: "open"; readonly dueAt: number | null; readonly silence: Ticket["silence"] }
  /** `dueAt` null: the post is only attached; else the ticket gathers again until then. */
  | { readonly type: "join"; readonly ticketId: string; readonly dueAt: number | null };

export type StandingPost = Pick<Post, "sourceId" | "placeId" | "conversationId" | "title" | "tags">;

export interface TicketStore {
  /** Our pseudonymous id of a person, made on first sight. */
  personId(communityId: string, source: string, sourceId: string): Promise<string>;
  surroundings(communityId: string, post: Post): Promise<Surroundings>;
  /**
   * Post, ticket, reporter and story in one transaction; unique on source and source id. A skip of
   * the same message is gone with it. Joining
   * puts the ticket back to `gathering` where it may, and outdates a triage that is under way.
   */
  savePost(
    communityId: string,
    /** Its author becomes a reporter of the ticket; the store keeps the name with the person. */
    post: Post,
    placement: Placement,
    /** Those that its attachments name. */
    images?: readonly KeptImage[],
  ): Promise<{ readonly saved: boolean; readonly ticketId: string }>;
  /** A post that becomes no ticket, with its reason; `attachTo` when it says something about one. */
  saveSkip(
    communityId: string,
    skip: {
      readonly source: string;
      readonly sourceId: string;
      readonly placeId: string;
      readonly reason: string;
      readonly at: number;
    },
  ): Promise<void>;
  /** Whether a source id is stored as a post or as a skip. */
  isKnown(communityId: string, source: string, sourceId: string): Promise<boolean>;

  load(communityId: string, ticketId: string): Promise<Case | null>;
  find(
    communityId: string,
    by:
      | { readonly code: string }
      | { readonly conversationId: string }
      /** In this place, or in a conversation in it, and not withdrawn. */
      | { readonly placeId: string }
      | { readonly postSourceId: string }
      | { readonly actionId: string }
      | { readonly issueNodeId: string }
      /** Linked to an issue or ticket; see targetKey. */
      | { readonly linkedTo: string }
      /** Reported by this person, newest first, 25 at the most. */
      | { readonly reporterSourceId: string }
      /** Code or title contain the text, case folded, newest first, 25 at the most. */
      | { readonly like: string },
  ): Promise<readonly Ticket[]>;
  /** False, and nothing written, when the ticket's version is no longer `version`. */
  commit(communityId: string, ticketId: string, version: number, change: Change): Promise<boolean>;
  story(communityId: string, ticketId: string): Promise<Change["story"]>;

  /**
   * Messages that tickets rest on and that nobody is known to have deleted, the newest first: what
   * may have changed while nobody listened. What was typed into a command or a form is none.
   */
  standingPosts(
    communityId: string,
    source: string,
    since: number,
    limit: number,
  ): Promise<readonly StandingPost[]>;

  cursor(communityId: string, placeId: string): Promise<string | null>;
  /** Only ever moves forward (by length, then text). */
  moveCursor(communityId: string, placeId: string, sourceId: string): Promise<void>;

  issue(communityId: string, nodeId: string): Promise<Issue | null>;
  saveIssue(communityId: string, issue: Issue): Promise<void>;
  /**
   * News in threads (`fixed`, `closed` and `team-tells`) since then: said at, or planned for.
   * What is being said right now has no later time than now.
   */
  notices(
    communityId: string,
    since: number,
  ): Promise<
    readonly { readonly actionId: string; readonly waits: boolean; readonly at: number }[]
  >;
  /** Issues of a repository that tickets are filed as or linked to; of these numbers, if given. */
  issuesIn(
    communityId: string,
    repository: string,
    numbers: readonly number[] | null,
  ): Promise<readonly Issue[]>;
  /** All issues kept of a repository, under its present name and visibility; null leaves it. */
  repositoryBecame(
    communityId: string,
    before: string,
    now: { readonly repository: string; readonly visibility: Issue["visibility"] | null },
  ): Promise<void>;
  /** Distinct reporters of all tickets that are filed as or linked to the issue, first one first. */
  reportersOf(communityId: string, nodeId: string): Promise<readonly Reporter[]>;
  /** What people said of the fix, each person's last word, over all tickets of the issue. */
  verdictsOf(
    communityId: string,
    nodeId: string,
  ): Promise<readonly { readonly code: string; readonly verdict: "works" | "broken" }[]>;
  /** False when this delivery was seen before. */
  saveDelivery(
    communityId: string,
    delivery: {
      readonly id: string;
      readonly event: string;
      readonly payload: unknown;
      readonly at: number;
    },
  ): Promise<boolean>;
  delivery(
    communityId: string,
    id: string,
  ): Promise<{
    readonly event: string;
    readonly payload: unknown;
    readonly handledAt: number | null;
  } | null>;
  deliveryHandled(communityId: string, id: string, outcome: string, at: number): Promise<void>;

  /** Settings that staff changed, over the file's. */
  settings(communityId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Writes one setting with its audit line. */
  changeSetting(
    communityId: string,
    change: {
      readonly key: string;
      readonly value: unknown;
      readonly by: string;
      readonly at: number;
    },
  ): Promise<void>;

  /**
   * Forgets a person: name, source id and reporter rows are deleted, the texts of their posts
   * emptied, and private messages to them that still wait never sent.
   * @returns the tickets that held something of theirs
   */
  forget(
    communityId: string,
    source: string,
    sourceId: string,
    at: number,
  ): Promise<readonly string[]>;
}

export interface Outbox {
  /**
   * Takes the ticket's next action that is due and whose serial is free, for `leaseMs`.
   * Actions of one ticket and serial keep their order when one of them is tried again.
   * `maybeDone`: it was claimed before (the claim ran out, or the answer was lost), so it may have
   * happened already: look for its marker first.
   * @param scope `staff` holds back what members can see
   */
  claim(
    communityId: string,
    ticketId: string,
    now: number,
    leaseMs: number,
    scope: "all" | "staff",
  ): Promise<{
    readonly action: Action & { readonly deed: Deed };
    readonly maybeDone: boolean;
  } | null>;
  /**
   * The ticket whose action of this serial may be claimed next, now that nothing of it is under
   * way; null when none is due. Whoever settles an action wakes it.
   */
  nextInLine(communityId: string, serial: string, now: number): Promise<string | null>;
  /**
   * What waits for its time: triage, actions that `claim` would take, claims that ran out,
   * proposals that expire, snoozes that end, deliveries left unhandled for a minute. Earliest first.
   * @param heldBack communities whose public actions wait until they are resumed
   */
  due(now: number, limit: number, heldBack?: readonly string[]): Promise<readonly Due[]>;
  /** When the next of them comes due; null when nothing waits. */
  nextDueAt(heldBack?: readonly string[]): Promise<number | null>;
}

/**
 * Wakes whoever does the work, at once; may be lost or doubled, since the sweep finds in the store
 * whatever waits.
 */
export interface Wake {
  triage(communityId: string, ticketId: string): Promise<void>;
  act(communityId: string, ticketId: string): Promise<void>;
  board(communityId: string): Promise<void>;
  followUp(communityId: string, deliveryId: string): Promise<void>;
}

export type Due = {
  readonly communityId: string;
  readonly ticketId: string;
  /** `board`: a snooze is over, and the cards want rearranging. */
  readonly what: "triage" | "act" | "expire" | "board" | "delivery";
  /** Of a webhook delivery that was saved and never handled. */
  readonly deliveryId: string | null;
};

export interface Board {
  /**
   * Rearranges the cards of a community, one caller at a time: reads open proposals and cards,
   * lets `arrange` decide, writes the result with its actions in the same transaction. Snoozes that
   * are over are ended by it.
   * @param look also reads the proposals of this group, whatever their priority, and what was
   * proposed before that, is in nobody's hands, and was not yet told as overdue
   * @returns tickets that have actions now
   */
  rearrange(
    communityId: string,
    arrange: (board: BoardView) => BoardChange,
    look?: { readonly group?: string | null; readonly overdueBefore?: number },
  ): Promise<readonly string[]>;
  card(
    communityId: string,
    cardId: string,
  ): Promise<{ readonly card: Card; readonly cases: readonly Case[] } | null>;
  /** The open card that shows a group; null when the group has none. */
  cardOfGroup(
    communityId: string,
    groupKey: string,
  ): Promise<{ readonly card: Card; readonly cases: readonly Case[] } | null>;
  /** Open proposals to answer, snoozed ones too, oldest first. */
  openAnswers(communityId: string): Promise<readonly Proposal[]>;
  cardPosted(communityId: string, cardId: string, messageId: string): Promise<void>;
  /** Open proposals that are not snoozed, best first, with whether an open card shows them. */
  queue(
    communityId: string,
    limit: number,
  ): Promise<readonly (Proposal & { readonly shown: boolean })[]>;
}

export type BoardView = {
  /** The best open proposals that are not snoozed, best first, and all those whose group has a card. */
  readonly proposals: readonly Proposal[];
  readonly cards: readonly Card[];
  /** How the last proposal that an open card showed has ended, by group; absent while none did. */
  readonly ended: Readonly<Record<string, string>>;
  /** Groups of which a proposal has ended since their card was last drawn. */
  readonly left: readonly string[];
  /** Tickets whose proposals were not yet told as overdue, the oldest first. */
  readonly overdue: readonly { readonly ticketId: string; readonly code: string }[];
  /** When staff were last reminded. */
  readonly remindedAt: number | null;
};

export type BoardChange = {
  readonly open: readonly Card[];
  /** Cards whose content changed: their version goes up and `drawnAt` becomes now. */
  readonly touch: readonly string[];
  readonly close: readonly { readonly cardId: string; readonly because: string }[];
  /** Tickets that staff are reminded of now, and never again. */
  readonly remind?: readonly string[];
  readonly actions: readonly (PlannedAction & { readonly ticketId: string })[];
};
