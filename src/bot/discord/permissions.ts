import { OAuth2Scopes, PermissionFlagsBits, PermissionsBitField } from "discord.js";

type Flag = keyof typeof PermissionFlagsBits;

/** What the bot is invited with, and what for; nothing more is asked. */
export const PERMISSIONS = {
  ViewChannel: "to see the channels that it watches",
  ReadMessageHistory:
    "to read what was written while it was away, and to find what it has said already",
  SendMessages:
    "to post cards and alerts in the review channel, and a report that was typed in a forum",
  SendMessagesInThreads: "to answer in forum posts and threads",
  CreatePublicThreads: "to answer a message in a text channel in a thread of its own",
  ManageThreads:
    "to show a forum post's state by its tag, and to put an archived thread back to sleep after telling of a fix; private threads come with it, and are left alone",
  AddReactions: "to mark the state of a post",
  EmbedLinks: "to show review cards",
  AttachFiles: "to attach what does not fit a message",
} as const satisfies Partial<Record<Flag, string>>;

type Needed = keyof typeof PERMISSIONS;

/** Asked for only where an admin lets the bot delete messages that show a credential. */
export const TO_DELETE = "ManageMessages" satisfies Flag;

export type Permission = Needed | typeof TO_DELETE;

/** What each kind of channel needs. */
export const NEEDED_IN = {
  forum: [
    "ViewChannel",
    "ReadMessageHistory",
    // A post of its own, for a report that was typed in another one.
    "SendMessages",
    "SendMessagesInThreads",
    "ManageThreads",
    "AddReactions",
    "EmbedLinks",
    "AttachFiles",
  ],
  text: [
    "ViewChannel",
    "ReadMessageHistory",
    "SendMessagesInThreads",
    "CreatePublicThreads",
    "ManageThreads",
    "AddReactions",
    "EmbedLinks",
    "AttachFiles",
  ],
  review: ["ViewChannel", "ReadMessageHistory", "SendMessages", "EmbedLinks", "AttachFiles"],
} as const satisfies Record<string, readonly Needed[]>;

/** The link with which an admin adds the bot to a server, with exactly these permissions. */
export function inviteLink(applicationId: string): string {
  const permissions = new PermissionsBitField(Object.keys(PERMISSIONS) as Needed[]);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: String(permissions.bitfield),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** "AddReactions" → "Add Reactions", as Discord's own settings call it. */
export function inWords(names: readonly string[]): string {
  return names.map((name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, " ")).join(", ");
}

type Overwrite = { readonly id: string; readonly allow: string; readonly deny: string };

type Member = {
  readonly id: string;
  readonly roles: readonly string[];
  /** Whether moderators have put them in a timeout, which leaves them reading alone. */
  readonly isTimedOut?: boolean;
};

const IN_A_TIMEOUT = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/** What a member may do in a channel, by Discord's rules: server roles, then the channel's own. */
export function permissionsIn(
  serverId: string,
  member: Member,
  roles: readonly { readonly id: string; readonly permissions: string }[],
  overwrites: readonly Overwrite[],
): PermissionsBitField {
  const held = roles.filter(({ id }) => id === serverId || member.roles.includes(id));
  const base = held.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) {
    return new PermissionsBitField(PermissionsBitField.All);
  }
  const layers = [
    overwrites.filter(({ id }) => id === serverId),
    overwrites.filter(({ id }) => member.roles.includes(id)),
    overwrites.filter(({ id }) => id === member.id),
  ];
  const sum = layers.reduce((so, layer) => {
    const deny = layer.reduce((all, one) => all | BigInt(one.deny), 0n);
    const allow = layer.reduce((all, one) => all | BigInt(one.allow), 0n);
    return (so & ~deny) | allow;
  }, base);
  return new PermissionsBitField(member.isTimedOut ? sum & IN_A_TIMEOUT : sum);
}

export function missingAmong<F extends Flag>(held: PermissionsBitField, needed: readonly F[]): F[] {
  return needed.filter((name) => !held.has(PermissionFlagsBits[name]));
}
