import { CHANNEL, type SimChannel, type SimMember, type State } from "./state.ts";

/** The bits that a triage bot can meet. */
export const PERMISSION = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  manageRoles: 1n << 28n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  createPrivateThreads: 1n << 36n,
  sendMessagesInThreads: 1n << 38n,
} as const;

export type Permission = keyof typeof PERMISSION;

export const ALL_PERMISSIONS = (1n << 50n) - 1n;

/** What everyone has in a server fresh from the template. */
export const EVERYONE_DEFAULT = bits([
  "addReactions",
  "viewChannel",
  "sendMessages",
  "embedLinks",
  "attachFiles",
  "readMessageHistory",
  "useExternalEmojis",
  "useApplicationCommands",
  "createPublicThreads",
  "createPrivateThreads",
  "sendMessagesInThreads",
]);

export function bits(names: readonly Permission[]): bigint {
  return names.reduce((sum, name) => sum | PERMISSION[name], 0n);
}

/** A member's permissions in the server, before any channel's overwrites. */
export function permissionsInGuild(state: State, member: SimMember): bigint {
  if (member.user.id === state.guild.ownerId) return ALL_PERMISSIONS;
  let sum = state.roles.get(state.guild.id)?.permissions ?? 0n;
  for (const id of member.roles) sum |= state.roles.get(id)?.permissions ?? 0n;
  return (sum & PERMISSION.administrator) !== 0n ? ALL_PERMISSIONS : sum;
}

/** A member's permissions in a channel; a thread's are those of the channel it hangs on. */
export function permissionsIn(state: State, member: SimMember, channel: SimChannel): bigint {
  const base = permissionsInGuild(state, member);
  if (base === ALL_PERMISSIONS) return base;
  const { overwrites } = (channel.thread && state.channels.get(channel.parentId ?? "")) || channel;
  let sum = base;
  const everyone = overwrites.get(state.guild.id);
  if (everyone) sum = (sum & ~everyone.deny) | everyone.allow;
  let allow = 0n;
  let deny = 0n;
  for (const id of member.roles) {
    const overwrite = overwrites.get(id);
    allow |= overwrite?.allow ?? 0n;
    deny |= overwrite?.deny ?? 0n;
  }
  sum = (sum & ~deny) | allow;
  const own = overwrites.get(member.user.id);
  if (own) sum = (sum & ~own.deny) | own.allow;
  const invited = channel.thread?.memberIds.has(member.user.id) || has(sum, "manageThreads");
  if (channel.type === CHANNEL.privateThread && !invited) return 0n;
  if (member.timedOutUntil) sum &= PERMISSION.viewChannel | PERMISSION.readMessageHistory;
  return (sum & PERMISSION.viewChannel) === 0n ? 0n : sum;
}

export function has(sum: bigint, name: Permission): boolean {
  return (sum & PERMISSION[name]) !== 0n;
}

/** Whether somebody without any role sees the channel. */
export function isPublic(state: State, channel: SimChannel): boolean {
  if (channel.recipientId !== null) return false;
  const stranger: SimMember = {
    user: { id: "0", username: "", globalName: null, bot: false, dmsClosed: false },
    roles: [],
    joinedAt: 0,
    nick: null,
  };
  return has(permissionsIn(state, stranger, channel), "viewChannel");
}
