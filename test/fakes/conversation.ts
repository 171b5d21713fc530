import type { Clock } from "../../src/triage/model/clock.ts";
import type { ReviewCard } from "../../src/triage/model/review-card.ts";
import type { Mark, Say } from "../../src/triage/model/say.ts";
import type { Conversation, Whereabouts } from "../../src/triage/ports/conversation.ts";
import { createFaults, type Faults } from "./faults.ts";

export type SaidMessage = {
  readonly id: string;
  /** A conversation's id, `review`, or `private:` with the person's source id. */
  readonly where: string;
  /** The id that `find` sees: of the action that wrote it last. */
  actionId: string;
  say: Say;
  edits: number;
  readonly at: number;
};

export type FakeConversation = Conversation &
  Pick<Faults<keyof Conversation>, "failNext"> & {
    /** Everything said, in order, wherever it was. */
    readonly messages: SaidMessage[];
    /** Cards by message id, as they stand now. */
    readonly cards: Map<string, { readonly actionId: string; card: ReviewCard; edits: number }>;
    /** The mark on each post, by its source id. */
    readonly marks: Map<string, Mark>;
    readonly deleted: Set<string>;
    /** Messages that members of the community see in one conversation. */
    publicIn(conversationId: string): SaidMessage[];
    /** Ids of actions and cards that stand more than once. */
    twice(): string[];
    takesNoPrivateMessages(personSourceId: string): void;
    /** A member left the community. */
    left(personSourceId: string): void;
    /** A member opened a conversation. */
    opened(conversationId: string): void;
  };

/** Discord as the core sees it. Places and conversations that were not set up are refused. */
export function createFakeConversation(
  clock: Clock,
  setUp: { readonly places: readonly string[]; readonly conversations?: readonly string[] },
): FakeConversation {
  const places = new Set(setUp.places);
  const conversations = new Set(setUp.conversations);
  const closedDoors = new Set<string>();
  const left = new Set<string>();
  const messages: SaidMessage[] = [];
  const cards: FakeConversation["cards"] = new Map();
  const cardTimes = new Map<string, number>();
  const marks = new Map<string, Mark>();
  const deleted = new Set<string>();
  const { failNext, run } = createFaults<keyof Conversation>();
  let count = 0;

  function place(where: Whereabouts): void {
    if (!places.has(where.placeId)) throw new Error(`no such place: ${where.placeId}`);
  }

  function conversationOf(where: Whereabouts): string {
    place(where);
    if (where.conversationId === null) {
      const opened = `thread-${where.postSourceId}`;
      conversations.add(opened);
      return opened;
    }
    if (!conversations.has(where.conversationId)) {
      throw new Error(`no such conversation: ${where.conversationId}`);
    }
    return where.conversationId;
  }

  function add(where: string, say: Say, actionId: string): SaidMessage {
    const message = { id: `m${++count}`, where, actionId, say, edits: 0, at: clock.now() };
    messages.push(message);
    return message;
  }

  function lookFor(where: string, actionId: string, since: number): SaidMessage | undefined {
    return messages.findLast(
      (message) => message.where === where && message.actionId === actionId && message.at >= since,
    );
  }

  return {
    messages,
    cards,
    marks,
    deleted,
    failNext,
    publicIn: (conversationId) => messages.filter(({ where }) => where === conversationId),
    twice() {
      const ids = [
        ...messages.map(({ actionId }) => actionId),
        ...[...cards.values()].map(({ actionId }) => actionId),
      ];
      return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
    },
    opened: (conversationId) => {
      conversations.add(conversationId);
    },
    left: (personSourceId) => {
      left.add(personSourceId);
    },
    takesNoPrivateMessages: (personSourceId) => {
      closedDoors.add(personSourceId);
    },

    say: (where, say, actionId) =>
      run("say", () => {
        const conversationId = conversationOf(where);
        return { messageId: add(conversationId, say, actionId).id, conversationId };
      }),
    restate: (where, messageId, say, actionId) =>
      run("restate", () => {
        const conversationId = conversationOf(where);
        const message = messages.find(({ id }) => id === messageId);
        if (message?.where !== conversationId) throw new Error(`no such message: ${messageId}`);
        message.say = say;
        message.actionId = actionId;
        message.edits += 1;
      }),
    unsay: (where, messageId) =>
      run("unsay", () => {
        const conversationId = conversationOf(where);
        const at = messages.findIndex(({ id }) => id === messageId);
        if (messages[at] && messages[at].where !== conversationId) {
          throw new Error(`no such message: ${messageId}`);
        }
        if (at >= 0) messages.splice(at, 1);
      }),
    find: (where, actionId, since) =>
      run("find", () => {
        place(where);
        const conversationId = where.conversationId ?? `thread-${where.postSourceId}`;
        const message = lookFor(conversationId, actionId, since);
        return message ? { messageId: message.id, conversationId } : null;
      }),
    mark: (where, mark) =>
      run("mark", () => {
        place(where);
        marks.set(where.postSourceId, mark);
      }),
    tellPrivately: (personSourceId, say, actionId) =>
      run("tellPrivately", () => {
        if (closedDoors.has(personSourceId)) return { type: "closed" } as const;
        const { id } = add(`private:${personSourceId}`, say, actionId);
        return { type: "told", messageId: id } as const;
      }),
    hasMember: (placeId, personSourceId) =>
      run("hasMember", () => {
        if (!places.has(placeId)) throw new Error(`no such place: ${placeId}`);
        return !left.has(personSourceId);
      }),
    findPrivate: (personSourceId, actionId, since) =>
      run("findPrivate", () => lookFor(`private:${personSourceId}`, actionId, since)?.id ?? null),
    announce: (placeId, say, actionId) =>
      run("announce", () => {
        if (!places.has(placeId)) throw new Error(`no such place: ${placeId}`);
        return add(placeId, say, actionId).id;
      }),
    findAnnouncement: (placeId, actionId, since) =>
      run("findAnnouncement", () => lookFor(placeId, actionId, since)?.id ?? null),
    alert: (say, actionId) => run("alert", () => add("review", say, actionId).id),
    postCard: (card, actionId) =>
      run("postCard", () => {
        const messageId = `c${++count}`;
        cards.set(messageId, { actionId, card, edits: 0 });
        cardTimes.set(messageId, clock.now());
        return messageId;
      }),
    editCard: (messageId, card) =>
      run("editCard", () => {
        const standing = cards.get(messageId);
        if (!standing) throw new Error(`no such card message: ${messageId}`);
        standing.card = card;
        standing.edits += 1;
      }),
    findCard: (markerId, since) =>
      run("findCard", () => {
        for (const [messageId, { actionId, card }] of cards) {
          const ours = actionId === markerId || card.cardId === markerId;
          if (ours && (cardTimes.get(messageId) ?? 0) >= since) return messageId;
        }
        return lookFor("review", markerId, since)?.id ?? null;
      }),
    deletePost: (where) =>
      run("deletePost", () => {
        place(where);
        deleted.add(where.postSourceId);
      }),
  };
}
