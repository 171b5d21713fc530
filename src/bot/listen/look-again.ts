import {
  type AnyThreadChannel,
  type Client,
  DiscordAPIError,
  RESTJSONErrorCodes,
} from "discord.js";
import { ZodError } from "zod";
import type { StandingPost } from "../../triage/ports/ticket-store.ts";
import type { IntakeDeps } from "../deps.ts";
import type { Log } from "../discord/log-type.ts";
import { orGone } from "../discord/or-gone.ts";
import type { Serial } from "../discord/serial.ts";
import { type ReadMessage, tagsOf } from "./read-message.ts";

export type LookAgainDeps = {
  readonly client: Client;
  readonly deps: Pick<IntakeDeps, "onEdited" | "onDeleted">;
  readonly readMessage: ReadMessage;
  readonly serial: Serial;
  readonly stopping: AbortSignal;
  readonly log: Log;
};

/** How many messages are looked at again after an absence, the newest first: one request each. */
export const MOST_LOOKED_AT = 1_000;

/**
 * Looks at messages again that tickets rest on: Discord tells nobody afterwards what was edited or
 * deleted while they were away. One after the other, so that nothing else waits for it. A message
 * that cannot be understood is told of in the log and passed over.
 * @returns how many had changed or were gone
 */
export async function lookAgain(
  standing: readonly StandingPost[],
  { client, deps, readMessage, serial, stopping, log }: LookAgainDeps,
): Promise<number> {
  let changed = 0;
  const goneChannels = new Set<string>();

  async function look({ sourceId, placeId, conversationId, title, tags }: StandingPost) {
    const channelId = conversationId ?? placeId;
    if (goneChannels.has(channelId)) return;
    const found = await orGone(() => client.channels.fetch(channelId));
    // A message that a thread hangs on stands in the channel, under the id that is the thread's too.
    const hangsOn = found?.isThread() && found.id === sourceId && !isOfForum(found);
    const channel = hangsOn ? await orGone(() => client.channels.fetch(placeId)) : found;
    if (!channel) {
      goneChannels.add(channelId);
      changed += 1;
      return deps.onDeleted({ placeId, conversationId, sourceIds: "all" });
    }
    if (!channel.isTextBased()) return;
    const options = { message: sourceId, cache: false, force: true };
    const message = await orGone(() => channel.messages.fetch(options));
    if (!message) {
      changed += 1;
      return deps.onDeleted({ placeId, conversationId, sourceIds: [sourceId] });
    }
    const renamed =
      channel.isThread() &&
      channel.id === sourceId &&
      (channel.name !== title || tagsOf(channel).join() !== tags.join());
    if (!message.inGuild() || (message.editedTimestamp === null && !renamed)) return;
    changed += 1;
    await deps.onEdited(await readMessage(message));
  }

  for (const one of standing) {
    if (stopping.aborted) return changed;
    await serial
      .run(one.conversationId ?? one.placeId, () => look(one))
      .catch((error: unknown) => {
        // Looking once more would not make it readable, and the pass would never come to its end.
        if (!(error instanceof ZodError)) return unlessHidden(error);
        log.error({ err: error, sourceId: one.sourceId }, "Could not understand a message");
      });
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
