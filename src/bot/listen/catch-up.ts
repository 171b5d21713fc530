import {
  type AnyThreadChannel,
  ChannelType,
  DiscordAPIError,
  type ForumChannel,
  type Guild,
  type GuildBasedChannel,
  type MediaChannel,
  type NewsChannel,
  RESTJSONErrorCodes,
  type TextChannel,
} from "discord.js";
import { type Clock, MINUTE } from "../../triage/model/clock.ts";
import type { IntakeDeps } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import { snowflakeAt, timeOf } from "../discord/snowflake.ts";
import { isPrivateThread } from "../discord/whereabouts.ts";
import { isTextChannel, type Reader, type ReadOn, threadsOf } from "./reader.ts";

type Place = TextChannel | NewsChannel | ForumChannel | MediaChannel;

export type CatchUpDeps = {
  readonly guild: Guild;
  readonly reader: Reader;
  readonly deps: Pick<IntakeDeps, "policy" | "cursor" | "moveCursor">;
  readonly clock: Clock;
  readonly maxAgeMs: number;
  readonly log: Log;
  /** Aborted when the bot leaves: the pass ends, and the next start reads on from the cursor. */
  readonly stopping: AbortSignal;
};

export type CaughtUp = {
  readonly messages: number;
  /** Places that could not be read. */
  readonly failed: readonly string[];
  /** Places that hold more than a pass reads: the next one goes on. */
  readonly unfinished: readonly string[];
};

/**
 * Reads everything that was written in watched channels and their threads since the last complete
 * pass. A channel that was never read starts at "now". Doing it again reads nothing twice.
 */
export async function catchUp(options: CatchUpDeps): Promise<CaughtUp> {
  const { guild, deps, log } = options;
  const policy = await deps.policy();
  // Before the threads are listed: what begins later is not among them, and the pass may be long.
  const began = options.clock.now();
  const session = options.reader.session();
  const { threads: active } = await guild.channels.fetchActiveThreads();
  let messages = 0;
  const failed: string[] = [];
  const unfinished: string[] = [];
  for (const [placeId, listening] of Object.entries(policy.places)) {
    if (listening === "off") continue;
    if (options.stopping.aborted) break;
    try {
      const place = await guild.channels.fetch(placeId);
      if (!isPlace(place)) {
        log.warn({ placeId }, "A watched channel is neither a text channel nor a forum");
        continue;
      }
      const own = [...active.values()].filter(
        (thread) => thread.parentId === placeId && !isPrivateThread(thread),
      );
      const read = await readPlace(place, { active: own, began, session }, options);
      messages += read.messages;
      if (!read.whole) unfinished.push(placeId);
    } catch (error) {
      failed.push(placeId);
      log.warn({ err: error, placeId }, "Could not catch up with a channel");
    }
  }
  return { messages, failed, unfinished };
}

/** The active threads of a place, and when, in which session, they were listed. */
type Listed = {
  readonly active: readonly AnyThreadChannel[];
  readonly began: number;
  readonly session: number;
};

async function readPlace(
  place: Place,
  { active, began, session }: Listed,
  { reader, deps, maxAgeMs, log, stopping }: CatchUpDeps,
): Promise<ReadOn> {
  const since = await deps.cursor(threadsOf(place.id));
  if (since === null) {
    await deps.moveCursor(threadsOf(place.id), snowflakeAt(began));
    if (isTextChannel(place)) await deps.moveCursor(place.id, place.lastMessageId ?? place.id);
    return { messages: 0, whole: true };
  }
  const own = isTextChannel(place) ? await reader.readOn(place, since, session) : null;
  let messages = own?.messages ?? 0;
  let whole = own?.whole ?? true;
  const archived = await archivedSince(place, Math.max(timeOf(since), began - maxAgeMs));
  for (const thread of [...active, ...archived]) {
    if (stopping.aborted) return { messages, whole };
    // Nothing was written in it since a pass that read all of it.
    if (thread.lastMessageId !== null && BigInt(thread.lastMessageId) <= BigInt(since)) continue;
    try {
      const read = await reader.readOn(thread, since, session);
      messages += read.messages;
      whole &&= read.whole;
    } catch (error) {
      if (!isLost(error)) throw error;
      log.info({ threadId: thread.id }, "A thread went away before it was read");
    }
  }
  const newest = [...active, ...archived].flatMap((thread) => thread.lastMessageId ?? []);
  if (whole) await deps.moveCursor(threadsOf(place.id), readUpTo(newest, began));
  return { messages, whole };
}

/**
 * Up to when a pass has read all threads: a minute before the newest message that it knew of, by
 * Discord's clock, since ours may be ahead of it; what is read twice is known already.
 */
function readUpTo(newest: readonly string[], began: number): string {
  const seen = newest.map(timeOf).reduce((a, b) => Math.max(a, b), 0);
  return snowflakeAt(Math.min(seen, began) - MINUTE);
}

/** Threads that were put away since then, newest first; older ones hold nothing new. */
async function archivedSince(place: Place, since: number): Promise<AnyThreadChannel[]> {
  const found: AnyThreadChannel[] = [];
  for (let before: Date | undefined; ; ) {
    const options = { type: "public" as const, limit: 100, ...(before ? { before } : {}) };
    // Remembered by the client for a while, or its messages would not know where they stand.
    const page = await place.threads.fetchArchived(options);
    const threads = [...page.threads.values()];
    found.push(...threads.filter((thread) => (thread.archiveTimestamp ?? 0) >= since));
    const oldest = Math.min(...threads.map((thread) => thread.archiveTimestamp ?? 0));
    if (!page.hasMore || threads.length === 0 || oldest < since) return found;
    before = new Date(oldest);
  }
}

function isPlace(channel: GuildBasedChannel | null): channel is Place {
  if (!channel) return false;
  const forum = channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;
  return forum || isTextChannel(channel);
}

function isLost(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError &&
    (error.code === RESTJSONErrorCodes.UnknownChannel ||
      error.code === RESTJSONErrorCodes.MissingAccess)
  );
}
