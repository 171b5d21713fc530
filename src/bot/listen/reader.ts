import type { AnyThreadChannel, Message, NewsChannel, TextChannel } from "discord.js";
import { ZodError } from "zod";
import type { Clock } from "../../triage/model/clock.ts";
import type { IntakeDeps } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import type { Serial } from "../discord/serial.ts";
import { compareSnowflakes, laterOf, snowflakeAt } from "../discord/snowflake.ts";
import { remember } from "../discord/whereabouts.ts";
import type { ReadMessage } from "./read-message.ts";

export type Readable = TextChannel | NewsChannel | AnyThreadChannel;

export type ReaderDeps = {
  readonly deps: Pick<IntakeDeps, "onPost" | "cursor" | "moveCursor">;
  readonly readMessage: ReadMessage;
  readonly serial: Serial;
  readonly clock: Clock;
  /** What was written longer ago is not read any more. */
  readonly maxAgeMs: number;
  /** How many messages of one channel are read in a pass; 2,000 if left out. */
  readonly mostInAPass?: number;
  readonly log: Log;
};

/** Takes in every message once and in order, whether it comes by gateway or has to be read. */
export type Reader = {
  /** A message that has just come. Rejects when it could not be stored; it will be read again. */
  live(message: Message<true>): Promise<void>;
  /**
   * Reads what was written since the cursor, or since then where there is none, up to the cap.
   * @param listedIn the session in which the channel's latest message was asked for
   */
  readOn(channel: Readable, since: string, listedIn: number): Promise<ReadOn>;
  /** Which session this is: whoever lists channels says so when they are read. */
  session(): number;
  /** Everything that will be written here comes by gateway: nothing has to be read. */
  isNew(channelId: string): void;
  /** It was archived, deleted or hidden; should it wake or come back, it is read again. */
  isAsleep(channelId: string): void;
  /** The gateway has forgotten us, or did not let us see: messages may stand that never came. */
  freshSession(): void;
};

/** `whole`: all there was; otherwise the next pass reads on from the cursor. */
export type ReadOn = { readonly messages: number; readonly whole: boolean };

const PAGE = 100;
/** How much of one channel is read in a pass, so that a flooded one does not keep the others waiting. */
const MOST_IN_A_PASS = 2_000;

export function createReader(options: ReaderDeps): Reader {
  const { deps, readMessage, serial, clock, maxAgeMs, log } = options;
  const { mostInAPass = MOST_IN_A_PASS } = options;
  /** Channels and threads whose messages have all come up to now; only their cursors move. */
  const complete = new Set<string>();
  let session = 0;

  async function take(message: Message<true>): Promise<void> {
    if (message.author.id === message.client.user.id) return;
    const raw = await readMessage(message).catch((error: unknown) => {
      // Reading it again would not make it readable, and all that follow would wait behind it.
      if (!(error instanceof ZodError)) throw error;
      log.error({ err: error, sourceId: message.id }, "Could not understand a message");
      return null;
    });
    if (raw) await deps.onPost(raw);
  }

  /** @returns how many messages, the last one's id, and whether that was all */
  async function read(
    channel: Readable,
    from: string,
    most = Number.POSITIVE_INFINITY,
  ): Promise<{ count: number; last: string; whole: boolean }> {
    const begun = session;
    let last = laterOf(from, snowflakeAt(clock.now() - maxAgeMs));
    for (let count = 0; ; ) {
      const page = await channel.messages.fetch({ after: last, limit: PAGE, cache: false });
      const messages = [...page.values()].toSorted((a, b) => compareSnowflakes(a.id, b.id));
      for (const message of messages) {
        await take(message);
        await deps.moveCursor(channel.id, message.id);
        last = message.id;
      }
      count += messages.length;
      if (messages.length < PAGE) {
        if (begun === session) complete.add(channel.id);
        return { count, last, whole: true };
      }
      if (count >= most) return { count, last, whole: false };
    }
  }

  async function startOf(channel: Message<true>["channel"]): Promise<string | null> {
    const cursor = await deps.cursor(channel.id);
    if (cursor !== null || !channel.isThread() || !channel.parentId) return cursor;
    return deps.cursor(threadsOf(channel.parentId));
  }

  async function takeLive(message: Message<true>): Promise<void> {
    await remember(message);
    const { channel, id } = message;
    if (!complete.has(channel.id)) {
      const from = await startOf(channel);
      if (from === null) {
        // Nothing was ever read here: it starts with this message.
        await deps.moveCursor(channel.id, String(BigInt(id) - 1n));
        complete.add(channel.id);
      } else if (channel.isThread() || isTextChannel(channel)) {
        const { last } = await read(channel, from);
        if (compareSnowflakes(last, id) >= 0) return;
      }
    }
    await take(message);
    if (complete.has(channel.id)) await deps.moveCursor(channel.id, id);
  }

  return {
    live: (message) =>
      serial.run(message.channelId, async () => {
        try {
          await takeLive(message);
        } catch (error) {
          complete.delete(message.channelId);
          throw error;
        }
      }),
    readOn: (channel, since, listedIn) =>
      serial.run(channel.id, async () => {
        const from = (await deps.cursor(channel.id)) ?? since;
        // Of a thread it was read just now; of a text channel it is what the gateway told.
        const newest = channel.isThread() ? channel.lastMessageId : null;
        if (newest !== null && compareSnowflakes(newest, from) <= 0) {
          if (listedIn === session) complete.add(channel.id);
          return { messages: 0, whole: true };
        }
        const { count, whole } = await read(channel, from, mostInAPass);
        return { messages: count, whole };
      }),
    session: () => session,
    isNew: (channelId) => {
      complete.add(channelId);
    },
    isAsleep: (channelId) => {
      complete.delete(channelId);
    },
    freshSession() {
      session += 1;
      complete.clear();
    },
  };
}

/** The cursor for all threads of a channel: up to when they were read completely. */
export function threadsOf(placeId: string): string {
  return `${placeId}/threads`;
}

export function isTextChannel(channel: { type: number }): channel is TextChannel | NewsChannel {
  return channel.type === 0 || channel.type === 5;
}
