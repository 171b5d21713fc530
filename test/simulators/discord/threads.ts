import { threadMemberPayload, threadPayload } from "./channel-payloads.ts";
import { INTENT } from "./intents.ts";
import { aChannel, CHANNEL, type Json, type SimChannel, type SimMessage } from "./state.ts";
import type { World } from "./world.ts";

const MINUTE = 60_000;
const DEFAULT_ARCHIVE_MINUTES = 4_320;

type NewThread = {
  readonly id?: string;
  readonly parent: SimChannel;
  readonly type: number;
  readonly name: string;
  readonly ownerId: string;
  readonly appliedTags?: readonly string[];
  readonly autoArchiveMinutes?: number | null | undefined;
  readonly starterPending?: boolean;
  /** Who is in it from the beginning, besides its owner. */
  readonly memberIds?: readonly string[];
};

/** Opens a thread and announces it; a forum post's first message is put in afterwards. */
export function createThread(world: World, draft: NewThread): SimChannel {
  const now = world.clock.now();
  const channel = aChannel({
    id: draft.id ?? world.nextId(),
    type: draft.type,
    name: draft.name,
    parentId: draft.parent.id,
    thread: {
      ownerId: draft.ownerId,
      createdAt: now,
      archived: false,
      locked: false,
      autoArchiveMinutes: draft.autoArchiveMinutes ?? DEFAULT_ARCHIVE_MINUTES,
      archiveTimestamp: now,
      lastActivityAt: now,
      messageCount: 0,
      totalSent: 0,
      memberIds: new Set([draft.ownerId, ...(draft.memberIds ?? [])]),
      appliedTags: [...(draft.appliedTags ?? [])],
      starterPending: draft.starterPending ?? false,
    },
  });
  const { state } = world;
  state.channels.set(channel.id, channel);
  const siblings = state.threadsOf.get(draft.parent.id) ?? new Set();
  siblings.add(channel.id);
  state.threadsOf.set(draft.parent.id, siblings);
  state.activeThreads.add(channel.id);
  if (draft.parent.type === CHANNEL.forum) draft.parent.lastMessageId = channel.id;
  const data = { ...threadPayload(world, channel), newly_created: true };
  world.bus.publish({
    name: "THREAD_CREATE",
    data,
    intent: INTENT.guilds,
    channelId: channel.id,
  });
  return channel;
}

/** The bot is let into a thread that was there before: the same event, which then is not "new". */
export function letIntoThread(world: World, channel: SimChannel): void {
  world.bus.publish({
    name: "THREAD_CREATE",
    data: { ...threadPayload(world, channel), newly_created: false },
    intent: INTENT.guilds,
    channelId: channel.id,
  });
}

export function publishThreadUpdate(world: World, channel: SimChannel): void {
  const data = threadPayload(world, channel);
  world.bus.publish({ name: "THREAD_UPDATE", data, intent: INTENT.guilds, channelId: channel.id });
}

export function setArchived(world: World, channel: SimChannel, archived: boolean): void {
  const { thread } = channel;
  if (!thread || thread.archived === archived) return;
  thread.archived = archived;
  thread.archiveTimestamp = world.clock.now();
  if (archived) {
    world.state.activeThreads.delete(channel.id);
  } else {
    thread.lastActivityAt = world.clock.now();
    world.state.activeThreads.add(channel.id);
  }
}

/** Time does its work when somebody looks: a thread left alone for long enough is archived. */
export function settleThread(world: World, channel: SimChannel): void {
  const { thread } = channel;
  if (!thread || thread.archived) return;
  const due = thread.lastActivityAt + thread.autoArchiveMinutes * MINUTE;
  if (world.clock.now() < due) return;
  setArchived(world, channel, true);
  publishThreadUpdate(world, channel);
}

export function settleAllThreads(world: World): void {
  for (const id of [...world.state.activeThreads]) {
    const channel = world.state.channels.get(id);
    if (channel) settleThread(world, channel);
  }
}

/** A message counts, makes its author a member of the thread, and wakes an archived thread. */
export function noteMessageInThread(world: World, channel: SimChannel, message: SimMessage): void {
  const { thread } = channel;
  if (!thread) return;
  if (thread.archived) {
    setArchived(world, channel, false);
    publishThreadUpdate(world, channel);
  }
  thread.lastActivityAt = world.clock.now();
  joinThread(world, channel, message.author.id);
  if (message.id === channel.id) {
    thread.starterPending = false;
    return;
  }
  thread.messageCount += 1;
  thread.totalSent += 1;
}

/** Makes somebody a member; the bot is told of itself, and with GUILD_MEMBERS of others. */
export function joinThread(world: World, channel: SimChannel, userId: string): void {
  if (!channel.thread || channel.thread.memberIds.has(userId)) return;
  channel.thread.memberIds.add(userId);
  publishMembers(world, channel, userId, {
    added_members: [threadMemberPayload(channel, userId)],
  });
}

export function leaveThread(world: World, channel: SimChannel, userId: string): void {
  if (!channel.thread?.memberIds.delete(userId)) return;
  publishMembers(world, channel, userId, { removed_member_ids: [userId] });
}

function publishMembers(world: World, channel: SimChannel, userId: string, change: Json): void {
  const { state } = world;
  world.bus.publish({
    name: "THREAD_MEMBERS_UPDATE",
    data: {
      id: channel.id,
      guild_id: state.guild.id,
      member_count: Math.min(50, channel.thread?.memberIds.size ?? 0),
      ...change,
    },
    intent: userId === state.bot.id ? INTENT.guilds : INTENT.guildMembers,
    channelId: channel.id,
  });
}

export function deleteThread(world: World, channel: SimChannel): void {
  const { state } = world;
  // Told before it is gone, or nobody could tell who may hear of it.
  world.bus.publish({
    name: "THREAD_DELETE",
    data: {
      id: channel.id,
      guild_id: state.guild.id,
      parent_id: channel.parentId,
      type: channel.type,
    },
    intent: INTENT.guilds,
    channelId: channel.id,
  });
  for (const id of channel.messageIds) state.messages.delete(id);
  state.channels.delete(channel.id);
  state.activeThreads.delete(channel.id);
  state.threadsOf.get(channel.parentId ?? "")?.delete(channel.id);
}
