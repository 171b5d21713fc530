import type { z } from "zod";
import { botMay, channelFor, refuseArchived } from "../access.ts";
import { apiError } from "../api-error.ts";
import { anyChannelPayload } from "../channel-payloads.ts";
import { publishChannel, removeChannel } from "../community.ts";
import { parseBody } from "../message-body.ts";
import { CHANNEL, type SimChannel, type ThreadInfo } from "../state.ts";
import { announceRename, refuseWrongTags } from "../thread-rules.ts";
import { deleteThread, publishThreadUpdate, setArchived } from "../threads.ts";
import type { World } from "../world.ts";
import { type Call, NO_CONTENT, ok, type Route } from "./call.ts";
import {
  applyChannelEdit,
  ChannelEdit,
  OverwriteBody,
  ThreadEdit,
  toOverwrites,
} from "./channel-bodies.ts";

export const channelRoutes: readonly Route[] = [
  { method: "GET", path: "/channels/:channelId", handle: get },
  { method: "PATCH", path: "/channels/:channelId", handle: edit, extraLimit: renames },
  { method: "DELETE", path: "/channels/:channelId", handle: remove },
  { method: "PUT", path: "/channels/:channelId/permissions/:overwriteId", handle: setOverwrite },
  {
    method: "DELETE",
    path: "/channels/:channelId/permissions/:overwriteId",
    handle: dropOverwrite,
  },
];

function renames(body: unknown): string | undefined {
  const isRename = body !== null && typeof body === "object" && ("name" in body || "topic" in body);
  return isRename ? "rename" : undefined;
}

function get({ world, param }: Call) {
  return ok(anyChannelPayload(world, channelFor(world, param("channelId"))));
}

function edit({ world, param, body }: Call) {
  const channel = channelFor(world, param("channelId"));
  if (channel.thread) {
    editThread(world, channel, channel.thread, parseBody(ThreadEdit, body));
  } else {
    if (channel.recipientId !== null) throw apiError("notOnDirectMessage");
    if (!botMay(world, channel, "manageChannels")) throw apiError("missingPermissions");
    applyChannelEdit(world, channel, parseBody(ChannelEdit, body));
    publishChannel(world, "CHANNEL_UPDATE", channel);
  }
  return ok(anyChannelPayload(world, channel));
}

function editThread(
  world: World,
  channel: SimChannel,
  thread: ThreadInfo,
  change: z.infer<typeof ThreadEdit>,
): void {
  const manages = botMay(world, channel, "manageThreads");
  const owns = thread.ownerId === world.state.bot.id;
  const { archived, locked, ...rest } = change;
  const others = Object.values(rest).some((value) => value !== undefined);
  // Opening it again is for every member of the thread; the rest for its owner and moderators.
  if (!manages && (locked != null || (others && !owns) || (archived === true && !owns))) {
    throw apiError("missingPermissions");
  }
  if (!manages && archived === false && thread.locked) throw apiError("missingPermissions");
  if (thread.archived && archived !== false && others) throw apiError("threadArchived");
  if (change.applied_tags != null) {
    const forum = world.state.channels.get(channel.parentId ?? "");
    if (forum?.type === CHANNEL.forum) refuseWrongTags(forum, change.applied_tags, manages);
    thread.appliedTags = [...change.applied_tags];
  }
  const renamed = change.name != null && change.name !== channel.name;
  if (change.name != null) channel.name = change.name;
  if (locked != null) thread.locked = locked;
  if (change.auto_archive_duration != null)
    thread.autoArchiveMinutes = change.auto_archive_duration;
  if (change.rate_limit_per_user != null) channel.rateLimitPerUser = change.rate_limit_per_user;
  if (archived != null) setArchived(world, channel, archived);
  publishThreadUpdate(world, channel);
  if (renamed) announceRename(world, channel, world.state.bot.id);
}

function remove({ world, param }: Call) {
  const channel = channelFor(world, param("channelId"));
  const payload = anyChannelPayload(world, channel);
  if (channel.recipientId !== null) return ok(payload);
  if (channel.thread) {
    if (!botMay(world, channel, "manageThreads")) throw apiError("missingPermissions");
    deleteThread(world, channel);
  } else {
    if (!botMay(world, channel, "manageChannels")) throw apiError("missingPermissions");
    removeChannel(world, channel);
  }
  return ok(payload);
}

function setOverwrite({ world, param, body }: Call) {
  const channel = channelFor(world, param("channelId"), ["manageRoles"]);
  refuseArchived(channel);
  const [overwrite] = toOverwrites([
    { ...parseBody(OverwriteBody, body), id: param("overwriteId") },
  ]);
  if (overwrite) channel.overwrites.set(overwrite.id, overwrite);
  publishChannel(world, "CHANNEL_UPDATE", channel);
  return NO_CONTENT;
}

function dropOverwrite({ world, param }: Call) {
  const channel = channelFor(world, param("channelId"), ["manageRoles"]);
  if (!channel.overwrites.delete(param("overwriteId"))) throw apiError("unknownOverwrite");
  publishChannel(world, "CHANNEL_UPDATE", channel);
  return NO_CONTENT;
}
