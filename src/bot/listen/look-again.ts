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
  readonly isOver: () => boolean;
  readonly log: Log;
};

/** How many messages are looked at again after an absence, the newest first. */
export const MOST_LOOKED_AT = 5_000;
const PAGE = 100;

type Place = Extract<Channel, { readonly messages: unknown }>;

/**
 * Looks at messages again that tickets rest on: Discord tells nobody afterwards what was edited or
 * deleted while they were away. One channel after the other, a page at a time, so that nothing else
 * waits for it. A message that cannot be understood is told of in the log and passed over.
 * @param isOver whether to break off, since the bot leaves or was away once more
 * @returns how many had changed or were gone
 */
export async function lookAgain(
  standing: readonly StandingPost[],
  { client, deps, readMessage, serial, isOver, log }: LookAgainDeps,
): Promise<number> {
  let changed = 0;

  async function gone(
    { placeId, conversationId }: StandingPost,
    sourceIds: readonly string[] | "all",
  ): Promise<void> {
    changed += 1;
    await deps.onDeleted({ placeId, conversationId, sourceIds });
  }

  /** Messages of one channel or thread, by the id that they are kept under. */
  async function look(channelId: string, posts: readonly StandingPost[]): Promise<void> {
    const [first] = posts;
    if (!first) return;
    const found = await orGone(() => client.channels.fetch(channelId));
    if (!found) return gone(first, "all");
    if (!found.isTextBased()) return;
    // A message that a thread hangs on stands in the channel, under the id that is the thread's too.
    const hangsOn = found.isThread() && !isOfForum(found) ? found.id : null;
    const above = posts.find(({ sourceId }) => sourceId === hangsOn);
    if (above) {
      const place = await orGone(() => client.channels.fetch(above.placeId));
      if (!place) return gone(above, "all");
      if (place.isTextBased()) await read(place, [above]);
    }
    await read(
      found,
      posts.filter((post) => post !== above),
    );
  }

  async function read(channel: Place, posts: readonly StandingPost[]): Promise<void> {
    let left = posts.toSorted((a, b) => compareSnowflakes(b.sourceId, a.sourceId));
    for (let next = left[0]; next && !isOver(); next = left[0]) {
      const before = String(BigInt(next.sourceId) + 1n);
      const page = await orGone(() =>
        channel.messages.fetch({ before, limit: PAGE, cache: false }),
      );
      if (!page) return gone(next, "all");
      const oldest = [...page.keys()].toSorted(compareSnowflakes)[0];
      const isOnPage = ({ sourceId }: StandingPost) =>
        page.size < PAGE || oldest === undefined || compareSnowflakes(sourceId, oldest) >= 0;
      for (const post of left.filter(isOnPage)) {
        await compare(post, channel, page.get(post.sourceId)).catch((error: unknown) => {
          // Looking once more would not make it readable, and the pass would never come to its end.
          if (!(error instanceof ZodError)) throw error;
          log.error({ err: error, sourceId: post.sourceId }, "Could not understand a message");
        });
      }
      left = left.filter((post) => !isOnPage(post));
    }
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

  const byChannel = Map.groupBy(standing, (one) => one.conversationId ?? one.placeId);
  for (const [channelId, posts] of byChannel) {
    if (isOver()) return changed;
    await serial.run(channelId, () => look(channelId, posts)).catch(unlessHidden);
  }
  return changed;
}

function isOfForum({ parent }: AnyThreadChannel): boolean {
  return parent?.isThreadOnly() === true;
}

/** What the bot may not see any more is not gone. */
function unlessHidden(error: unknown): void {
  const hidden: readonly (string | number)[] = [
    RESTJSONErrorCodes.MissingAccess,
    RESTJSONErrorCodes.MissingPermissions,
  ];
  if (!(error instanceof DiscordAPIError) || !hidden.includes(error.code)) throw error;
}
