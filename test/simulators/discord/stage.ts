import { anyChannelPayload } from "./channel-payloads.ts";
import {
  addChannel,
  addMember,
  addRole,
  deleteRole,
  publishChannel,
  publishRole,
  removeChannel,
  removeMember,
  setMemberRoles,
} from "./community.ts";
import { guildCreatePayload } from "./guild-payloads.ts";
import { INTENT } from "./intents.ts";
import { messagePayload } from "./message-payloads.ts";
import { asPerson } from "./people.ts";
import { bits, PERMISSION, type Permission } from "./permissions.ts";
import type { ChannelOptions, DiscordSimulator } from "./simulator.ts";
import { messagesIn } from "./snapshot.ts";
import {
  aUser,
  CHANNEL,
  type Json,
  type Overwrite,
  type SimChannel,
  type SimMember,
} from "./state.ts";
import { publishThreadUpdate } from "./threads.ts";
import type { World } from "./world.ts";
import { createMessage } from "./write-messages.ts";

type Stage = Pick<
  DiscordSimulator,
  | "addMember"
  | "removeMember"
  | "addRole"
  | "deleteRole"
  | "giveRole"
  | "removeRole"
  | "setDmsClosed"
  | "timeOut"
  | "addForum"
  | "addTextChannel"
  | "removeChannel"
  | "setSlowMode"
  | "denyBot"
  | "showOnlyTo"
  | "setBotPermissions"
  | "setRolePermissions"
  | "removeBot"
  | "inviteBot"
  | "beginOutage"
  | "endOutage"
  | "postAsWebhook"
  | "postSystemMessage"
>;

type Reads = Pick<
  DiscordSimulator,
  "tagId" | "messages" | "message" | "directMessages" | "threads"
>;

/** What an owner does to a server: members, roles, channels, and what the bot may do there. */
export function createStage(world: World): Stage {
  const { state } = world;
  const botRoleId = state.members.get(state.bot.id)?.roles[0] ?? "";

  function add(type: number, { name, topic, onlyRoles }: ChannelOptions, tags: SimChannel["tags"]) {
    const overwrites = onlyRoles ? hiddenExceptFor([...onlyRoles, botRoleId]) : [];
    return addChannel(world, { name, type, topic: topic ?? null, overwrites, tags }).id;
  }

  function hiddenExceptFor(roleIds: readonly string[]): Overwrite[] {
    const view = PERMISSION.viewChannel;
    const allowed = roleIds.map((id) => ({ id, type: 0 as const, allow: view, deny: 0n }));
    return [{ id: state.guild.id, type: 0, allow: 0n, deny: view }, ...allowed];
  }

  function tellOfServer(name: string, data: Json): void {
    world.bus.publish({ name, data, intent: INTENT.guilds });
  }

  function setRolePermissions(roleId: string, permissions: readonly Permission[]): void {
    const role = state.roles.get(roleId);
    if (!role) throw new Error(`no role ${roleId}`);
    role.permissions = bits(permissions);
    publishRole(world, "GUILD_ROLE_UPDATE", role);
  }

  function comeBack(): void {
    state.server = "there";
    tellOfServer("GUILD_CREATE", guildCreatePayload(world));
  }

  return {
    addMember: (draft) => asPerson(world, addMember(world, draft).user.id),
    removeMember: (id) => removeMember(world, memberOf(world, id)),
    addRole: (name, permissions) =>
      addRole(world, name, permissions ? bits(permissions) : undefined).id,

    deleteRole: (id) => deleteRole(world, id),

    giveRole(memberId, roleId) {
      const member = memberOf(world, memberId);
      setMemberRoles(world, member, [...new Set([...member.roles, roleId])]);
    },

    removeRole(memberId, roleId) {
      const member = memberOf(world, memberId);
      const left = member.roles.filter((id) => id !== roleId);
      setMemberRoles(world, member, left);
    },

    timeOut(memberId, until) {
      const member = memberOf(world, memberId);
      member.timedOutUntil = until;
      setMemberRoles(world, member, member.roles);
    },

    setDmsClosed(memberId, closed) {
      memberOf(world, memberId).user.dmsClosed = closed;
    },

    addForum({ tags = [], ...options }) {
      const drafts = tags.map((tag) => (typeof tag === "string" ? { name: tag } : tag));
      const made = drafts.map((tag) => {
        return { id: world.nextId(), moderated: false, emojiName: null, ...tag };
      });
      return add(CHANNEL.forum, options, made);
    },

    addTextChannel: (options) => add(CHANNEL.text, options, []),

    removeChannel: (channelId) => removeChannel(world, channelOf(world, channelId)),

    setSlowMode(channelId, seconds) {
      const channel = channelOf(world, channelId);
      channel.rateLimitPerUser = seconds;
      if (channel.thread) publishThreadUpdate(world, channel);
      else publishChannel(world, "CHANNEL_UPDATE", channel);
    },

    showOnlyTo(channelId, roles) {
      const channel = channelOf(world, channelId);
      const shown = roles ? hiddenExceptFor([...roles, botRoleId]) : [];
      channel.overwrites.clear();
      for (const overwrite of shown) channel.overwrites.set(overwrite.id, overwrite);
      publishChannel(world, "CHANNEL_UPDATE", channel);
    },

    denyBot(channelId, permissions) {
      const channel = channelOf(world, channelId);
      const deny = bits(permissions);
      channel.overwrites.set(state.bot.id, { id: state.bot.id, type: 1, allow: 0n, deny });
      publishChannel(world, "CHANNEL_UPDATE", channel);
    },

    postAsWebhook(channelId, name, content) {
      const author = aUser(world.nextId(), name, true);
      const webhookId = author.id;
      const channel = channelOf(world, channelId);
      return createMessage(world, channel, { author, webhookId, body: { content } }).id;
    },

    postSystemMessage(channelId, memberId, type) {
      const author = memberOf(world, memberId).user;
      return createMessage(world, channelOf(world, channelId), { author, type, body: {} }).id;
    },

    removeBot() {
      state.server = "gone";
      tellOfServer("GUILD_DELETE", { id: state.guild.id });
    },

    beginOutage() {
      state.server = "down";
      tellOfServer("GUILD_DELETE", { id: state.guild.id, unavailable: true });
    },

    inviteBot: comeBack,
    endOutage: comeBack,

    setBotPermissions: (permissions) => setRolePermissions(botRoleId, permissions),
    setRolePermissions,
  };
}

/** What tests and pages look at, in Discord's own shapes. */
export function createReads(world: World): Reads {
  const { state } = world;
  return {
    tagId: (forumId, name) =>
      channelOf(world, forumId).tags.find((tag) => tag.name === name)?.id ?? "",
    messages: (channelId) => messagesIn(world, channelId),
    message(id) {
      const message = state.messages.get(id);
      return message && messagePayload(world, message);
    },
    directMessages: (memberId) => messagesIn(world, state.dmOf.get(memberId) ?? ""),
    threads(parentId) {
      const all =
        parentId === undefined ? state.threadsOf.values() : [state.threadsOf.get(parentId)];
      return [...all]
        .flatMap((ids) => [...(ids ?? [])])
        .flatMap((id) => state.channels.get(id) ?? [])
        .map((thread) => anyChannelPayload(world, thread));
    },
  };
}

function memberOf({ state }: World, id: string): SimMember {
  const member = state.members.get(id);
  if (!member) throw new Error(`no member ${id}`);
  return member;
}

function channelOf({ state }: World, id: string): SimChannel {
  const channel = state.channels.get(id);
  if (!channel) throw new Error(`no channel ${id}`);
  return channel;
}
