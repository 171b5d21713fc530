import {
  type AnyThreadChannel,
  type Channel,
  type Client,
  DiscordAPIError,
  type Message,
  RESTJSONErrorCodes,
} from "discord.js";
import { ZodError } from "zod";
import type { StandingPost } from "../../triage/ports/ticket-store.ts";
import type { IntakeDeps } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import { orGone } from "../discord/or-gone.ts";
import type { Serial } from "../discord/serial.ts";
import { compareSnowflakes } from "../discord/snowflake.ts";
import { type ReadMessage, tagsOf } from "./read-message.ts";

export type LookAgainDeps = {
  readonly client: Client;
  readonly deps: Pick<IntakeDeps, "onEdited" | "onDeleted">;
  readonly readMessage: ReadMessage;
  readonly serial: Serial;
  /** Lets the client forget the threads that were read for this. */
  readonly forgetThreads: () => void;
  readonly log: Log;
};

export type LookAgain = {
  /** These are to be looked at; what waits already keeps its place. */
  add(posts: readonly StandingPost[]): void;
  /**
   * Looks at what waits, longest first, until nothing does or it is told to break off. A channel
   * that fails goes to the end and rejects the call; what the bot may not see any more is dropped.
   * @returns how many had changed or were gone
   */
  run(isOver: () => boolean): Promise<number>;
};

/** How many messages an absence makes the bot look at again, the newest first. */
export const MOST_LOOKED_AT = 5_000;
const PAGE = 100;
const FORGET_EVERY = 100;

type Place = Extract<Channel, { readonly messages: unknown }>;

/**
 * Looks at messages again that tickets rest on: Discord tells nobody afterwards what was edited or
 * deleted while they were away. The channels take turns, a page each, so that nothing else waits
 * for it. What one absence leaves goes on after the next: in a bad hour absences come faster than
 * thousands of messages can be read, and to begin anew each time would never reach the last of
 * them. A message that cannot be understood is told of in the log and passed over.
 */
export function createLookAgain({
  client,
  deps,
  readMessage,
  serial,
  forgetThreads,
  log,
}: LookAgainDeps): LookAgain {
  /** By channel or thread, the longest waiting first. */
  const waiting = new Map<string, readonly StandingPost[]>();
  let changed = 0;

  async function gone(
    { placeId, conversationId }: StandingPost,
    sourceIds: readonly string[] | "all",
  ): Promise<void> {
    changed += 1;
    await deps.onDeleted({ placeId, conversationId, sourceIds });
  }

  /**
   * A page of one channel or thread, known by the id that its messages are kept under.
   * @returns those of them that were not on it
   */
  async function look(
    channelId: string,
    posts: readonly StandingPost[],
  ): Promise<readonly StandingPost[]> {
    const [first] = posts;
    if (!first) return [];
    const found = await orGone(() => client.channels.fetch(channelId));
    if (!found) {
      await gone(first, "all");
      return [];
    }
    if (!found.isTextBased()) return [];
    // A message that a thread hangs on stands in the channel, under the id that is the thread's too.
    const hangsOn = found.isThread() && !isOfForum(found) ? found.id : null;
    const above = posts.find(({ sourceId }) => sourceId === hangsOn);
    if (above) {
      const place = await orGone(() => client.channels.fetch(above.placeId));
      if (!place) {
        await gone(above, "all");
        return [];
      }
      if (place.isTextBased()) await read(place, [above]);
    }
    const own = posts.filter((post) => post !== above);
    return read(found, own);
  }

  async function read(
    channel: Place,
    posts: readonly StandingPost[],
  ): Promise<readonly StandingPost[]> {
    const left = posts.toSorted((a, b) => compareSnowflakes(b.sourceId, a.sourceId));
    const [newest] = left;
    if (!newest) return [];
    const before = String(BigInt(newest.sourceId) + 1n);
    const page = await orGone(() => channel.messages.fetch({ before, limit: PAGE, cache: false }));
    if (!page) {
      await gone(newest, "all");
      return [];
    }
    const oldest = [...page.keys()].toSorted(compareSnowflakes)[0];
    const isOnPage = ({ sourceId }: StandingPost) =>
      page.size < PAGE || oldest === undefined || compareSnowflakes(sourceId, oldest) >= 0;
    for (const post of left.filter(isOnPage)) {
      await compare(post, channel, page.get(post.sourceId)).catch((error: unknown) => {
        // Looking once more would not make it readable, and there would be no end to it.
        if (!(error instanceof ZodError)) throw error;
        log.error({ err: error, sourceId: post.sourceId }, "Could not understand a message");
      });
    }
    return left.filter((post) => !isOnPage(post));
  }

  async function compare(post: StandingPost, channel: Place, message: Message | undefined) {
    if (!message) return gone(post, [post.sourceId]);
    const renamed =
      channel.isThread() &&
      channel.id === post.sourceId &&
      (channel.name !== post.title || tagsOf(channel).join() !== post.tags.join());
    if (!message.inGuild() || (message.editedTimestamp === null && !renamed)) return;
    changed += 1;
    await deps.onEdited(await readMessage(message));
  }

  function add(posts: readonly StandingPost[]): void {
    const byChannel = Map.groupBy(posts, (one) => one.conversationId ?? one.placeId);
    for (const [channelId, found] of byChannel) {
      const before = waiting.get(channelId) ?? [];
      const known = new Set(before.map(({ sourceId }) => sourceId));
      waiting.set(channelId, [...before, ...found.filter(({ sourceId }) => !known.has(sourceId))]);
    }
  }

  async function run(isOver: () => boolean): Promise<number> {
    changed = 0;
    let turns = 0;
    for (const [channelId, posts] of waiting) {
      if (isOver()) break;
      turns += 1;
      if (turns % FORGET_EVERY === 0) forgetThreads();
      waiting.delete(channelId);
      try {
        add(await serial.run(channelId, () => look(channelId, posts)));
      } catch (error) {
        if (isHidden(error)) continue;
        add(posts);
        throw error;
      }
    }
    return changed;
  }

  return { add, run };
}

function isOfForum({ parent }: AnyThreadChannel): boolean {
  return parent?.isThreadOnly() === true;
}

/** What the bot may not see any more is not gone. */
function isHidden(error: unknown): boolean {
  const hidden: readonly (string | number)[] = [
    RESTJSONErrorCodes.MissingAccess,
    RESTJSONErrorCodes.MissingPermissions,
  ];
  return error instanceof DiscordAPIError && hidden.includes(error.code);
}
