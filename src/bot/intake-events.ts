import {
  type AnyThreadChannel,
  type Channel,
  type Client,
  DiscordAPIError,
  Events,
  type Message,
  type PartialMessage,
  RESTJSONErrorCodes,
} from "discord.js";
import { type Clock, SECOND } from "../triage/clock.ts";
import type { IntakeDeps } from "./deps.ts";
import type { Log } from "./log-type.ts";
import type { ReadMessage } from "./read-message.ts";
import type { Reader } from "./reader.ts";
import type { Serial } from "./serial.ts";
import { compareSnowflakes } from "./snowflake.ts";
import { threadOrChannel } from "./whereabouts.ts";

export type IntakeEventsDeps = {
  readonly serverId: string;
  readonly deps: IntakeDeps;
  readonly reader: Reader;
  readonly readMessage: ReadMessage;
  readonly serial: Serial;
  readonly clock: Clock;
  readonly log: Log;
  /** Something could not be stored: read again soon. */
  readonly onTrouble: () => void;
};

/** A forum post's first message may be late: when to look for it, after the thread came. */
const LOOK_FOR_STARTER = [3 * SECOND, 10 * SECOND, 30 * SECOND, 120 * SECOND] as const;

/** Wires what people write, change and take away to the core. */
export function wireIntake(client: Client, options: IntakeEventsDeps): void {
  const { serverId, deps, reader, readMessage, serial, clock, log, onTrouble } = options;

  /** Errors end here: the catch-up reads again what an event lost. */
  function handle(what: string, sourceId: string, task: () => Promise<void>): void {
    task().catch((error: unknown) => {
      log.error({ err: error, what, sourceId }, "Could not take in a Discord event");
      onTrouble();
    });
  }

  async function isWatched(message: Message<true>): Promise<boolean> {
    const { channel } = message;
    const placeId = channel.isThread() ? channel.parentId : channel.id;
    const { places } = await deps.policy();
    return placeId !== null && (places[placeId] ?? "off") !== "off";
  }

  /** A thread that the bot speaks in, in a channel that it otherwise leaves alone. */
  function isOurs({ channel, client: { user } }: Message<true>): boolean {
    return channel.isThread() && (channel.ownerId === user.id || channel.joined);
  }

  async function onMessage(message: Message<true>): Promise<void> {
    if (await isWatched(message)) return reader.live(message);
    if (!isOurs(message) || message.author.id === message.client.user.id) return;
    await serial.run(message.channelId, async () => deps.onPost(await readMessage(message)));
  }

  client.on(Events.MessageCreate, (message) => {
    if (!message.inGuild() || message.guildId !== serverId) return;
    handle("message", message.id, () => onMessage(message));
  });

  client.on(Events.MessageUpdate, (_before, after) => {
    if (after.guildId !== serverId || after.author?.id === client.user?.id) return;
    // Link previews and pins update a message too; only people set this.
    if (!after.partial && after.editedTimestamp === null) return;
    handle("edit", after.id, () => onEdit(after));
  });

  async function onEdit(message: Message | PartialMessage): Promise<void> {
    await serial.run(message.channelId, async () => {
      const whole = message.partial ? await orGone(() => message.fetch()) : message;
      if (!whole?.inGuild()) return;
      await deps.onEdited(await readMessage(whole));
    });
  }

  client.on(Events.ThreadUpdate, (before, after) => {
    if (after.guildId !== serverId) return;
    if (after.archived) reader.isAsleep(after.id);
    const renamed = before.name !== after.name || !sameTags(before, after);
    if (renamed) handle("retitle", after.id, () => onRetitled(after));
  });

  async function onRetitled(thread: AnyThreadChannel): Promise<void> {
    await serial.run(thread.id, async () => {
      const starter = await orGone(() => thread.fetchStarterMessage({ cache: false }));
      if (starter?.inGuild() && starter.author.id !== client.user?.id) {
        await deps.onEdited(await readMessage(starter));
      }
    });
  }

  client.on(Events.MessageDelete, (message) => {
    if (message.guildId === serverId) gone(message.channel, [message.id]);
  });

  client.on(Events.MessageBulkDelete, (messages, channel) => {
    if (channel.guildId === serverId) gone(channel, [...messages.keys()]);
  });

  client.on(Events.ThreadDelete, (thread) => {
    if (thread.guildId !== serverId) return;
    reader.isAsleep(thread.id);
    gone(thread, "all");
  });

  client.on(Events.ChannelDelete, (channel) => {
    if (!("guildId" in channel) || channel.guildId !== serverId) return;
    reader.isAsleep(channel.id);
    gone(channel, "all");
  });

  function gone(channel: Channel, sourceIds: readonly string[] | "all"): void {
    const where = threadOrChannel(channel);
    handle("deletion", channel.id, () =>
      serial.run(channel.id, () => deps.onDeleted({ ...where, sourceIds })),
    );
  }

  client.on(Events.ThreadCreate, (thread, newlyCreated) => {
    if (thread.guildId !== serverId || !newlyCreated) return;
    reader.isNew(thread.id);
    lookForStarter(thread, 0);
  });

  /**
   * A forum post usually comes as a message of its own; this looks after it when that got lost,
   * and again while Discord has the thread but not yet its message.
   */
  function lookForStarter(thread: AnyThreadChannel, attempt: number): void {
    const delay = LOOK_FOR_STARTER[attempt];
    if (delay === undefined) return;
    clock.after(delay, () =>
      handle("starter", thread.id, async () => {
        const cursor = await deps.cursor(thread.id);
        if (cursor !== null && compareSnowflakes(cursor, thread.id) >= 0) return;
        const starter = await orGone(() => thread.messages.fetch(thread.id));
        if (starter?.inGuild()) await onMessage(starter);
        else lookForStarter(thread, attempt + 1);
      }),
    );
  }
}

const NOT_THERE: readonly (string | number)[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.CannotSendAMessageInAForumChannel,
];

/** Null for a message that is deleted, or not there yet. */
async function orGone<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DiscordAPIError && NOT_THERE.includes(error.code)) return null;
    throw error;
  }
}

function sameTags(a: AnyThreadChannel, b: AnyThreadChannel): boolean {
  return a.appliedTags.join() === b.appliedTags.join();
}
