import { apiError, invalidForm } from "./api-error.ts";
import { numberComponents } from "./components.ts";
import { INTENT } from "./intents.ts";
import { findMentions } from "./mentions.ts";
import { COMPONENTS_V2, type MessageBody } from "./message-body.ts";
import { isWithheld, messageEventPayload, withoutContent } from "./message-payloads.ts";
import { isPublic } from "./permissions.ts";
import {
  CHANNEL,
  type Json,
  type SimAttachment,
  type SimChannel,
  type SimMessage,
  type SimUser,
} from "./state.ts";
import { noteMessageInThread } from "./threads.ts";
import type { World } from "./world.ts";

export type UploadedFile = {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly description?: string | null;
};

export type NewMessage = {
  readonly author: SimUser;
  readonly body: MessageBody;
  readonly files?: readonly UploadedFile[];
  /** For a forum post's first message, which has its thread's id. */
  readonly id?: string;
  readonly type?: number;
  readonly interactionId?: string;
  readonly webhookId?: string;
  readonly ephemeralFor?: string;
};

const MESSAGE_TYPE = { default: 0, reply: 19 } as const;
const KEPT_FLAGS = (1 << 2) | (1 << 6) | (1 << 7) | (1 << 12) | (1 << 15);

/** Puts a message into a channel and tells everyone who may hear of it. */
export function createMessage(world: World, channel: SimChannel, draft: NewMessage): SimMessage {
  const { state } = world;
  const { author, body } = draft;
  const id = draft.id ?? world.nextId();
  const reference = findReference(world, channel, body);
  const content = body.content ?? "";
  const member = state.members.get(author.id);
  const mentions = findMentions(state, member, channel, content, body.allowed_mentions);
  const pingsAuthor = reference && (body.allowed_mentions?.replied_user ?? !body.allowed_mentions);
  const message: SimMessage = {
    id,
    channelId: channel.id,
    author,
    type: draft.type ?? (reference ? MESSAGE_TYPE.reply : MESSAGE_TYPE.default),
    createdAt: world.clock.now(),
    editedAt: null,
    content,
    embeds: toEmbeds(body),
    components: numberComponents(body.components ?? []),
    attachments: keepFiles(world, channel.id, body, draft.files ?? []),
    reactions: new Map(),
    flags: ((body.flags ?? 0) & KEPT_FLAGS) | (draft.ephemeralFor === undefined ? 0 : EPHEMERAL),
    mentionIds: [...new Set([...mentions.userIds, ...(pingsAuthor ? [reference.author.id] : [])])],
    mentionRoleIds: mentions.roleIds,
    mentionsEveryone: mentions.everyone,
    referenceId: reference?.id ?? null,
    nonce: body.nonce ?? null,
    threadId: null,
    webhookId: draft.webhookId ?? null,
    interactionId: draft.interactionId ?? null,
    ephemeralFor: draft.ephemeralFor ?? null,
  };
  state.messages.set(id, message);
  if (message.ephemeralFor !== null) {
    world.counters.ephemeralReplies += 1;
    publishUnheard(world, "EPHEMERAL_CREATE", message);
    return message;
  }
  channel.messageIds.push(id);
  channel.lastMessageId = id;
  noteMessageInThread(world, channel, message);
  if (author.id === state.bot.id) count(world, channel);
  publish(world, "MESSAGE_CREATE", message);
  return message;
}

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;

/** Changes a message in place; what the body leaves undefined stays. */
export function editMessage(
  world: World,
  message: SimMessage,
  body: MessageBody,
  files: readonly UploadedFile[] = [],
  isFirstAnswer = false,
): void {
  const channel = world.state.channels.get(message.channelId);
  if (!channel) throw apiError("unknownChannel");
  if (body.content !== undefined) {
    message.content = body.content ?? "";
    const member = world.state.members.get(message.author.id);
    const { content } = message;
    const mentions = findMentions(world.state, member, channel, content, body.allowed_mentions);
    message.mentionIds = mentions.userIds;
    message.mentionRoleIds = mentions.roleIds;
  }
  if (body.embeds !== undefined) message.embeds = toEmbeds(body);
  if (body.components !== undefined) message.components = numberComponents(body.components ?? []);
  if (body.flags !== undefined) {
    const fixed = message.flags & (EPHEMERAL | LOADING | COMPONENTS_V2);
    message.flags = ((body.flags ?? 0) & KEPT_FLAGS & ~(EPHEMERAL | LOADING)) | fixed;
  }
  if (body.attachments !== undefined || files.length > 0) {
    const listed = new Set(body.attachments?.map(({ id }) => id));
    const kept = message.attachments.filter(({ id }) => body.attachments == null || listed.has(id));
    message.attachments = [...kept, ...keepFiles(world, channel.id, body, files)];
  }
  // What takes the place of "is thinking" is not shown as edited.
  if (!isFirstAnswer) message.editedAt = world.clock.now();
  publishUpdate(world, message);
}

/** Tells that a message is no longer as it was. */
export function publishUpdate(world: World, message: SimMessage): void {
  if (message.ephemeralFor !== null) publishUnheard(world, "EPHEMERAL_UPDATE", message);
  else publish(world, "MESSAGE_UPDATE", message);
}

/** Takes messages of one channel away, singly or in bulk. */
export function deleteMessages(world: World, channel: SimChannel, ids: readonly string[]): void {
  const { state } = world;
  const gone = ids.filter((id) => state.messages.get(id)?.channelId === channel.id);
  for (const id of gone) {
    state.messages.delete(id);
    const at = channel.messageIds.lastIndexOf(id);
    if (at >= 0) channel.messageIds.splice(at, 1);
    if (channel.thread && id !== channel.id) channel.thread.messageCount -= 1;
  }
  const where = channel.recipientId === null ? { guild_id: state.guild.id } : {};
  const base = { intent: messageIntent(channel), channelId: channel.id };
  const [first] = gone;
  if (first === undefined) return;
  if (ids.length === 1) {
    const data = { id: first, channel_id: channel.id, ...where };
    world.bus.publish({ ...base, name: "MESSAGE_DELETE", data });
  } else {
    const data = { ids: gone, channel_id: channel.id, ...where };
    world.bus.publish({ ...base, name: "MESSAGE_DELETE_BULK", data });
  }
}

function publish(world: World, name: string, message: SimMessage): void {
  const channel = world.state.channels.get(message.channelId);
  if (!channel) return;
  const data = messageEventPayload(world, message);
  world.bus.publish({
    name,
    data,
    intent: messageIntent(channel),
    channelId: channel.id,
    ...(isWithheld(world, message) ? { withoutContent: () => withoutContent(data) } : {}),
  });
}

function publishUnheard(world: World, name: string, message: SimMessage): void {
  const data = { ...messageEventPayload(world, message), user_id: message.ephemeralFor };
  world.bus.publish({ name, data, intent: 0, unheard: true });
}

function messageIntent(channel: SimChannel): number {
  return channel.recipientId === null ? INTENT.guildMessages : INTENT.directMessages;
}

function count({ state, counters }: World, channel: SimChannel): void {
  if (channel.recipientId !== null) counters.directMessages += 1;
  else if (isPublic(state, channel)) counters.publicMessages += 1;
  else counters.staffMessages += 1;
}

function findReference(world: World, channel: SimChannel, body: MessageBody) {
  const id = body.message_reference?.message_id;
  if (id == null) return undefined;
  const found = world.state.messages.get(id);
  if (found && found.channelId === channel.id && found.ephemeralFor === null) return found;
  if (body.message_reference?.fail_if_not_exists === false) return undefined;
  throw unknownReference();
}

function unknownReference() {
  const message = "Unknown message";
  return invalidForm([{ path: ["message_reference"], code: "REPLIES_UNKNOWN_MESSAGE", message }]);
}

function toEmbeds(body: MessageBody): Json[] {
  return (body.embeds ?? []).map((embed) => ({
    ...embed,
    type: "rich",
    ...(embed.fields ? { fields: embed.fields.map((field) => ({ inline: false, ...field })) } : {}),
  }));
}

function keepFiles(
  world: World,
  channelId: string,
  body: MessageBody,
  files: readonly UploadedFile[],
): SimAttachment[] {
  return files.map((file, i) => {
    const described = body.attachments?.find(({ id }) => id === String(i));
    const attachment = {
      id: world.nextId(),
      filename: (described?.filename ?? file.name).replaceAll(/[^\w.()-]/g, "_"),
      contentType: file.contentType,
      size: file.bytes.byteLength,
      description: described?.description ?? file.description ?? null,
    };
    world.files.keep(channelId, attachment, file.bytes);
    return attachment;
  });
}

/** Whether messages can stand in the channel itself, rather than in posts below it. */
export function holdsMessages(channel: SimChannel): boolean {
  return channel.type !== CHANNEL.forum && channel.type !== CHANNEL.category;
}
