import {
  type AnyThreadChannel,
  type Client,
  Events,
  GatewayDispatchEvents,
  type Message,
} from "discord.js";
import { z } from "zod";
import { type Clock, SECOND } from "../../triage/model/clock.ts";
import type { IntakeDeps } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import { isGone, orGone } from "../discord/or-gone.ts";
import type { Serial } from "../discord/serial.ts";
import { compareSnowflakes } from "../discord/snowflake.ts";
import { isPrivateThread, remember, threadOrChannel } from "../discord/whereabouts.ts";
import { wireAccess } from "./access-events.ts";
import { wireDeletions } from "./deletion-events.ts";
import { wireEdits } from "./edit-events.ts";
import type { ReadMessage } from "./read-message.ts";
import type { Reader } from "./reader.ts";

export type IntakeEventsDeps = {
  readonly serverId: string;
  readonly deps: IntakeDeps;
  readonly reader: Reader;
  readonly readMessage: ReadMessage;
  /** Events of a channel one after the other: nothing is taken away before it was taken in. */
  readonly arrivals: Serial;
  readonly serial: Serial;
  readonly clock: Clock;
  readonly log: Log;
  /** Something could not be stored: read again soon. */
  readonly onTrouble: () => void;
};

const Posted = z.object({ id: z.string(), channel_id: z.string(), guild_id: z.string() });

/** A forum post's first message may be late: when to look for it, after the thread came. */
const LOOK_FOR_STARTER = [3 * SECOND, 10 * SECOND, 30 * SECOND, 120 * SECOND] as const;

/** Wires what people write, change and take away to the core. */
export function wireIntake(client: Client, options: IntakeEventsDeps): void {
  const { serverId, deps, reader, readMessage, serial, clock, log, onTrouble } = options;
  const { arrivals } = options;

  /** Errors end here: the catch-up reads again what an event lost. */
  function handle(
    what: string,
    { channelId, sourceId }: { readonly channelId: string; readonly sourceId: string },
    task: () => Promise<void>,
  ): void {
    arrivals.run(channelId, task).catch((error: unknown) => {
      if (isGone(error)) {
        log.info({ what, sourceId }, "What an event was about went away before it was read");
        return;
      }
      log.error({ err: error, what, sourceId }, "Could not take in a Discord event");
      onTrouble();
    });
  }

  async function isWatched(message: Message<true>): Promise<boolean> {
    const { places } = await deps.policy();
    await remember(message);
    const { channel } = message;
    return (places[threadOrChannel(channel).placeId] ?? "off") !== "off";
  }

  /** A thread that the bot speaks in, in a channel that it otherwise leaves alone. */
  function isOurs({ channel, client: { user } }: Message<true>): boolean {
    return channel.isThread() && (channel.ownerId === user.id || channel.joined);
  }

  async function onMessage(message: Message<true>): Promise<void> {
    const isHeard = await isWatched(message);
    if (isPrivateThread(message.channel)) return;
    if (isHeard) return reader.live(message);
    if (!isOurs(message) || message.author.id === message.client.user.id) return;
    await serial.run(message.channelId, async () => deps.onPost(await readMessage(message)));
  }

  client.on(Events.MessageCreate, (message) => {
    if (!message.inGuild() || message.guildId !== serverId) return;
    const { id: sourceId, channelId } = message;
    handle("message", { channelId, sourceId }, () => onMessage(message));
  });

  // In a thread that it has forgotten, discord.js keeps what is written to itself.
  client.ws.on(GatewayDispatchEvents.MessageCreate, (data: unknown) => {
    const posted = Posted.safeParse(data).data;
    if (posted?.guild_id !== serverId || client.channels.resolve(posted.channel_id)) return;
    // Whatever comes next is read in order behind this one.
    reader.isAsleep(posted.channel_id);
    handle("message", { channelId: posted.channel_id, sourceId: posted.id }, async () => {
      const channel = await orGone(() => client.channels.fetch(posted.channel_id));
      if (!channel?.isTextBased()) return;
      const message = await orGone(() => channel.messages.fetch(posted.id));
      if (message?.inGuild()) await onMessage(message);
    });
  });

  wireEdits(client, serverId, {
    onArchived: reader.isAsleep,
    onEdited: (channelId, read) =>
      handle("edit", { channelId, sourceId: channelId }, () =>
        serial.run(channelId, async () => {
          const message = await read();
          if (!message?.inGuild()) return;
          await remember(message);
          if (isPrivateThread(message.channel)) return;
          await deps.onEdited(await readMessage(message));
        }),
      ),
  });

  wireDeletions(client, serverId, (channelId, gone) => {
    if (gone.sourceIds === "all") reader.isAsleep(channelId);
    handle("deletion", { channelId, sourceId: channelId }, () =>
      serial.run(channelId, () => deps.onDeleted(gone)),
    );
  });

  wireAccess(client, serverId, {
    onChannel(channelId, threadIds) {
      for (const id of [channelId, ...threadIds]) reader.isAsleep(id);
      onTrouble();
    },
    onServer() {
      reader.freshSession();
      onTrouble();
    },
  });

  client.on(Events.ThreadCreate, (thread, newlyCreated) => {
    if (thread.guildId !== serverId || !newlyCreated || isPrivateThread(thread)) return;
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
    clock.after(delay, () => {
      // The bot has left: its next session reads what is missing.
      if (client.token === null) return;
      handle("starter", { channelId: thread.id, sourceId: thread.id }, async () => {
        const cursor = await deps.cursor(thread.id);
        if (cursor !== null && compareSnowflakes(cursor, thread.id) >= 0) return;
        const starter = await orGone(() => thread.messages.fetch(thread.id));
        if (starter?.inGuild()) await onMessage(starter);
        else lookForStarter(thread, attempt + 1);
      });
    });
  }
}
