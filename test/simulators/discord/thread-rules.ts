import { apiError, invalidForm } from "./api-error.ts";
import { CHANNEL, type SimChannel, type SimMessage } from "./state.ts";
import { createThread } from "./threads.ts";
import type { World } from "./world.ts";
import { createMessage, publishUpdate } from "./write-messages.ts";

const NAME_CHANGE = 4;
const HAS_THREAD = 1 << 5;

/** Tags must be of the forum, at most five, and some are for moderators only. */
export function refuseWrongTags(
  forum: SimChannel,
  wanted: readonly string[],
  mayModerate: boolean,
): void {
  if (wanted.length > 5) {
    const message = "Must be 5 or fewer in length.";
    throw invalidForm([{ path: ["applied_tags"], code: "BASE_TYPE_MAX_LENGTH", message }]);
  }
  if (forum.tagRequired && wanted.length === 0) throw apiError("tagRequired");
  const known = new Map(forum.tags.map((tag) => [tag.id, tag]));
  const problems = wanted.flatMap((id, i) =>
    known.has(id)
      ? []
      : [{ path: ["applied_tags", i], code: "INVALID_TAG", message: "Unknown tag" }],
  );
  if (problems.length > 0) throw invalidForm(problems);
  if (!mayModerate && wanted.some((id) => known.get(id)?.moderated)) {
    throw apiError("missingPermissions");
  }
}

type ThreadOnMessage = {
  readonly parent: SimChannel;
  readonly message: SimMessage;
  readonly name: string;
  readonly ownerId: string;
  readonly autoArchiveMinutes?: number | null | undefined;
};

/** Opens a thread on a message, marks the message, and tells of both. */
export function openOnMessage(world: World, draft: ThreadOnMessage): SimChannel {
  const { message, ...rest } = draft;
  const thread = createThread(world, { ...rest, type: CHANNEL.publicThread, id: message.id });
  message.threadId = thread.id;
  message.flags |= HAS_THREAD;
  publishUpdate(world, message);
  return thread;
}

/** A renamed thread shows a system message that says so. */
export function announceRename(world: World, channel: SimChannel, byUserId: string): void {
  const author = world.state.users.get(byUserId);
  if (!author || channel.thread?.archived) return;
  createMessage(world, channel, { author, type: NAME_CHANGE, body: { content: channel.name } });
}
