import type { Channel } from "discord.js";

/** A channel in the core's words: the place, and the conversation if it is a thread. */
export function threadOrChannel(channel: Channel): {
  readonly placeId: string;
  readonly conversationId: string | null;
} {
  if (!channel.isThread()) return { placeId: channel.id, conversationId: null };
  return { placeId: channel.parentId ?? channel.id, conversationId: channel.id };
}
