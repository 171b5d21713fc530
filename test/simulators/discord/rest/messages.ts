import { z } from "zod";
import { botMay, channelFor, messageIn, refuseArchived, refuseSending } from "../access.ts";
import { apiError, invalidForm } from "../api-error.ts";
import { type MessageBody, parseBody, parseMessageBody, refuseEmpty } from "../message-body.ts";
import { isWithheld, messagePayload, withoutContent } from "../message-payloads.ts";
import { compareSnowflakes, snowflakeTime } from "../snowflakes.ts";
import type { Json, SimChannel, SimMessage } from "../state.ts";
import type { World } from "../world.ts";
import { createMessage, deleteMessages, editMessage, holdsMessages } from "../write-messages.ts";
import { type Call, NO_CONTENT, ok, type Route } from "./call.ts";

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: z.string().optional(),
  after: z.string().optional(),
  around: z.string().optional(),
});

const BULK_MAX_AGE = 14 * 24 * 3_600_000;

export const messageRoutes: readonly Route[] = [
  { method: "GET", path: "/channels/:channelId/messages", handle: list },
  { method: "POST", path: "/channels/:channelId/messages", handle: create },
  { method: "POST", path: "/channels/:channelId/messages/bulk-delete", handle: bulkDelete },
  { method: "GET", path: "/channels/:channelId/messages/:messageId", handle: get },
  { method: "PATCH", path: "/channels/:channelId/messages/:messageId", handle: edit },
  { method: "DELETE", path: "/channels/:channelId/messages/:messageId", handle: remove },
  { method: "POST", path: "/channels/:channelId/typing", handle: type },
];

function list({ world, param, query }: Call) {
  const channel = channelFor(world, param("channelId"));
  if (!botMay(world, channel, "readMessageHistory")) return ok([]);
  const page = parseBody(Page, Object.fromEntries(query));
  return ok(pick(channel, page).map((id) => readable(world, id)));
}

/** Newest first, as Discord does, whichever way the page was cut. */
function pick({ messageIds }: SimChannel, page: z.infer<typeof Page>): string[] {
  const { limit, before, after, around } = page;
  if (around !== undefined) {
    const at = firstAtOrAfter(messageIds, around);
    const start = Math.max(0, at - Math.floor(limit / 2));
    return messageIds.slice(start, start + limit).reverse();
  }
  if (after !== undefined) {
    const at = firstAtOrAfter(messageIds, after);
    const start = messageIds[at] === after ? at + 1 : at;
    return messageIds.slice(start, start + limit).reverse();
  }
  const end = before === undefined ? messageIds.length : firstAtOrAfter(messageIds, before);
  return messageIds.slice(Math.max(0, end - limit), end).reverse();
}

function firstAtOrAfter(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareSnowflakes(ids[middle] ?? "", id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readable(world: World, id: string): Json | undefined {
  const message = world.state.messages.get(id);
  return message && shownByRest(world, message);
}

/** REST withholds content too, by what the developer portal allows. */
function shownByRest(world: World, message: SimMessage): Json {
  const payload = messagePayload(world, message);
  const withheld = !world.settings.messageContentEnabled && isWithheld(world, message);
  return withheld ? withoutContent(payload) : payload;
}

function get({ world, param }: Call) {
  const channel = channelFor(world, param("channelId"), ["readMessageHistory"]);
  return ok(shownByRest(world, messageIn(world, channel, param("messageId"))));
}

function create({ world, param, body, files }: Call) {
  const channel = channelFor(world, param("channelId"));
  if (!holdsMessages(channel)) throw apiError("notATextChannel");
  const message = parseMessageBody(body);
  refuseUnlessAllowed(world, channel, message, files.length);
  refuseEmpty(message, files.length);
  const known = recallNonce(world, channel, message);
  if (known) return ok(messagePayload(world, known));
  const created = createMessage(world, channel, { author: world.state.bot, body: message, files });
  rememberNonce(world, channel, message, created);
  return ok(messagePayload(world, created));
}

/** Everything that stands in the way of this message in this channel. */
export function refuseUnlessAllowed(
  world: World,
  channel: SimChannel,
  body: MessageBody,
  fileCount: number,
): void {
  if (channel.recipientId !== null) {
    refuseClosedDms(world, channel.recipientId);
    return;
  }
  const isThread = channel.thread !== null;
  const send = isThread ? "sendMessagesInThreads" : "sendMessages";
  if (!botMay(world, channel, send)) throw apiError("missingPermissions");
  refuseSending(channel, botMay(world, channel, "manageThreads"));
  if ((body.embeds?.length ?? 0) > 0 && !botMay(world, channel, "embedLinks")) {
    throw apiError("missingPermissions");
  }
  if (fileCount > 0 && !botMay(world, channel, "attachFiles")) throw apiError("missingPermissions");
  if (body.message_reference?.message_id && !botMay(world, channel, "readMessageHistory")) {
    const message = "Cannot reply without permission to read message history";
    throw invalidForm([
      { path: ["message_reference"], code: "REPLIES_CANNOT_REPLY_WITHOUT_HISTORY", message },
    ]);
  }
}

function refuseClosedDms({ state }: World, userId: string): void {
  const isReachable = state.members.has(userId) && state.users.get(userId)?.dmsClosed === false;
  if (!isReachable) throw apiError("cannotMessageUser");
}

function nonceKey(channel: SimChannel, { nonce }: MessageBody): string {
  return `${channel.id} ${nonce}`;
}

function recallNonce(world: World, channel: SimChannel, body: MessageBody): SimMessage | undefined {
  if (body.enforce_nonce !== true || body.nonce == null) return undefined;
  const known = world.nonces.get(nonceKey(channel, body));
  if (!known || world.clock.now() - known.at > world.settings.nonceWindowMs) return undefined;
  const message = world.state.messages.get(known.messageId);
  if (message) world.counters.nonceHits += 1;
  return message;
}

function rememberNonce(
  world: World,
  channel: SimChannel,
  body: MessageBody,
  message: SimMessage,
): void {
  if (body.nonce == null) return;
  const now = world.clock.now();
  const key = nonceKey(channel, body);
  // Oldest first, so forgetting stops at the first that is still known.
  world.nonces.delete(key);
  world.nonces.set(key, { messageId: message.id, at: now });
  for (const [old, { at }] of world.nonces) {
    if (now - at <= world.settings.nonceWindowMs) break;
    world.nonces.delete(old);
  }
}

function edit({ world, param, body, files }: Call) {
  const channel = channelFor(world, param("channelId"));
  const message = messageIn(world, channel, param("messageId"));
  refuseArchived(channel);
  if (message.author.id !== world.state.bot.id) throw apiError("notTheAuthor");
  const parsed = parseMessageBody(body, message.flags);
  const stillShown: MessageBody = {
    content: parsed.content === undefined ? message.content : parsed.content,
    embeds: parsed.embeds === undefined ? (message.embeds as MessageBody["embeds"]) : parsed.embeds,
    components:
      parsed.components === undefined
        ? (message.components as MessageBody["components"])
        : parsed.components,
  };
  refuseEmpty(stillShown, files.length + (parsed.attachments ?? message.attachments).length);
  editMessage(world, message, parsed, files);
  return ok(messagePayload(world, message));
}

function remove({ world, param }: Call) {
  const channel = channelFor(world, param("channelId"));
  const message = messageIn(world, channel, param("messageId"));
  refuseArchived(channel);
  const isOwn = message.author.id === world.state.bot.id;
  if (!isOwn && channel.recipientId !== null) throw apiError("notOnDirectMessage");
  if (!isOwn && !botMay(world, channel, "manageMessages")) throw apiError("missingPermissions");
  deleteMessages(world, channel, [message.id]);
  return NO_CONTENT;
}

const Bulk = z.object({ messages: z.array(z.string()) });

function bulkDelete({ world, param, body }: Call) {
  const channel = channelFor(world, param("channelId"), ["manageMessages"]);
  const { messages } = parseBody(Bulk, body);
  if (messages.length < 2 || messages.length > 100) throw apiError("badBulkCount");
  const oldest = world.clock.now() - BULK_MAX_AGE;
  if (messages.some((id) => snowflakeTime(id) < oldest)) throw apiError("tooOldToBulkDelete");
  deleteMessages(world, channel, messages);
  return NO_CONTENT;
}

function type({ world, param }: Call) {
  channelFor(world, param("channelId"));
  return NO_CONTENT;
}
