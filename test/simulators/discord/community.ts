import { anyChannelPayload } from "./channel-payloads.ts";
import { memberPayload, rolePayload } from "./guild-payloads.ts";
import { INTENT } from "./intents.ts";
import { EVERYONE_DEFAULT } from "./permissions.ts";
import {
  aChannel,
  aRole,
  aUser,
  CHANNEL,
  type ForumTag,
  type Overwrite,
  type SimChannel,
  type SimMember,
  type SimRole,
  type SimUser,
} from "./state.ts";
import { deleteThread } from "./threads.ts";
import type { World } from "./world.ts";

export type ChannelDraft = {
  readonly name: string;
  readonly type: number;
  readonly topic?: string | null;
  readonly parentId?: string | null;
  readonly overwrites?: readonly Overwrite[];
  readonly tags?: readonly ForumTag[];
  readonly tagRequired?: boolean;
};

export function addChannel(world: World, draft: ChannelDraft): SimChannel {
  const { overwrites = [], tags = [], ...rest } = draft;
  const channel = aChannel({
    ...rest,
    id: world.nextId(),
    position: world.state.channels.size,
    overwrites: new Map(overwrites.map((overwrite) => [overwrite.id, overwrite])),
    tags: [...tags],
  });
  world.state.channels.set(channel.id, channel);
  publishChannel(world, "CHANNEL_CREATE", channel);
  return channel;
}

export function publishChannel(
  world: World,
  name: "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE",
  channel: SimChannel,
): void {
  const data = anyChannelPayload(world, channel);
  world.bus.publish({ name, data, intent: INTENT.guilds });
}

/** Takes a channel away with all that hangs on it. */
export function removeChannel(world: World, channel: SimChannel): void {
  const { state } = world;
  for (const id of [...(state.threadsOf.get(channel.id) ?? [])]) {
    const thread = state.channels.get(id);
    if (thread) deleteThread(world, thread);
  }
  publishChannel(world, "CHANNEL_DELETE", channel);
  for (const id of channel.messageIds) state.messages.delete(id);
  state.channels.delete(channel.id);
}

/** The one channel between a person and the bot. */
export function openDirectMessages(world: World, user: SimUser): SimChannel {
  const { state } = world;
  const known = state.channels.get(state.dmOf.get(user.id) ?? "");
  if (known) return known;
  const channel = aChannel({
    id: world.nextId(),
    type: CHANNEL.dm,
    name: "",
    recipientId: user.id,
  });
  state.channels.set(channel.id, channel);
  state.dmOf.set(user.id, channel.id);
  return channel;
}

export type NewMember = {
  readonly name: string;
  readonly roles?: readonly string[];
  readonly dmsClosed?: boolean;
  /** Another bot of the community. */
  readonly bot?: boolean;
  /** How old the account is, which its id tells; a good year when nothing is said. */
  readonly accountAgeMs?: number;
};

const DAY = 86_400_000;
const SETTLED = 400 * DAY;

export function addMember(world: World, draft: NewMember): SimMember {
  const { state } = world;
  const age = BigInt(Math.floor(draft.accountAgeMs ?? SETTLED));
  const id = (BigInt(world.nextId()) - (age << 22n)).toString();
  const user = aUser(id, draft.name, draft.bot ?? false);
  user.dmsClosed = draft.dmsClosed ?? false;
  const joinedAt = world.clock.now();
  const member = { user, roles: [...(draft.roles ?? [])], joinedAt, nick: null };
  state.users.set(user.id, user);
  state.members.set(user.id, member);
  publishMember(world, "GUILD_MEMBER_ADD", member);
  return member;
}

export function setMemberRoles(world: World, member: SimMember, roles: readonly string[]): void {
  member.roles = [...roles];
  publishMember(world, "GUILD_MEMBER_UPDATE", member);
}

export function removeMember(world: World, member: SimMember): void {
  world.state.members.delete(member.user.id);
  publishMember(world, "GUILD_MEMBER_REMOVE", member);
}

function publishMember(world: World, name: string, member: SimMember): void {
  const payload = memberPayload(member);
  const guild = { guild_id: world.state.guild.id };
  const data =
    name === "GUILD_MEMBER_REMOVE" ? { user: payload["user"], ...guild } : { ...payload, ...guild };
  // Of itself a bot hears whatever its intents.
  const isBot = member.user.id === world.state.bot.id;
  world.bus.publish({ name, data, intent: isBot ? INTENT.guilds : INTENT.guildMembers });
}

export function addRole(world: World, name: string, permissions = EVERYONE_DEFAULT): SimRole {
  const { state } = world;
  const role = aRole(world.nextId(), name, permissions, state.roles.size, false);
  state.roles.set(role.id, role);
  publishRole(world, "GUILD_ROLE_CREATE", role);
  return role;
}

/** Takes a role away, from whoever holds it too. */
export function deleteRole(world: World, roleId: string): void {
  const { state } = world;
  state.roles.delete(roleId);
  for (const member of state.members.values()) {
    member.roles = member.roles.filter((id) => id !== roleId);
  }
  const data = { guild_id: state.guild.id, role_id: roleId };
  world.bus.publish({ name: "GUILD_ROLE_DELETE", data, intent: INTENT.guilds });
}

export function publishRole(
  world: World,
  name: "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE",
  role: SimRole,
): void {
  const { state } = world;
  const data = { guild_id: state.guild.id, role: rolePayload(role, state.bot.id) };
  world.bus.publish({ name, data, intent: INTENT.guilds });
}
