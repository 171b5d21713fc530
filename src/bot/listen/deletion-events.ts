import { type Client, GatewayDispatchEvents } from "discord.js";
import { z } from "zod";
import type { Gone } from "../deps.ts";
import { threadOrChannel } from "../discord/whereabouts.ts";

const Deleted = z.object({ id: z.string(), channel_id: z.string(), guild_id: z.string() });
const BulkDeleted = z.object({
  ids: z.array(z.string()),
  channel_id: z.string(),
  guild_id: z.string(),
});
const ThreadDeleted = z.object({ id: z.string(), parent_id: z.string(), guild_id: z.string() });
const ChannelDeleted = z.object({ id: z.string(), guild_id: z.string() });

/**
 * Hears of what was deleted, as the gateway tells it: discord.js keeps such events to itself when
 * it has forgotten the thread.
 * @param onGone with the id of the channel or thread that it happened in
 */
export function wireDeletions(
  client: Client,
  serverId: string,
  onGone: (channelId: string, gone: Gone) => void,
): void {
  function on<T extends { readonly guild_id: string }>(
    event: GatewayDispatchEvents,
    shape: z.ZodType<T>,
    tell: (data: T) => void,
  ): void {
    client.ws.on(event, (data: unknown) => {
      // What lacks a server is a private message.
      const read = shape.safeParse(data);
      if (read.success && read.data.guild_id === serverId) tell(read.data);
    });
  }

  function whereIs(channelId: string): Pick<Gone, "placeId" | "conversationId"> {
    const channel = client.channels.resolve(channelId);
    // Channels are always remembered; only a thread may have been forgotten.
    return channel ? threadOrChannel(channel) : { placeId: channelId, conversationId: channelId };
  }

  on(GatewayDispatchEvents.MessageDelete, Deleted, ({ id, channel_id }) =>
    onGone(channel_id, { ...whereIs(channel_id), sourceIds: [id] }),
  );
  on(GatewayDispatchEvents.MessageDeleteBulk, BulkDeleted, ({ ids, channel_id }) =>
    onGone(channel_id, { ...whereIs(channel_id), sourceIds: ids }),
  );
  on(GatewayDispatchEvents.ThreadDelete, ThreadDeleted, ({ id, parent_id }) =>
    onGone(id, { placeId: parent_id, conversationId: id, sourceIds: "all" }),
  );
  on(GatewayDispatchEvents.ChannelDelete, ChannelDeleted, ({ id }) =>
    onGone(id, { placeId: id, conversationId: null, sourceIds: "all" }),
  );
}
