import type { Accepting } from "../triage/answers/accept-answer.ts";
import type { Solving } from "../triage/answers/mark-solved.ts";
import type { Translation } from "../triage/answers/translate-post.ts";
import type { CardImages } from "../triage/files/card-images.ts";
import type { Filing } from "../triage/gaps/gap-desk.ts";
import type { GapLine } from "../triage/gaps/gap-lines.ts";
import type { Holdings, OffSwitch } from "../triage/intake/privacy.ts";
import type { Candidate } from "../triage/model/candidate.ts";
import type { StoryLine } from "../triage/model/case.ts";
import type { Kind, Lane } from "../triage/model/classification.ts";
import type { Policy, Route } from "../triage/model/policy.ts";
import type { CommunityRole, RawPost } from "../triage/model/post.ts";
import type { Verdict } from "../triage/model/review.ts";
import type { ReviewCard } from "../triage/model/review-card.ts";
import type { Mark } from "../triage/model/say.ts";
import type { Claim } from "../triage/model/ticket.ts";
import type { Asked, Shared } from "../triage/people/ask-desk.ts";
import type { LookedUp, TakenReport } from "../triage/people/report-desk.ts";
import type { ReporterEvent, ReporterResult } from "../triage/people/reporter-desk.ts";
import type { Period, StandingPost } from "../triage/ports/ticket-store.ts";
import type { OpenDraft, Vouching } from "../triage/review/helper-desk.ts";
import type { Claiming } from "../triage/review/queue-desk.ts";
import type { QueueFilter, QueuePage } from "../triage/review/review-queue.ts";
import type { SetupDeps } from "./setup/setup-deps.ts";
import type { Texts } from "./words/wording.ts";

// What the Discord room asks of the core. Each call is about one community; the composition root
// binds it. Texts that people typed are raw: whoever implements these redacts before storing.

/** Somebody who pressed, typed or reacted, with the configured roles held at that moment. */
export type Person = {
  readonly sourceId: string;
  readonly name: string;
  readonly roles: readonly CommunityRole[];
};

/** Something that went away at the source. */
export type Gone = {
  readonly placeId: string;
  readonly conversationId: string | null;
  /** `all`: the whole conversation, or the whole place when there is no conversation. */
  readonly sourceIds: readonly string[] | "all";
};

/** What answers in words says them as the community does. */
export interface WordDeps {
  readonly texts: Texts;
}

export interface IntakeDeps {
  /** The community's settings, from memory: asked for with every event. */
  policy(): Promise<Policy>;
  /** Whether the bot is a member of the server: somebody may remove it, and invite it again. */
  onPresence(isThere: boolean): Promise<void>;
  /** Resolves once the post is stored, or skipped with a reason. Called again for the same post. */
  onPost(raw: RawPost): Promise<void>;
  /** An edited text, title or tag. The post may be one that was never seen before. */
  onEdited(raw: RawPost): Promise<void>;
  onDeleted(gone: Gone): Promise<void>;
  /** A person sends a post into triage by a command or a reaction, whatever the place's policy. */
  onCalled(
    raw: RawPost,
    call: { readonly by: Person; readonly via: "command" | "reaction"; readonly kind: Kind | null },
  ): Promise<CallResult>;
  /** Up to where a place or conversation was read; see TicketStore. */
  cursor(placeId: string): Promise<string | null>;
  moveCursor(placeId: string, sourceId: string): Promise<void>;
  /** Messages of a period that tickets rest on, the newest first. */
  standing(period: Period, limit: number): Promise<readonly StandingPost[]>;
}

export type CallResult =
  | { readonly type: "opened"; readonly code: string }
  | { readonly type: "known"; readonly code: string }
  | { readonly type: "skipped"; readonly reason: string };

export type ReviewClick = {
  readonly cardId: string;
  /** The version of the card that the person saw. */
  readonly version: number;
  readonly verdict: Verdict;
  readonly by: Person;
};

export type ReviewResult =
  /** Done; the card as it stands now. */
  | { readonly type: "done"; readonly card: ReviewCard }
  /** Somebody or something was faster; the card as it stands now, null when it is gone. */
  | { readonly type: "stale"; readonly card: ReviewCard | null }
  /** Not possible; why, in a sentence for staff. */
  | { readonly type: "refused"; readonly words: string };

/** A card with what stands behind its More button. */
export type CardDetails = {
  readonly card: ReviewCard;
  readonly kind: Kind | null;
  readonly lane: Lane | null;
  readonly area: string | null;
  /** Who has it in hand. */
  readonly claim: Claim | null;
  /** Every area's name from the policy. */
  readonly areas: readonly string[];
  /** Every place an issue may go. */
  readonly routes: readonly Route[];
  readonly candidates: readonly Candidate[];
  /** Names of details that the reporter could be asked for. */
  readonly missing: readonly string[];
  /** Why it was decided so, each in words of its own. */
  readonly reasons: readonly string[];
  /** Codes and asks of the others that the decision is about. */
  readonly others: readonly string[];
  /** The whole text that would be said or filed, and the post itself, redacted. */
  readonly fullBody: string;
  readonly post: string;
  /** Name of the post's language, where it is another than the staff's and can be translated. */
  readonly translatableFrom: string | null;
};

export type EditForm = {
  /** The card's version that the texts belong to. */
  readonly version: number;
  /** Null for what has no title. */
  readonly title: string | null;
  readonly text: string;
};

export interface ReviewDeps {
  /**
   * What a reviewer may rewrite: an issue's title and body, or the text alone. Answers within two
   * seconds, or the reviewer has to press twice: the form waits for it.
   */
  editForm(cardId: string): Promise<EditForm | null>;
  cardDetails(cardId: string): Promise<CardDetails | null>;
  /** The images that came with a card's posts; null when the card is gone. */
  cardImages(cardId: string): Promise<CardImages | null>;
  /** The post in the staff's language, as slow as a model is; null when the card is gone. */
  translatePost(cardId: string): Promise<Translation | null>;
  onReview(click: ReviewClick): Promise<ReviewResult>;
  /** Takes what a card shows in hand, or gives it back. */
  claimCard(cardId: string, take: boolean, by: Person): Promise<Claiming>;
}

export interface ReporterDeps {
  onReporter(event: ReporterEvent): Promise<ReporterResult>;
  /**
   * What a form on one of our messages asks for. Answers within two seconds or is treated as
   * failed.
   */
  reporterForm(
    actionId: string,
    by: Person,
  ): Promise<
    | {
        readonly type: "form";
        readonly code: string;
        readonly details: readonly string[];
        /** The one that was asked in; see Say. */
        readonly language?: string | undefined;
      }
    | { readonly type: "not-yours" }
    | { readonly type: "gone" }
  >;
}

export type TicketView = {
  readonly code: string;
  readonly title: string;
  /** Kind, lane, area, state: each a few words. */
  readonly facts: readonly string[];
  readonly permalink: string;
  readonly issueUrl: string | null;
  readonly story: readonly StoryLine[];
};

export type StatusLine = {
  readonly code: string;
  readonly title: string;
  readonly mark: Mark;
  readonly permalink: string;
};

export interface GapDeps {
  /** Gaps in the docs that stand open, those of most people first. */
  gaps(): Promise<readonly GapLine[]>;
  /** Files a gap with the docs team; once, however often it is pressed. */
  fileGap(code: string, by: Person): Promise<Filing>;
}

export interface CommandDeps extends GapDeps {
  /** The best open proposal for this person, with a card of its own; null when none is open. */
  next(by: Person): Promise<ReviewCard | null>;
  queue(filter: QueueFilter, page: number, by: Person): Promise<QueuePage>;
  claimTicket(ticketId: string, by: Person): Promise<Claiming>;
  ticket(code: string): Promise<TicketView | null>;
  /** Up to 25 tickets whose code or title contain the text, newest first. */
  suggestTickets(
    text: string,
  ): Promise<readonly { readonly code: string; readonly title: string }[]>;
  /** A post from elsewhere that staff bring in; the same address is the same ticket. */
  capture(raw: RawPost): Promise<CallResult>;
  pause(by: Person): Promise<void>;
  /** @returns how many public actions had waited */
  resume(by: Person): Promise<{ readonly waited: number }>;
  /** The person's own tickets, newest first; with a code that one, if it is theirs. */
  statusOf(by: Person, code?: string): Promise<readonly StatusLine[]>;
  retract(
    code: string,
    words: string | null,
    by: Person,
  ): Promise<
    | { readonly type: "retracting" }
    | { readonly type: "nothing-published" }
    | { readonly type: "unknown" }
  >;
}

export type PrivacyView = {
  /** Whether the bot is switched off for this person. */
  readonly off: boolean;
  readonly posts: number;
  readonly tickets: number;
};

export type SwitchOrder = Pick<OffSwitch, "scope" | "scopeId"> & {
  readonly off: boolean;
  /** Whether the person opened the thread that is switched. */
  readonly opener: boolean;
};

export interface PrivacyDeps {
  privacyOf(by: Person): Promise<PrivacyView>;
  exportOf(by: Person): Promise<Holdings>;
  /** @returns how many posts were emptied */
  forget(by: Person): Promise<number>;
  /** A thread is its opener's and its reporters' to switch, a channel the staff's. */
  switchBot(
    order: SwitchOrder,
    by: Person,
  ): Promise<{ readonly type: "switched" } | { readonly type: "not-yours" }>;
}

/** Questions by command, whose answers only the asker sees. */
export interface AskDeps {
  /** May take as long as a model does. */
  ask(raw: RawPost): Promise<Asked>;
  shareAnswer(ticketId: string, by: Person): Promise<Shared>;
  judgeAnswer(ticketId: string, outcome: "helped" | "wrong", by: Person): Promise<void>;
}

export interface ReportDeps {
  /** @param raw its text is the title */
  lookUpReport(raw: RawPost): Promise<LookedUp>;
  /** @param sameAs the key of what its author says it is the same as */
  takeReport(raw: RawPost, sameAs: string | null): Promise<TakenReport>;
}

export interface KnowledgeDeps {
  /**
   * Keeps the answer in a message, so that later drafts may quote it.
   * @param hidden whether the thread is one that not everybody in its channel reads
   */
  keepAnswer(answer: RawPost, hidden: boolean, by: Person): Promise<Accepting>;
}

export interface HelperDeps {
  /** The oldest draft that this helper has not vouched for, later than the one that is passed over. */
  nextDraft(by: Person, after: string | null): Promise<OpenDraft | null>;
  /** The whole text of a draft; null when it is decided. Answers within two seconds. */
  draftText(proposalId: string, by: Person): Promise<string | null>;
  /** @param words in place of the draft's; null for the draft as it is */
  vouch(proposalId: string, words: string | null, by: Person): Promise<Vouching>;
}

export interface SolveDeps {
  /** @param answer the message that answered its thread, ours or a person's */
  markSolved(answer: RawPost, by: Person): Promise<Solving>;
}

export type TurnDeps = {
  /**
   * Whether another process may be listening by now: this one cannot ask whose turn it is. What is
   * pressed is then left to the other.
   */
  readonly isInDoubt?: (() => boolean) | undefined;
};

export type BotDeps = TurnDeps &
  HelperDeps &
  WordDeps &
  KnowledgeDeps &
  SetupDeps &
  IntakeDeps &
  ReviewDeps &
  ReporterDeps &
  CommandDeps &
  PrivacyDeps &
  AskDeps &
  ReportDeps &
  SolveDeps;
