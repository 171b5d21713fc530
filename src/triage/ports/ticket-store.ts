import type { KeptImage } from "../files/kept-image.ts";
import type { Case, Change, Issue, Reporter } from "../model/case.ts";
import type { Post } from "../model/post.ts";
import type { Ticket } from "../model/ticket.ts";

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

/** When something was written, in milliseconds: from the first, up to and with the second. */
export type Period = { readonly since: number; readonly until: number };

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
  /** All of these at once, in the order of their ids; those that are not there are left out. */
  loadAll(communityId: string, ticketIds: readonly string[]): Promise<readonly Case[]>;
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
   * Messages of a period that tickets rest on and that nobody is known to have deleted, the newest
   * first: what may have changed while nobody listened. What was typed into a command or a form is none.
   */
  standingPosts(
    communityId: string,
    source: string,
    period: Period,
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
   * Forgets a person, whether they asked, helped or were on duty: reporter rows are deleted, the
   * texts of their posts emptied, private messages to them that still wait never sent, and their
   * source id and names taken out of everything, also out of what others wrote where it mentions
   * their id.
   * @param nowKnownAs their name of today: who never asked has no row that would tell it
   * @returns the tickets that held something of theirs
   */
  forget(
    communityId: string,
    source: string,
    sourceId: string,
    at: number,
    nowKnownAs?: string,
  ): Promise<readonly string[]>;
}
