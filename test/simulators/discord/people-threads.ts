import { setTimeout as sleep } from "node:timers/promises";
import { apiError } from "./api-error.ts";
import { type PersonFile, toFiles } from "./people-files.ts";
import { has, permissionsIn } from "./permissions.ts";
import { CHANNEL, type SimChannel, type SimMember, type SimMessage } from "./state.ts";
import { announceRename, openOnMessage, refuseWrongTags } from "./thread-rules.ts";
import { createThread, publishThreadUpdate, setArchived } from "./threads.ts";
import type { World } from "./world.ts";
import { createMessage } from "./write-messages.ts";

export type PostDraft = {
  readonly title: string;
  readonly content: string;
  /** Ids or names of the forum's tags. */
  readonly tags?: readonly string[];
  readonly attachments?: readonly PersonFile[];
};

export type ThreadChange = {
  readonly title?: string;
  readonly tags?: readonly string[];
  readonly archived?: boolean;
  readonly locked?: boolean;
};

/** Opens a post: first the thread, a moment later its first message, as Discord does. */
export async function postForum(
  world: World,
  author: SimMember,
  forum: SimChannel,
  draft: Omit<PostDraft, "content"> & { readonly content?: string },
): Promise<SimChannel> {
  if (forum.type !== CHANNEL.forum) throw apiError("wrongChannelType");
  if (draft.title.length < 1 || draft.title.length > 100) throw new Error("title: 1 to 100");
  const sum = permissionsIn(world.state, author, forum);
  if (!has(sum, "sendMessages")) throw apiError("missingPermissions");
  const appliedTags = toTagIds(forum, draft.tags ?? []);
  refuseWrongTags(forum, appliedTags, has(sum, "manageThreads"));
  const thread = createThread(world, {
    parent: forum,
    type: CHANNEL.publicThread,
    name: draft.title,
    ownerId: author.user.id,
    appliedTags,
    starterPending: true,
  });
  await sleep(world.settings.starterDelayMs);
  createMessage(world, thread, {
    id: thread.id,
    author: author.user,
    body: { content: draft.content ?? "" },
    files: toFiles(draft.attachments ?? []),
  });
  return thread;
}

/** Opens a thread on a message; the two share one id. */
export function threadFromMessage(
  world: World,
  author: SimMember,
  message: SimMessage,
  name: string,
): SimChannel {
  const parent = world.state.channels.get(message.channelId);
  if (!parent || parent.thread) throw apiError("wrongChannelType");
  if (message.threadId !== null) throw apiError("threadAlreadyExists");
  if (!has(permissionsIn(world.state, author, parent), "createPublicThreads")) {
    throw apiError("missingPermissions");
  }
  return openOnMessage(world, { parent, message, name, ownerId: author.user.id });
}

/** Opens a thread that only its members see, and whoever manages threads. */
export function privateThread(
  world: World,
  author: SimMember,
  parent: SimChannel,
  { name, invited }: { readonly name: string; readonly invited: readonly string[] },
): SimChannel {
  if (parent.type !== CHANNEL.text) throw apiError("wrongChannelType");
  if (!has(permissionsIn(world.state, author, parent), "createPrivateThreads")) {
    throw apiError("missingPermissions");
  }
  const ownerId = author.user.id;
  const type = CHANNEL.privateThread;
  return createThread(world, { parent, type, name, ownerId, memberIds: invited });
}

export function editOwnThread(
  world: World,
  member: SimMember,
  threadId: string,
  change: ThreadChange,
): void {
  const channel = world.state.channels.get(threadId);
  const thread = channel?.thread;
  if (!channel || !thread) throw apiError("unknownChannel");
  const manages = has(permissionsIn(world.state, member, channel), "manageThreads");
  if (!manages && thread.ownerId !== member.user.id) throw apiError("missingPermissions");
  if (!manages && (change.locked !== undefined || thread.locked)) {
    throw apiError("missingPermissions");
  }
  if (change.tags !== undefined) {
    const forum = world.state.channels.get(channel.parentId ?? "");
    const ids = forum ? toTagIds(forum, change.tags) : [];
    if (forum) refuseWrongTags(forum, ids, manages);
    thread.appliedTags = ids;
  }
  const renamed = change.title !== undefined && change.title !== channel.name;
  if (change.title !== undefined) channel.name = change.title;
  if (change.locked !== undefined) thread.locked = change.locked;
  if (change.archived !== undefined) setArchived(world, channel, change.archived);
  publishThreadUpdate(world, channel);
  if (renamed) announceRename(world, channel, member.user.id);
}

function toTagIds(forum: SimChannel, wanted: readonly string[]): string[] {
  return wanted.map(
    (tag) => forum.tags.find(({ id, name }) => id === tag || name === tag)?.id ?? tag,
  );
}
