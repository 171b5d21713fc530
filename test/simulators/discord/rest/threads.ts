import { z } from "zod";
import { botMay, channelFor, messageIn, refuseArchived } from "../access.ts";
import { apiError } from "../api-error.ts";
import { threadMemberPayload, threadPayload } from "../channel-payloads.ts";
import { parseBody, parseMessageBody, refuseEmpty } from "../message-body.ts";
import { messagePayload } from "../message-payloads.ts";
import { has, permissionsIn } from "../permissions.ts";
import { CHANNEL, type Json, type SimChannel } from "../state.ts";
import { openOnMessage, refuseWrongTags } from "../thread-rules.ts";
import {
  createThread,
  joinThread,
  leaveThread,
  settleAllThreads,
  settleThread,
} from "../threads.ts";
import type { World } from "../world.ts";
import { createMessage } from "../write-messages.ts";
import { type Call, NO_CONTENT, ok, type Route } from "./call.ts";

const ArchiveMinutes = z.union([
  z.literal(60),
  z.literal(1_440),
  z.literal(4_320),
  z.literal(10_080),
]);

const NewThread = z.object({
  name: z.string().min(1).max(100),
  auto_archive_duration: ArchiveMinutes.nullish(),
  type: z.int().nullish(),
  applied_tags: z.array(z.string()).max(5).nullish(),
  message: z.looseObject({}).nullish(),
});

const MAX_MEMBERS = 1_000;

export const threadRoutes: readonly Route[] = [
  { method: "POST", path: "/channels/:channelId/threads", handle: create },
  { method: "POST", path: "/channels/:channelId/messages/:messageId/threads", handle: fromMessage },
  { method: "GET", path: "/guilds/:guildId/threads/active", handle: listActive },
  { method: "GET", path: "/channels/:channelId/threads/archived/public", handle: listArchived },
  { method: "GET", path: "/channels/:channelId/threads/archived/private", handle: listNone },
  {
    method: "GET",
    path: "/channels/:channelId/users/@me/threads/archived/private",
    handle: listNone,
  },
  { method: "GET", path: "/channels/:channelId/thread-members", handle: listMembers },
  { method: "GET", path: "/channels/:channelId/thread-members/:userId", handle: getMember },
  { method: "PUT", path: "/channels/:channelId/thread-members/@me", handle: join },
  { method: "DELETE", path: "/channels/:channelId/thread-members/@me", handle: leave },
  { method: "PUT", path: "/channels/:channelId/thread-members/:userId", handle: addMember },
  { method: "DELETE", path: "/channels/:channelId/thread-members/:userId", handle: removeMember },
];

function create(call: Call) {
  const { world, param, body, files } = call;
  const parent = channelFor(world, param("channelId"));
  const draft = parseBody(NewThread, body);
  refuseFull(world);
  if (parent.type !== CHANNEL.forum) {
    if (!botMay(world, parent, "createPublicThreads")) throw apiError("missingPermissions");
    const type = draft.type ?? CHANNEL.privateThread;
    return created(world, open(world, parent, draft, { type }));
  }
  if (!botMay(world, parent, "sendMessages")) throw apiError("missingPermissions");
  refuseWrongTags(parent, draft.applied_tags ?? [], botMay(world, parent, "manageThreads"));
  const message = parseMessageBody(draft.message);
  refuseEmpty(message, files.length);
  const thread = open(world, parent, draft, { type: CHANNEL.publicThread, starterPending: true });
  const author = world.state.bot;
  const starter = createMessage(world, thread, { id: thread.id, author, body: message, files });
  const withMessage = { ...threadPayload(world, thread), message: messagePayload(world, starter) };
  return { status: 201, body: withMessage };
}

function fromMessage({ world, param, body }: Call) {
  const parent = channelFor(world, param("channelId"), ["createPublicThreads"]);
  const message = messageIn(world, parent, param("messageId"));
  const draft = parseBody(NewThread, body);
  refuseFull(world);
  if (message.threadId !== null) throw apiError("threadAlreadyExists");
  if (parent.thread || parent.type === CHANNEL.forum) throw apiError("wrongChannelType");
  const { name, auto_archive_duration: autoArchiveMinutes } = draft;
  const ownerId = world.state.bot.id;
  const opened = openOnMessage(world, { parent, message, name, ownerId, autoArchiveMinutes });
  return created(world, opened);
}

function open(
  world: World,
  parent: SimChannel,
  draft: z.infer<typeof NewThread>,
  more: { type: number; starterPending?: boolean },
): SimChannel {
  return createThread(world, {
    parent,
    name: draft.name,
    ownerId: world.state.bot.id,
    appliedTags: draft.applied_tags ?? [],
    autoArchiveMinutes: draft.auto_archive_duration,
    ...more,
  });
}

function created(world: World, thread: SimChannel) {
  return { status: 201, body: threadPayload(world, thread) };
}

function refuseFull(world: World): void {
  if (world.state.activeThreads.size < world.settings.maxActiveThreads) return;
  settleAllThreads(world);
  if (world.state.activeThreads.size < world.settings.maxActiveThreads) return;
  throw apiError("tooManyActiveThreads");
}

function listActive({ world, param }: Call) {
  const { state } = world;
  if (param("guildId") !== state.guild.id) throw apiError("unknownGuild");
  settleAllThreads(world);
  const bot = state.members.get(state.bot.id);
  const threads = [...state.activeThreads]
    .flatMap((id) => state.channels.get(id) ?? [])
    .filter((thread) => bot && has(permissionsIn(state, bot, thread), "viewChannel"))
    .toReversed();
  return ok({ ...listing(world, threads), has_more: false });
}

function listArchived({ world, param, query }: Call) {
  const parent = channelFor(world, param("channelId"), ["readMessageHistory"]);
  const limit = Math.min(100, Number(query.get("limit") ?? 50));
  const before = query.get("before");
  const latest = before === null ? Number.POSITIVE_INFINITY : Date.parse(before);
  const archived = [...(world.state.threadsOf.get(parent.id) ?? [])]
    .flatMap((id) => world.state.channels.get(id) ?? [])
    .filter((thread) => {
      settleThread(world, thread);
      if (thread.type === CHANNEL.privateThread) return false;
      return thread.thread?.archived === true && thread.thread.archiveTimestamp < latest;
    })
    .toSorted((a, b) => (b.thread?.archiveTimestamp ?? 0) - (a.thread?.archiveTimestamp ?? 0));
  const page = listing(world, archived.slice(0, limit));
  return ok({ ...page, has_more: archived.length > limit });
}

function listing(world: World, threads: readonly SimChannel[]): Json {
  const botId = world.state.bot.id;
  return {
    threads: threads.map((thread) => threadPayload(world, thread)),
    members: threads
      .filter(({ thread }) => thread?.memberIds.has(botId))
      .map((thread) => threadMemberPayload(thread, botId)),
  };
}

function listNone({ world, param }: Call) {
  channelFor(world, param("channelId"), ["readMessageHistory"]);
  return ok({ threads: [], members: [], has_more: false });
}

function threadOf({ world, param }: Call) {
  const channel = channelFor(world, param("channelId"));
  if (!channel.thread) throw apiError("wrongChannelType");
  return { channel, thread: channel.thread };
}

function listMembers(call: Call) {
  const { channel, thread } = threadOf(call);
  return ok([...thread.memberIds].map((id) => threadMemberPayload(channel, id)));
}

function getMember(call: Call) {
  const { channel, thread } = threadOf(call);
  const wanted = call.param("userId");
  const id = wanted === "@me" ? call.world.state.bot.id : wanted;
  if (!thread.memberIds.has(id)) throw apiError("unknownMember");
  return ok(threadMemberPayload(channel, id));
}

function join(call: Call) {
  return admit(call, call.world.state.bot.id);
}

function addMember(call: Call) {
  if (!call.world.state.members.has(call.param("userId"))) throw apiError("unknownMember");
  return admit(call, call.param("userId"));
}

function admit(call: Call, userId: string) {
  const { channel, thread } = threadOf(call);
  refuseArchived(channel);
  const isFull = thread.memberIds.size >= MAX_MEMBERS;
  if (isFull && !thread.memberIds.has(userId)) throw apiError("tooManyThreadMembers");
  joinThread(call.world, channel, userId);
  return NO_CONTENT;
}

function leave(call: Call) {
  const { channel } = threadOf(call);
  refuseArchived(channel);
  leaveThread(call.world, channel, call.world.state.bot.id);
  return NO_CONTENT;
}

function removeMember(call: Call) {
  const { channel } = threadOf(call);
  refuseArchived(channel);
  if (!botMay(call.world, channel, "manageThreads")) throw apiError("missingPermissions");
  leaveThread(call.world, channel, call.param("userId"));
  return NO_CONTENT;
}
