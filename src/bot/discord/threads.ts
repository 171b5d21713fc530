import { ChannelType, type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import { PortError } from "../../triage/model/errors.ts";
import type { Whereabouts } from "../../triage/ports/conversation.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { Texts } from "../words/wording.ts";
import type { Log } from "./log-type.ts";
import { callDiscord, codeOf } from "./port-error.ts";

const Created = z.object({ id: z.string() });
const Place = z.object({ type: z.number(), guild_id: z.string() });
const ActiveThreads = z.object({
  threads: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      parent_id: z.string().nullable(),
      owner_id: z.string().nullish(),
    }),
  ),
});
const Thread = z.object({ thread_metadata: z.object({ archived: z.boolean() }).optional() });

const DAY_IN_MINUTES = 1_440;

export type Threads = {
  /** Where messages about a post go: its forum post, or the thread that hangs on it. */
  threadOf(where: Whereabouts): string;
  /** The same, also where a command opened it; null when that has no thread yet. */
  findThread(where: Whereabouts): Promise<string | null>;
  /** The same; opens the thread when the post stands in a text channel and has none. */
  openThread(where: Whereabouts, name: string): Promise<string>;
  isForum(placeId: string): Promise<boolean>;
  /** The server that a channel belongs to. */
  serverOf(placeId: string): Promise<string>;
  /** The channel that the post itself stands in. */
  channelOfPost(where: Whereabouts): Promise<string>;
  /** Says something new in a thread; Discord would wake it by itself, so it is looked at first. */
  speak<T>(threadId: string, use: ArchivedUse, act: () => Promise<T>): Promise<T>;
  /** Changes something in a thread, and wakes it only when Discord refuses because it sleeps. */
  change(threadId: string, use: ArchivedUse, act: () => Promise<void>): Promise<void>;
};

/** What to do with an archived thread: wake it, wake it for a moment, or let it sleep. */
export type ArchivedUse = "reopen" | "for-a-moment" | "let-sleep";

export function createThreads(
  rest: REST,
  ourId: () => Promise<string>,
  { texts, log }: { readonly texts: Texts; readonly log: Log },
): Threads {
  const places = new Map<string, z.infer<typeof Place>>();

  async function placeOf(placeId: string): Promise<z.infer<typeof Place>> {
    const known = places.get(placeId);
    if (known) return known;
    const read = await callDiscord("readChannel", () => rest.get(Routes.channel(placeId)));
    const place = Place.parse(read);
    places.set(placeId, place);
    return place;
  }

  async function isForum(placeId: string): Promise<boolean> {
    const { type } = await placeOf(placeId);
    return type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
  }

  /** The thread that was opened for a command before; its name begins with the ticket's code. */
  async function threadOfCommand({ placeId, byCommand }: Whereabouts): Promise<string | null> {
    const code = byCommand?.threadName.split(" ", 1)[0] ?? "";
    const [{ guild_id: serverId }, us] = await Promise.all([placeOf(placeId), ourId()]);
    const answer = await callDiscord("listThreads", () =>
      rest.get(Routes.guildActiveThreads(serverId)),
    );
    const found = ActiveThreads.parse(answer).threads.find(
      // Anybody may call a thread of theirs by a ticket's code.
      ({ parent_id, owner_id, name }) =>
        parent_id === placeId && owner_id === us && name.split(" ", 1)[0] === code,
    );
    return found?.id ?? null;
  }

  /** A thread without a post: its first message is ours, and whoever typed the command is in it. */
  async function openForCommand(
    where: Whereabouts,
    { threadName: name, personSourceId }: NonNullable<Whereabouts["byCommand"]>,
  ): Promise<string> {
    const standing = await threadOfCommand(where);
    if (standing !== null) return standing;
    const common = { name, auto_archive_duration: DAY_IN_MINUTES };
    const body = (await isForum(where.placeId))
      ? {
          ...common,
          message: { content: texts.say("report.opened"), allowed_mentions: { parse: [] } },
        }
      : { ...common, type: ChannelType.PublicThread };
    const answer = await callDiscord("openThread", () =>
      rest.post(Routes.threads(where.placeId), { body }),
    );
    const { id } = Created.parse(answer);
    await rest
      .put(Routes.threadMembers(id, personSourceId))
      .catch((error: unknown) =>
        log.warn({ err: error, threadId: id }, "Could not add the reporter"),
      );
    return id;
  }

  function setArchived(threadId: string, archived: boolean): Promise<unknown> {
    return rest.patch(Routes.channel(threadId), { body: { archived } });
  }

  async function awake<T>(threadId: string, use: ArchivedUse, act: () => Promise<T>): Promise<T> {
    await callDiscord("wakeThread", () => setArchived(threadId, false));
    try {
      return await act();
    } finally {
      if (use === "for-a-moment") {
        // What was said stands; a thread left open is no reason to say it again.
        await setArchived(threadId, true).catch((error: unknown) =>
          log.warn({ err: error, threadId }, "Could not archive the thread again"),
        );
      }
    }
  }

  return {
    isForum,

    serverOf: async (placeId) => (await placeOf(placeId)).guild_id,

    async findThread(where) {
      if (where.conversationId === null && where.byCommand) return threadOfCommand(where);
      return where.conversationId ?? where.postSourceId;
    },

    // A thread made from a message has the message's id, as has a forum post.
    threadOf: (where) => where.conversationId ?? where.postSourceId,

    async openThread(where, name) {
      if (where.conversationId !== null) return where.conversationId;
      if (where.byCommand) return openForCommand(where, where.byCommand);
      if (await isForum(where.placeId)) return where.postSourceId;
      try {
        const body = { name, auto_archive_duration: DAY_IN_MINUTES };
        const answer = await callDiscord("openThread", () =>
          rest.post(Routes.threads(where.placeId, where.postSourceId), { body }),
        );
        return Created.parse(answer).id;
      } catch (error) {
        if (codeOf(error) !== RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage) throw error;
        return where.postSourceId;
      }
    },

    async channelOfPost({ placeId, conversationId, postSourceId }) {
      if (await isForum(placeId)) return conversationId ?? postSourceId;
      // The post that a thread hangs on stands outside of it.
      return conversationId === null || conversationId === postSourceId ? placeId : conversationId;
    },

    async speak(threadId, use, act) {
      const thread = await callDiscord("readThread", () => rest.get(Routes.channel(threadId)));
      if (!Thread.parse(thread).thread_metadata?.archived) return act();
      if (use === "let-sleep") {
        throw new PortError("discord.say", "never", null, { advice: staffTexts.advice.archived });
      }
      return awake(threadId, use, act);
    },

    async change(threadId, use, act) {
      try {
        await act();
      } catch (error) {
        const asleep = codeOf(error) === RESTJSONErrorCodes.InvalidActionOnArchivedThread;
        if (!asleep || use === "let-sleep") throw error;
        await awake(threadId, use, act);
      }
    },
  };
}
