import { threadPayload } from "./channel-payloads.ts";
import { bareMemberPayload } from "./guild-payloads.ts";
import { INTERACTION } from "./interactions.ts";
import type { Json, SimAttachment, SimMessage } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import type { World } from "./world.ts";

/** A message as REST gives it. */
export function messagePayload(world: World, message: SimMessage): Json {
  const { state } = world;
  const users = message.mentionIds.flatMap((id) => state.users.get(id) ?? []);
  const thread = message.threadId === null ? undefined : state.channels.get(message.threadId);
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: userPayload(message.author),
    content: message.content,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    tts: false,
    pinned: false,
    flags: message.flags,
    mention_everyone: message.mentionsEveryone,
    mentions: users.map(userPayload),
    mention_roles: [...message.mentionRoleIds],
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments.map((file) => attachmentPayload(world, message, file)),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.reactions.size > 0 ? { reactions: reactionsPayload(world, message) } : {}),
    ...referencePayload(world, message),
    ...(thread ? { thread: threadPayload(world, thread) } : {}),
    ...(message.webhookId === null ? {} : { webhook_id: message.webhookId }),
    ...interactionPayload(world, message),
  };
}

/** A message as the gateway and interactions give it: with where it is and who wrote it. */
export function messageEventPayload(world: World, message: SimMessage): Json {
  const { state } = world;
  const channel = state.channels.get(message.channelId);
  const payload = messagePayload(world, message);
  if (!channel || channel.recipientId !== null) return { ...payload, channel_type: channel?.type };
  const member = state.members.get(message.author.id);
  return {
    ...payload,
    channel_type: channel.type,
    guild_id: state.guild.id,
    ...(member ? { member: bareMemberPayload(member) } : {}),
  };
}

/** What is left of a message for an app without the MESSAGE_CONTENT intent. */
export function withoutContent(payload: Json): Json {
  const { poll: _poll, ...rest } = payload;
  const quoted = payload["referenced_message"];
  return {
    ...rest,
    content: "",
    embeds: [],
    attachments: [],
    components: [],
    ...(quoted ? { referenced_message: withoutContent(quoted as Json) } : {}),
  };
}

/** Its own words, words to it, and direct messages reach an app with or without the intent. */
export function isWithheld({ state }: World, message: SimMessage): boolean {
  if (message.author.id === state.bot.id || message.mentionIds.includes(state.bot.id)) return false;
  return (state.channels.get(message.channelId)?.recipientId ?? null) === null;
}

export function emojiPayload(emoji: string): Json {
  const [name = "", id] = emoji.split(":");
  return id === undefined ? { id: null, name: emoji } : { id, name };
}

function reactionsPayload({ state }: World, message: SimMessage): Json[] {
  return [...message.reactions].map(([emoji, users]) => ({
    emoji: emojiPayload(emoji),
    count: users.size,
    count_details: { burst: 0, normal: users.size },
    burst_colors: [],
    me_burst: false,
    burst_me: false,
    burst_count: 0,
    me: users.has(state.bot.id),
  }));
}

export function attachmentPayload(world: World, message: SimMessage, file: SimAttachment): Json {
  const url = world.files.url(message.channelId, file, world.clock.now());
  return {
    id: file.id,
    filename: file.filename,
    size: file.size,
    url,
    proxy_url: url,
    content_type: file.contentType,
    ...(file.description === null ? {} : { description: file.description }),
    ...(message.ephemeralFor === null ? {} : { ephemeral: true }),
  };
}

const REPLY = 19;

function referencePayload(world: World, message: SimMessage): Json {
  if (message.referenceId === null) return {};
  const original = world.state.messages.get(message.referenceId);
  const reference = {
    type: 0,
    channel_id: original?.channelId ?? message.channelId,
    message_id: message.referenceId,
    guild_id: world.state.guild.id,
  };
  if (message.type !== REPLY) return { message_reference: reference };
  const quoted = original && messagePayload(world, { ...original, referenceId: null });
  return { message_reference: reference, referenced_message: quoted ?? null };
}

function interactionPayload(world: World, message: SimMessage): Json {
  if (message.interactionId === null) return {};
  const { id } = world.state.application;
  const metadata = metadataOf(world, message.interactionId);
  const base = { application_id: id, webhook_id: id };
  return metadata ? { ...base, interaction_metadata: metadata } : base;
}

function metadataOf(
  { state, interactions }: Pick<World, "state" | "interactions">,
  id: string,
): Json | undefined {
  const interaction = interactions.byId.get(id);
  const user = interaction && state.users.get(interaction.userId);
  if (!interaction || !user) return undefined;
  const { type, sourceMessageId, openerId } = interaction;
  return {
    id,
    type,
    user: userPayload(user),
    authorizing_integration_owners: { 0: state.guild.id },
    ...(type === INTERACTION.component ? { interacted_message_id: sourceMessageId } : {}),
    ...(openerId === null
      ? {}
      : { triggering_interaction_metadata: metadataOf({ state, interactions }, openerId) }),
  };
}
