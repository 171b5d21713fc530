import { botMay, channelFor, messageIn, refuseArchived } from "../access.ts";
import { apiError } from "../api-error.ts";
import type { Permission } from "../permissions.ts";
import { addReaction, removeAllReactions, removeReaction } from "../reactions.ts";
import { userPayload } from "../user-payload.ts";
import { type Call, NO_CONTENT, ok, type Route } from "./call.ts";

const base = "/channels/:channelId/messages/:messageId/reactions";

export const reactionRoutes: readonly Route[] = [
  { method: "PUT", path: `${base}/:emoji/@me`, handle: add },
  { method: "DELETE", path: `${base}/:emoji/@me`, handle: removeOwn },
  { method: "DELETE", path: `${base}/:emoji/:userId`, handle: removeOther },
  { method: "DELETE", path: `${base}/:emoji`, handle: removeEmoji },
  { method: "DELETE", path: base, handle: removeAll },
  { method: "GET", path: `${base}/:emoji`, handle: list },
];

function locate({ world, param }: Call, needed: readonly Permission[] = []) {
  const channel = channelFor(world, param("channelId"), needed);
  return { channel, message: messageIn(world, channel, param("messageId")) };
}

function add(call: Call) {
  const { world, param } = call;
  const { channel, message } = locate(call, ["readMessageHistory"]);
  refuseArchived(channel);
  const isNew = !message.reactions.has(param("emoji"));
  if (isNew && !botMay(world, channel, "addReactions")) throw apiError("missingPermissions");
  addReaction(world, message, world.state.bot.id, param("emoji"));
  return NO_CONTENT;
}

function removeOwn(call: Call) {
  const { channel, message } = locate(call);
  refuseArchived(channel);
  removeReaction(call.world, message, call.world.state.bot.id, call.param("emoji"));
  return NO_CONTENT;
}

function removeOther(call: Call) {
  const { channel, message } = locate(call, ["manageMessages"]);
  refuseArchived(channel);
  removeReaction(call.world, message, call.param("userId"), call.param("emoji"));
  return NO_CONTENT;
}

function removeEmoji(call: Call) {
  const { channel, message } = locate(call, ["manageMessages"]);
  refuseArchived(channel);
  removeAllReactions(call.world, message, call.param("emoji"));
  return NO_CONTENT;
}

function removeAll(call: Call) {
  const { channel, message } = locate(call, ["manageMessages"]);
  refuseArchived(channel);
  removeAllReactions(call.world, message);
  return NO_CONTENT;
}

function list(call: Call) {
  const { world, param, query } = call;
  const { message } = locate(call, ["readMessageHistory"]);
  const limit = Number(query.get("limit") ?? 25);
  const after = query.get("after");
  const users = [...(message.reactions.get(param("emoji")) ?? [])].toSorted();
  const start = after === null ? 0 : users.findIndex((id) => id > after);
  const page = start < 0 ? [] : users.slice(start, start + limit);
  return ok(page.flatMap((id) => world.state.users.get(id) ?? []).map(userPayload));
}
