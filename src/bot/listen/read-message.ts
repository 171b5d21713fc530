import {
  type AnyThreadChannel,
  ChannelType,
  DiscordAPIError,
  type Message,
  MessageType,
  RESTJSONErrorCodes,
} from "discord.js";
import type { RawPost } from "../../triage/model/post.ts";
import type { Log } from "../discord/log-type.ts";
import { heldBy, memberOf, type RoleIds } from "../discord/people.ts";
import { remember } from "../discord/whereabouts.ts";
import { type AttachmentLimits, readAttachments } from "./attachments.ts";
import { imageReader } from "./read-images.ts";
import { Seen, toPost } from "./to-post.ts";

export type ReadMessage = (message: Message<true>) => Promise<RawPost>;

type Options = {
  readonly roleIds: () => Promise<RoleIds>;
  readonly attachments: AttachmentLimits;
  readonly log: Log;
};

const STARTERS = 1_000;

/** Reads a message with what Discord does not send along: roles, files, who began the thread. */
export function createReadMessage({ roleIds, attachments, log }: Options): ReadMessage {
  /** Authors of the messages that threads hang on, by thread; the oldest are forgotten. */
  const starters = new Map<string, string | null>();

  async function ownerOf(thread: AnyThreadChannel): Promise<string | null> {
    // A forum post belongs to whoever wrote it. A thread on a message may be a bot's doing.
    if (isForum(thread)) return thread.ownerId;
    const known = starters.get(thread.id);
    if (known !== undefined) return known;
    const owner = (await starterAuthor(thread)) ?? thread.ownerId;
    starters.set(thread.id, owner);
    const [oldest] = starters.keys();
    if (starters.size > STARTERS && oldest !== undefined) starters.delete(oldest);
    return owner;
  }

  return async (message) => {
    await remember(message);
    const { client, channel, author } = message;
    const thread = channel.isThread() ? channel : null;
    const bot = author.bot || author.system || message.webhookId !== null;
    const files = [...message.attachments.values()];
    const member = bot ? null : await memberOf(message.guild, author.id, message.member);
    const seen = Seen.parse({
      id: message.id,
      type: message.type,
      content: message.content,
      channelId: message.channelId,
      thread: thread && {
        parentId: thread.parentId,
        ownerId: await ownerOf(thread),
        name: thread.name,
        forum: isForum(thread),
        tags: tagsOf(thread),
      },
      hasThread: message.hasThread,
      author: { id: author.id, name: member?.displayName ?? author.displayName, bot },
      webhook: message.webhookId !== null,
      roles: heldBy(member, await roleIds()),
      ourId: client.user.id,
      mentionsUs:
        message.mentions.users.has(client.user.id) ||
        message.mentions.roles.some((role) => role.tags?.botId === client.user.id),
      repliesTo: message.mentions.repliedUser?.id ?? null,
      // Forwarding a message refers to it as well.
      repliedId: message.type === MessageType.Reply ? (message.reference?.messageId ?? null) : null,
      attachments: await readAttachments(files, attachments, log),
      url: message.url,
      createdAt: message.createdTimestamp,
    });
    const readImages = imageReader(files, attachments.origins, log);
    return { ...toPost(seen), ...(readImages ? { readImages } : {}) };
  };
}

function isForum({ parent }: AnyThreadChannel): boolean {
  return parent?.type === ChannelType.GuildForum || parent?.type === ChannelType.GuildMedia;
}

/** Names of the tags that a forum post has. */
export function tagsOf(thread: AnyThreadChannel): string[] {
  const { parent } = thread;
  if (parent?.type !== ChannelType.GuildForum && parent?.type !== ChannelType.GuildMedia) return [];
  const names = new Map(parent.availableTags.map((tag) => [tag.id, tag.name]));
  return thread.appliedTags.flatMap((id) => names.get(id) ?? []);
}

async function starterAuthor(thread: AnyThreadChannel): Promise<string | null> {
  try {
    return (await thread.fetchStarterMessage({ cache: false }))?.author.id ?? null;
  } catch (error) {
    const none =
      error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
    if (none) return null;
    throw error;
  }
}
