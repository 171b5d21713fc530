import { type Channel, ChannelType, type Message } from "discord.js";

/** A channel in the core's words: the place, and the conversation if it is a thread. */
export function threadOrChannel(channel: Channel): {
  readonly placeId: string;
  readonly conversationId: string | null;
} {
  if (!channel.isThread()) return { placeId: channel.id, conversationId: null };
  return { placeId: channel.parentId ?? channel.id, conversationId: channel.id };
}

/**
 * A thread for those who were invited. The bot sees all of them, since it may manage threads, and
 * leaves them alone: nobody wrote there to be heard by it.
 */
export function isPrivateThread({ type }: Pick<Channel, "type">): boolean {
  return type === ChannelType.PrivateThread;
}

/** Makes sure that the client remembers where a message stands; it may have forgotten the thread. */
export async function remember({ client, channelId }: Message): Promise<void> {
  if (!client.channels.resolve(channelId)) await client.channels.fetch(channelId);
}
