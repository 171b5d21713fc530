import { CHANNEL, type ForumTag, type Json, type SimChannel } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import type { World } from "./world.ts";

/** Any channel as Discord shows it: of a server, a thread, or a direct message. */
export function anyChannelPayload(world: World, channel: SimChannel): Json {
  if (channel.thread) return threadPayload(world, channel);
  if (channel.recipientId !== null) return dmPayload(world, channel);
  return channelPayload(world, channel);
}

export function channelPayload({ state }: World, channel: SimChannel): Json {
  const base = {
    id: channel.id,
    type: channel.type,
    flags: channel.tagRequired ? 1 << 4 : 0,
    guild_id: state.guild.id,
    name: channel.name,
    position: channel.position,
    parent_id: channel.parentId,
    topic: channel.topic,
    nsfw: false,
    rate_limit_per_user: channel.rateLimitPerUser,
    last_message_id: channel.lastMessageId,
    permission_overwrites: [...channel.overwrites.values()].map(({ id, type, allow, deny }) => ({
      id,
      type,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
  };
  if (channel.type !== CHANNEL.forum) return base;
  return {
    ...base,
    available_tags: channel.tags.map(tagPayload),
    default_reaction_emoji: null,
    default_sort_order: null,
    default_forum_layout: 0,
  };
}

function tagPayload(tag: ForumTag): Json {
  const { id, name, moderated, emojiName } = tag;
  return { id, name, moderated, emoji_id: null, emoji_name: emojiName };
}

export function threadPayload({ state }: World, channel: SimChannel): Json {
  const { thread } = channel;
  if (!thread) throw new Error(`channel ${channel.id} is no thread`);
  const isMember = thread.memberIds.has(state.bot.id);
  return {
    id: channel.id,
    type: channel.type,
    flags: 0,
    guild_id: state.guild.id,
    parent_id: channel.parentId,
    name: channel.name,
    owner_id: thread.ownerId,
    last_message_id: channel.lastMessageId,
    rate_limit_per_user: channel.rateLimitPerUser,
    message_count: thread.messageCount,
    total_message_sent: thread.totalSent,
    member_count: Math.min(50, thread.memberIds.size),
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: new Date(thread.archiveTimestamp).toISOString(),
      create_timestamp: new Date(thread.createdAt).toISOString(),
    },
    applied_tags: [...thread.appliedTags],
    ...(isMember ? { member: threadMemberPayload(channel, state.bot.id) } : {}),
  };
}

export function threadMemberPayload(channel: SimChannel, userId: string): Json {
  return {
    id: channel.id,
    user_id: userId,
    join_timestamp: new Date(channel.thread?.createdAt ?? 0).toISOString(),
    flags: 0,
  };
}

function dmPayload({ state }: World, channel: SimChannel): Json {
  const recipient = state.users.get(channel.recipientId ?? "");
  return {
    id: channel.id,
    type: CHANNEL.dm,
    flags: 0,
    last_message_id: channel.lastMessageId,
    recipients: recipient ? [userPayload(recipient)] : [],
  };
}
