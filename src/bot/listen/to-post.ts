import { MessageType } from "discord.js";
import { z } from "zod";
import { Attachment, CommunityRole, Post, type RawPost } from "../../triage/model/post.ts";

/** What we need of a Discord message, with what had to be read beside it. */
export const Seen = z.object({
  id: z.string(),
  type: z.number(),
  content: z.string(),
  channelId: z.string(),
  thread: z
    .object({
      parentId: z.string(),
      /** Who opened it: the author of the message that it hangs on, if it hangs on one. */
      ownerId: z.string().nullable(),
      name: z.string(),
      forum: z.boolean(),
      tags: z.array(z.string()),
    })
    .nullable(),
  /** Whether a thread hangs on this message. */
  hasThread: z.boolean(),
  author: z.object({ id: z.string(), name: z.string(), bot: z.boolean() }),
  webhook: z.boolean(),
  roles: z.array(CommunityRole),
  ourId: z.string(),
  mentionsUs: z.boolean(),
  /** Whose message it replies to, where that is known. */
  repliesTo: z.string().nullable().default(null),
  /** The message that it replies to. */
  repliedId: z.string().nullable().default(null),
  attachments: z.array(Attachment),
  url: z.string(),
  createdAt: z.number(),
});
export type Seen = z.infer<typeof Seen>;

/** Messages that somebody wrote; all other types are joins, pins, boosts and the like. */
const WRITTEN: readonly number[] = [MessageType.Default, MessageType.Reply];

const Shape = Post.omit({
  id: true,
  personId: true,
  removed: true,
  editedAt: true,
  deletedAt: true,
});

/** A Discord message in the core's words. */
export function toPost(seen: Seen): RawPost {
  const { thread, author, roles } = seen;
  const opens = (thread?.forum ?? false) && seen.id === seen.channelId;
  const bot = author.bot || seen.webhook;
  return {
    ...Shape.parse({
      source: "discord",
      sourceId: seen.id,
      placeId: thread?.parentId ?? seen.channelId,
      conversationId: thread ? seen.channelId : seen.hasThread ? seen.id : null,
      authorSourceId: author.id,
      authorName: author.name,
      title: opens ? (thread?.name ?? "") : "",
      text: withoutMention(seen.content, seen.ourId),
      attachments: seen.attachments,
      tags: thread?.tags ?? [],
      permalink: seen.url,
      postedAt: seen.createdAt,
    }),
    author: { bot, roles, optedOut: roles.includes("opted-out") },
    written: WRITTEN.includes(seen.type),
    mentionsUs: seen.mentionsUs,
    toSomebody: isToSomebody(seen),
    ...(seen.repliedId === null ? {} : { repliesTo: seen.repliedId }),
    opens,
    conversationOwnerId: thread?.ownerId ?? null,
  };
}

/** Said to one person, who may well answer it. */
function isToSomebody({ content, repliesTo, author, ourId }: Seen): boolean {
  if (repliesTo !== null && repliesTo !== author.id && repliesTo !== ourId) return true;
  const first = /^\s*<@!?(\d+)>/.exec(content)?.[1];
  return first !== undefined && first !== ourId;
}

/** "@Signalbox how do I …" asks "how do I …". */
function withoutMention(content: string, ourId: string): string {
  return content.replace(new RegExp(`<@!?${ourId}>`, "g"), "").trim();
}
