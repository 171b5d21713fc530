import { z } from "zod";
import type {
  ChannelView,
  CommandView,
  DiscordView,
  MessageView,
  RoleView,
  UserView,
} from "./view.ts";

const Id = z.object({ id: z.string() });
const Guild = Id.extend({
  name: z.string(),
  owner_id: z.string(),
  roles: z.array(Id.extend({ name: z.string(), managed: z.boolean(), permissions: z.string() })),
});
const Member = z.object({
  roles: z.array(z.string()),
  joined_at: z.string(),
  user: Id.extend({
    username: z.string(),
    global_name: z.string().nullable(),
    bot: z.boolean().default(false),
  }),
});
const Tag = Id.extend({ name: z.string(), emoji_name: z.string().nullable() });
const Channel = Id.extend({
  type: z.number(),
  name: z.string().default(""),
  topic: z.string().nullish(),
  position: z.number().default(0),
  parent_id: z.string().nullish(),
  available_tags: z.array(Tag).default([]),
  permission_overwrites: z.array(Id.extend({ allow: z.string(), deny: z.string() })).default([]),
  owner_id: z.string().default(""),
  applied_tags: z.array(z.string()).default([]),
  recipients: z.array(Id).default([]),
  thread_metadata: z
    .object({ archived: z.boolean(), locked: z.boolean(), create_timestamp: z.string() })
    .optional(),
});
const Message = Id.extend({
  channel_id: z.string(),
  type: z.number(),
  author: Id,
  content: z.string(),
  timestamp: z.string(),
  edited_timestamp: z.string().nullable(),
  flags: z.number().default(0),
  embeds: z.array(z.unknown()),
  components: z.array(z.unknown()).default([]),
  attachments: z.array(
    Id.extend({
      filename: z.string(),
      size: z.number(),
      content_type: z.string().default("application/octet-stream"),
    }),
  ),
  reactions: z
    .array(z.object({ count: z.number(), me: z.boolean(), emoji: z.object({ name: z.string() }) }))
    .default([]),
  message_reference: z.object({ message_id: z.string().optional() }).optional(),
});
const Command = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  options: z.array(z.unknown()).default([]),
  default_member_permissions: z.string().nullish(),
});

/** What the simulator's snapshot holds, in Discord's own shapes. */
export type DiscordSnapshot = {
  readonly guild: unknown;
  readonly members: readonly unknown[];
  readonly channels: readonly unknown[];
  readonly threads: readonly unknown[];
  readonly directMessageChannels: readonly unknown[];
  readonly commands: readonly unknown[];
  readonly messages: Readonly<Record<string, readonly unknown[]>>;
  readonly ephemerals: Readonly<Record<string, readonly unknown[]>>;
};

const VIEW_CHANNEL = 1n << 10n;
const ADMINISTRATOR = 1n << 3n;
const EVERYTHING = (1n << 50n) - 1n;
const LOADING = 1 << 7;
/** Types that somebody wrote: ordinary, reply, and answers to commands. */
const WRITTEN = [0, 19, 20, 23];
const CHANNEL_TYPES: Readonly<Record<number, ChannelView["type"]>> = {
  0: "text",
  1: "dm",
  4: "category",
  5: "announcement",
  11: "thread",
  12: "thread",
  15: "forum",
};
const COMMAND_TYPES = { 1: "slash", 2: "user", 3: "message" } as const;

/** Draws the page's view from a snapshot of the simulated Discord. */
export function toDiscordView(snapshot: DiscordSnapshot, botId: string): DiscordView {
  const guild = Guild.parse(snapshot.guild);
  const all = [...snapshot.channels, ...snapshot.threads, ...snapshot.directMessageChannels];
  return {
    guild: {
      id: guild.id,
      name: guild.name,
      roles: namedRoles(
        guild,
        guild.roles.map(({ id }) => id),
      ),
    },
    botId,
    users: snapshot.members.map((raw) => toUser(Member.parse(raw), guild)),
    channels: all.map((raw) => toChannel(Channel.parse(raw), guild)),
    messages: [
      ...Object.values(snapshot.messages).flatMap((list) =>
        list.map((raw) => toMessage(raw, null)),
      ),
      ...Object.entries(snapshot.ephemerals).flatMap(([userId, list]) =>
        list.map((raw) => toMessage(raw, userId)),
      ),
    ],
    commands: snapshot.commands.flatMap((raw) => toCommand(Command.parse(raw))),
  };
}

/** Roles that people gave each other: neither everybody's nor the bot's own. */
function namedRoles(guild: z.infer<typeof Guild>, ids: readonly string[]): RoleView[] {
  return ids.flatMap((id) => {
    const role = guild.roles.find((one) => one.id === id);
    return role && !role.managed && id !== guild.id ? [{ id, name: role.name }] : [];
  });
}

function toUser(member: z.infer<typeof Member>, guild: z.infer<typeof Guild>): UserView {
  const { user } = member;
  const sum = guild.roles
    .filter(({ id }) => id === guild.id || member.roles.includes(id))
    .reduce((bits, role) => bits | BigInt(role.permissions), 0n);
  const mayAll = user.id === guild.owner_id || (sum & ADMINISTRATOR) !== 0n;
  return {
    id: user.id,
    name: user.global_name ?? user.username,
    bot: user.bot,
    roles: namedRoles(guild, member.roles).map(({ name }) => name),
    permissions: String(mayAll ? EVERYTHING : sum),
    joinedAt: Date.parse(member.joined_at),
  };
}

function toChannel(channel: z.infer<typeof Channel>, guild: z.infer<typeof Guild>): ChannelView {
  const overwrites = channel.permission_overwrites;
  const everyone = overwrites.find(({ id }) => id === guild.id);
  const allowed = overwrites.filter(({ allow }) => (BigInt(allow) & VIEW_CHANNEL) !== 0n);
  const meta = channel.thread_metadata;
  return {
    id: channel.id,
    type: CHANNEL_TYPES[channel.type] ?? "text",
    name: channel.name,
    parentId: channel.parent_id ?? null,
    topic: channel.topic ?? null,
    position: channel.position,
    staffOnly: (BigInt(everyone?.deny ?? 0) & VIEW_CHANNEL) !== 0n,
    seenBy: namedRoles(
      guild,
      allowed.map(({ id }) => id),
    ).map(({ name }) => name),
    tags: channel.available_tags.map(({ id, name, emoji_name: emoji }) => ({ id, name, emoji })),
    thread: meta
      ? {
          ownerId: channel.owner_id,
          createdAt: Date.parse(meta.create_timestamp),
          archived: meta.archived,
          locked: meta.locked,
          tagIds: channel.applied_tags,
        }
      : null,
    dmWith: channel.recipients[0]?.id ?? null,
  };
}

function toMessage(raw: unknown, ephemeralFor: string | null): MessageView {
  const message = Message.parse(raw);
  return {
    id: message.id,
    channelId: message.channel_id,
    authorId: message.author.id,
    createdAt: Date.parse(message.timestamp),
    editedAt: message.edited_timestamp === null ? null : Date.parse(message.edited_timestamp),
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments.map((file) => ({
      name: file.filename,
      size: file.size,
      contentType: file.content_type,
      path: `/api/discord/file/${message.id}/${file.id}`,
    })),
    reactions: message.reactions.map(({ emoji, count, me: byBot }) => ({
      emoji: emoji.name,
      count,
      byBot,
    })),
    replyTo: message.message_reference?.message_id ?? null,
    ephemeralFor,
    system: !WRITTEN.includes(message.type),
    loading: (message.flags & LOADING) !== 0,
  };
}

function toCommand(command: z.infer<typeof Command>): CommandView[] {
  const { name, description, options, default_member_permissions: permissions } = command;
  const type = COMMAND_TYPES[command.type as keyof typeof COMMAND_TYPES];
  return type ? [{ name, description, options, type, permissions: permissions ?? null }] : [];
}
