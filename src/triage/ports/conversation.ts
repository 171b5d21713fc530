import type { ReviewCard } from "../model/review-card.ts";
import type { Mark, Say } from "../model/say.ts";

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
  /** Whether a person is still in the community that the place belongs to. */
  hasMember(placeId: string, personSourceId: string): Promise<boolean>;
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
