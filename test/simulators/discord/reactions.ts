import { apiError } from "./api-error.ts";
import { bareMemberPayload } from "./guild-payloads.ts";
import { INTENT } from "./intents.ts";
import { emojiPayload } from "./message-payloads.ts";
import type { Json, SimMessage } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import type { World } from "./world.ts";

const MAX_DIFFERENT = 20;
// Also those that are written without their variation selector.
const ONE_EMOJI = /^(?:\p{RGI_Emoji}|[\p{Emoji}--[0-9#*]]\u{FE0F}?)$/v;

/** Adds a reaction; doing it twice is doing it once. */
export function addReaction(
  world: World,
  message: SimMessage,
  userId: string,
  emoji: string,
): void {
  if (!isEmoji(emoji)) throw apiError("unknownEmoji");
  const users = message.reactions.get(emoji);
  if (!users && message.reactions.size >= MAX_DIFFERENT) throw apiError("tooManyReactions");
  if (users?.has(userId)) return;
  message.reactions.set(emoji, (users ?? new Set()).add(userId));
  const member = world.state.members.get(userId);
  const user = world.state.users.get(userId);
  const asMember =
    member && user ? { member: { ...bareMemberPayload(member), user: userPayload(user) } } : {};
  const author = { message_author_id: message.author.id, burst: false, type: 0 };
  publish(world, "MESSAGE_REACTION_ADD", message, {
    user_id: userId,
    emoji: emojiPayload(emoji),
    ...asMember,
    ...author,
  });
}

export function removeReaction(
  world: World,
  message: SimMessage,
  userId: string,
  emoji: string,
): void {
  const users = message.reactions.get(emoji);
  if (!users?.delete(userId)) return;
  if (users.size === 0) message.reactions.delete(emoji);
  publish(world, "MESSAGE_REACTION_REMOVE", message, {
    user_id: userId,
    emoji: emojiPayload(emoji),
    burst: false,
    type: 0,
  });
}

export function removeAllReactions(world: World, message: SimMessage, emoji?: string): void {
  if (emoji === undefined) {
    message.reactions.clear();
    publish(world, "MESSAGE_REACTION_REMOVE_ALL", message, {});
  } else {
    message.reactions.delete(emoji);
    publish(world, "MESSAGE_REACTION_REMOVE_EMOJI", message, { emoji: emojiPayload(emoji) });
  }
}

function publish(world: World, name: string, message: SimMessage, details: Json): void {
  const channel = world.state.channels.get(message.channelId);
  const inGuild = channel?.recipientId === null;
  world.bus.publish({
    name,
    data: {
      ...details,
      channel_id: message.channelId,
      message_id: message.id,
      ...(inGuild ? { guild_id: world.state.guild.id } : {}),
    },
    intent: inGuild ? INTENT.guildMessageReactions : INTENT.directMessageReactions,
    channelId: message.channelId,
  });
}

/** This server has no emoji of its own: only characters are known. */
function isEmoji(emoji: string): boolean {
  return ONE_EMOJI.test(emoji);
}
