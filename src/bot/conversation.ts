import { RESTJSONErrorCodes as Code, type REST, Routes } from "discord.js";
import { z } from "zod";
import { Mark, type Say } from "../triage/model/say.ts";
import type { Conversation, Whereabouts } from "../triage/ports/conversation.ts";
import { findMessage } from "./discord/find-message.ts";
import type { Log } from "./discord/log-type.ts";
import { callDiscord, codeOf } from "./discord/port-error.ts";
import { createStateTags, type StateTagNames } from "./discord/state-tags.ts";
import { type ArchivedUse, createThreads } from "./discord/threads.ts";
import { editedMessage, newMessage } from "./render/message-body.ts";
import { renderSay } from "./render/render.ts";
import { renderCard } from "./render/render-card.ts";
import type { Rendered } from "./render/rendered.ts";
import { markEmoji } from "./words/texts.ts";
import type { Texts } from "./words/wording.ts";

type ConversationDeps = {
  /** From `createDiscordRest`: its rate limits are kept, its writes never repeated. */
  readonly rest: REST;
  /** The channel for cards and alerts. */
  readonly reviewPlaceId: () => Promise<string>;
  /** Names of the forums' tags that show a state; without them it is a reaction. */
  readonly stateTags?: StateTagNames;
  readonly texts: Texts;
  readonly log: Log;
};

const Message = z.object({ id: z.string() });
/** Direct messages closed, or no server in common any more. */
const NO_DIRECT_MESSAGES: readonly (number | null)[] = [
  Code.CannotSendMessagesToThisUser,
  Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
];

const HAS_LEFT: readonly (number | null)[] = [Code.UnknownMember, Code.UnknownUser];

/** What is said in Discord, by REST alone: any process may say it, with or without a gateway. */
export function createDiscordConversation({
  rest,
  reviewPlaceId,
  stateTags = {},
  texts,
  log,
}: ConversationDeps): Conversation {
  const tags = createStateTags(rest, stateTags);
  const ourId = once(async () => {
    const me = await callDiscord("readBot", () => rest.get(Routes.user()));
    return Message.parse(me).id;
  });
  const threads = createThreads(rest, ourId, { texts, log });

  async function post(operation: string, channelId: string, message: Rendered, actionId: string) {
    const request = newMessage(message, actionId);
    const answer = await callDiscord(operation, () =>
      rest.post(Routes.channelMessages(channelId), request),
    );
    return Message.parse(answer).id;
  }

  async function edit(
    operation: string,
    channelId: string,
    messageId: string,
    message: Rendered,
  ): Promise<void> {
    await callDiscord(operation, () =>
      rest.patch(Routes.channelMessage(channelId, messageId), editedMessage(message)),
    );
  }

  async function look(channelId: string, id: string, since: number): Promise<string | null> {
    const where = { channelId, authorId: await ourId() };
    return callDiscord("find", () => findMessage(rest, where, id, since));
  }

  async function privateChannel(personSourceId: string): Promise<string> {
    const body = { recipient_id: personSourceId };
    const answer = await callDiscord("openPrivate", () =>
      rest.post(Routes.userChannels(), { body }),
    );
    return Message.parse(answer).id;
  }

  /** One mark: the state's tag in a forum that has it, else our own reaction. */
  async function mark(where: Whereabouts, mark: Mark, before: Mark | undefined): Promise<void> {
    const channelId = await threads.channelOfPost(where);
    const ours = (which: Mark) =>
      Routes.channelMessageOwnReaction(
        channelId,
        where.postSourceId,
        encodeURIComponent(markEmoji[which]),
      );
    const isForum = channelId !== where.placeId && (await threads.isForum(where.placeId));
    const change = async () => {
      const tagged = isForum && (await tags.put(where.placeId, channelId, mark));
      if (!tagged) await callDiscord("mark", () => rest.put(ours(mark)));
      if (before === undefined || (before === mark && !tagged)) return;
      // A reaction that is not there, or not any more, is fine.
      await ignoring([Code.UnknownEmoji, Code.UnknownMessage], () =>
        callDiscord("mark", () => rest.delete(ours(before))),
      );
    };
    const ends = mark === "fixed" || mark === "closed";
    return threads.change(channelId, ends ? "for-a-moment" : "let-sleep", change);
  }

  return {
    async say(where, say, actionId) {
      const conversationId = await threads.openThread(
        where,
        "code" in say ? say.code : "Signalbox",
      );
      const messageId = await threads.speak(conversationId, inArchived(say), () =>
        post("say", conversationId, renderSay(say, actionId, texts), actionId),
      );
      return { messageId, conversationId };
    },

    restate(where, messageId, say, actionId) {
      const conversationId = threads.threadOf(where);
      return threads.change(conversationId, inArchived(say), () =>
        edit("restate", conversationId, messageId, renderSay(say, actionId, texts)),
      );
    },

    async find(where, actionId, since) {
      const conversationId = await threads.findThread(where);
      if (conversationId === null) return null;
      try {
        const messageId = await look(conversationId, actionId, since);
        return messageId === null ? null : { messageId, conversationId };
      } catch (error) {
        // No thread hangs on the post yet, so nothing was said in it.
        if (codeOf(error) === Code.UnknownChannel) return null;
        throw error;
      }
    },

    mark: (where, next, before) => mark(where, next, Mark.safeParse(before).data),

    async tellPrivately(personSourceId, say, actionId) {
      try {
        const channelId = await privateChannel(personSourceId);
        const message = renderSay(say, actionId, texts);
        return { type: "told", messageId: await post("tell", channelId, message, actionId) };
      } catch (error) {
        if (NO_DIRECT_MESSAGES.includes(codeOf(error))) return { type: "closed" };
        throw error;
      }
    },

    async hasMember(placeId, personSourceId) {
      const serverId = await threads.serverOf(placeId);
      try {
        const member = Routes.guildMember(serverId, personSourceId);
        await callDiscord("readMember", () => rest.get(member));
        return true;
      } catch (error) {
        if (HAS_LEFT.includes(codeOf(error))) return false;
        throw error;
      }
    },

    async findPrivate(personSourceId, actionId, since) {
      return look(await privateChannel(personSourceId), actionId, since);
    },

    async announce(placeId, say, actionId) {
      return post("announce", placeId, renderSay(say, actionId, texts), actionId);
    },

    async findAnnouncement(placeId, actionId, since) {
      return look(placeId, actionId, since);
    },

    async alert(say, actionId) {
      return post("alert", await reviewPlaceId(), renderSay(say, actionId, texts), actionId);
    },

    async postCard(card, actionId) {
      return post("postCard", await reviewPlaceId(), renderCard(card), actionId);
    },

    async editCard(messageId, card) {
      await edit("editCard", await reviewPlaceId(), messageId, renderCard(card));
    },

    async findCard(markerId, since) {
      return look(await reviewPlaceId(), markerId, since);
    },

    async unsay(where, messageId) {
      const channelId = threads.threadOf(where);
      const remove = () =>
        callDiscord("unsay", () => rest.delete(Routes.channelMessage(channelId, messageId)));
      await threads.change(channelId, "for-a-moment", () =>
        ignoring([Code.UnknownMessage, Code.UnknownChannel], remove),
      );
    },

    async deletePost(where) {
      const channelId = await threads.channelOfPost(where);
      const remove = () =>
        callDiscord("deletePost", () =>
          rest.delete(Routes.channelMessage(channelId, where.postSourceId)),
        );
      await threads.change(channelId, "for-a-moment", () =>
        ignoring([Code.UnknownMessage, Code.UnknownChannel], remove),
      );
    },
  };
}

/**
 * An archived thread is woken for what ends somebody's wait, and for a question to them, after
 * which it stays open for the answer; never for mere progress.
 */
function inArchived(say: Say): ArchivedUse {
  switch (say.say) {
    case "ask":
    case "team-asks":
      return "reopen";
    case "answer":
    case "redirect":
    case "filed":
    case "linked":
    case "fixed":
    case "closed":
    case "withdrawn":
    case "retracted":
    case "private-note":
      return "for-a-moment";
    case "team-tells":
    case "leaked-credential":
    case "related":
    case "announcement":
    case "alert":
    case "engine-notice":
    case "gap-closed":
    case "overdue":
    case "digest":
      return "let-sleep";
  }
}

async function ignoring(codes: readonly number[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!codes.some((code) => code === codeOf(error))) throw error;
  }
}

/** Asks once and remembers; a failure is not remembered. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
