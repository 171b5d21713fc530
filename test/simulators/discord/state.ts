import { EVERYONE_DEFAULT } from "./permissions.ts";

export type Json = Record<string, unknown>;

export const CHANNEL = {
  text: 0,
  dm: 1,
  category: 4,
  announcement: 5,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

export type SimUser = {
  readonly id: string;
  username: string;
  globalName: string | null;
  readonly bot: boolean;
  /** Whether direct messages from the bot are refused. */
  dmsClosed: boolean;
};

export type SimMember = {
  readonly user: SimUser;
  roles: string[];
  readonly joinedAt: number;
  nick: string | null;
  /** Until when moderators let them read alone. */
  timedOutUntil?: number | null;
};

export type SimRole = {
  readonly id: string;
  name: string;
  permissions: bigint;
  readonly position: number;
  readonly managed: boolean;
  readonly color: number;
};

export type Overwrite = {
  readonly id: string;
  /** 0 for a role, 1 for a member. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
};

export type ForumTag = {
  readonly id: string;
  readonly name: string;
  readonly moderated: boolean;
  readonly emojiName: string | null;
};

export type ThreadInfo = {
  readonly ownerId: string;
  readonly createdAt: number;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  archiveTimestamp: number;
  lastActivityAt: number;
  messageCount: number;
  totalSent: number;
  readonly memberIds: Set<string>;
  appliedTags: string[];
  /** A forum post exists a moment before its first message does. */
  starterPending: boolean;
};

export type SimChannel = {
  readonly id: string;
  readonly type: number;
  name: string;
  parentId: string | null;
  topic: string | null;
  readonly position: number;
  readonly overwrites: Map<string, Overwrite>;
  tags: ForumTag[];
  tagRequired: boolean;
  rateLimitPerUser: number;
  lastMessageId: string | null;
  /** The person at the other end of a direct message channel. */
  readonly recipientId: string | null;
  readonly thread: ThreadInfo | null;
  /** Oldest first, which is also the order of ids. */
  readonly messageIds: string[];
};

export type SimAttachment = {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly description: string | null;
};

export type SimMessage = {
  readonly id: string;
  readonly channelId: string;
  readonly author: SimUser;
  readonly type: number;
  readonly createdAt: number;
  editedAt: number | null;
  content: string;
  embeds: Json[];
  components: Json[];
  attachments: SimAttachment[];
  /** Emoji (a character, or name:id) to those who reacted, in order. */
  readonly reactions: Map<string, Set<string>>;
  flags: number;
  mentionIds: string[];
  mentionRoleIds: string[];
  mentionsEveryone: boolean;
  readonly referenceId: string | null;
  readonly nonce: string | number | null;
  threadId: string | null;
  /** Set on what a webhook of the server posted. */
  readonly webhookId: string | null;
  /** Set on what an interaction said. */
  readonly interactionId: string | null;
  /** Only this person sees it, and no channel lists it. */
  readonly ephemeralFor: string | null;
};

export type SimCommand = {
  readonly id: string;
  readonly guildId: string | null;
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly options: readonly Json[];
  readonly defaultMemberPermissions: string | null;
  readonly nsfw: boolean;
  readonly version: string;
};

export type State = {
  readonly guild: { readonly id: string; name: string; readonly ownerId: string };
  readonly application: { readonly id: string; flags: number };
  readonly bot: SimUser;
  readonly users: Map<string, SimUser>;
  readonly members: Map<string, SimMember>;
  readonly roles: Map<string, SimRole>;
  readonly channels: Map<string, SimChannel>;
  readonly messages: Map<string, SimMessage>;
  readonly dmOf: Map<string, string>;
  /** Thread ids by the channel they hang on. */
  readonly threadsOf: Map<string, Set<string>>;
  readonly activeThreads: Set<string>;
  readonly commands: Map<string, SimCommand>;
  /** As the bot has it: it may have been removed, or the server may be down for it. */
  server: "there" | "gone" | "down";
};

/** A server with its owner, the bot and nobody else in it. */
export function createState(nextId: () => string, now: number, names: StateNames): State {
  const guildId = nextId();
  const owner = aUser(nextId(), "owner", false);
  const bot = aUser(nextId(), names.bot, true);
  const everyone = aRole(guildId, "@everyone", EVERYONE_DEFAULT, 0, false);
  const botRole = aRole(nextId(), names.bot, names.botPermissions, 1, true);
  const members = [
    { user: owner, roles: [], joinedAt: now, nick: null },
    { user: bot, roles: [botRole.id], joinedAt: now, nick: null },
  ];
  return {
    guild: { id: guildId, name: names.guild, ownerId: owner.id },
    // Newer applications and their bot user share one id.
    application: { id: bot.id, flags: names.applicationFlags },
    bot,
    users: new Map([owner, bot].map((user) => [user.id, user])),
    members: new Map(members.map((member) => [member.user.id, member])),
    roles: new Map([everyone, botRole].map((role) => [role.id, role])),
    channels: new Map(),
    messages: new Map(),
    dmOf: new Map(),
    threadsOf: new Map(),
    activeThreads: new Set(),
    commands: new Map(),
    server: "there",
  };
}

type StateNames = {
  readonly guild: string;
  readonly bot: string;
  readonly botPermissions: bigint;
  readonly applicationFlags: number;
};

export function aUser(id: string, name: string, bot: boolean): SimUser {
  const username =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._]/g, "_")
      .slice(0, 32) || "member";
  return { id, username, globalName: bot ? null : name, bot, dmsClosed: false };
}

export function aRole(
  id: string,
  name: string,
  permissions: bigint,
  position: number,
  managed: boolean,
): SimRole {
  return { id, name, permissions, position, managed, color: 0 };
}

export function aChannel(
  base: Pick<SimChannel, "id" | "type" | "name"> & Partial<SimChannel>,
): SimChannel {
  return {
    parentId: null,
    topic: null,
    position: 0,
    overwrites: new Map(),
    tags: [],
    tagRequired: false,
    rateLimitPerUser: 0,
    lastMessageId: null,
    recipientId: null,
    thread: null,
    messageIds: [],
    ...base,
  };
}
