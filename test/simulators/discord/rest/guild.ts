import { z } from "zod";
import { botMember } from "../access.ts";
import { apiError } from "../api-error.ts";
import { anyChannelPayload } from "../channel-payloads.ts";
import { addChannel, setMemberRoles } from "../community.ts";
import { guildPayload, memberPayload, rolePayload } from "../guild-payloads.ts";
import { parseBody } from "../message-body.ts";
import { has, type Permission, permissionsInGuild } from "../permissions.ts";
import { compareSnowflakes } from "../snowflakes.ts";
import type { SimMember } from "../state.ts";
import type { World } from "../world.ts";
import { type Call, NO_CONTENT, ok, type Route } from "./call.ts";
import { NewChannel, toChannelDraft } from "./channel-bodies.ts";

export const guildRoutes: readonly Route[] = [
  { method: "GET", path: "/guilds/:guildId", handle: get },
  { method: "GET", path: "/guilds/:guildId/channels", handle: listChannels },
  { method: "POST", path: "/guilds/:guildId/channels", handle: createChannel },
  { method: "GET", path: "/guilds/:guildId/roles", handle: listRoles },
  { method: "GET", path: "/guilds/:guildId/members", handle: listMembers },
  { method: "GET", path: "/guilds/:guildId/members/:userId", handle: getMember },
  { method: "PUT", path: "/guilds/:guildId/members/:userId/roles/:roleId", handle: addRole },
  { method: "DELETE", path: "/guilds/:guildId/members/:userId/roles/:roleId", handle: removeRole },
];

function guildOf({ world, param }: Call, needed: readonly Permission[] = []): World {
  if (param("guildId") !== world.state.guild.id) throw apiError("unknownGuild");
  const sum = permissionsInGuild(world.state, botMember(world));
  if (needed.some((name) => !has(sum, name))) throw apiError("missingPermissions");
  return world;
}

function get(call: Call) {
  const world = guildOf(call);
  const counts =
    call.query.get("with_counts") === "true"
      ? {
          approximate_member_count: world.state.members.size,
          approximate_presence_count: world.state.members.size,
        }
      : {};
  return ok({ ...guildPayload(world), ...counts });
}

function listChannels(call: Call) {
  const world = guildOf(call);
  const channels = [...world.state.channels.values()].filter(
    (channel) => channel.recipientId === null && channel.thread === null,
  );
  return ok(channels.map((channel) => anyChannelPayload(world, channel)));
}

function createChannel(call: Call) {
  const world = guildOf(call, ["manageChannels"]);
  const draft = toChannelDraft(world, parseBody(NewChannel, call.body));
  return { status: 201, body: anyChannelPayload(world, addChannel(world, draft)) };
}

function listRoles(call: Call) {
  const { state } = guildOf(call);
  return ok([...state.roles.values()].map((role) => rolePayload(role, state.bot.id)));
}

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(1),
  after: z.string().default("0"),
});

function listMembers(call: Call) {
  const { state, settings } = guildOf(call);
  if (!settings.guildMembersEnabled) throw apiError("missingAccess");
  const { limit, after } = parseBody(Page, Object.fromEntries(call.query));
  const later = [...state.members.values()]
    .filter(({ user }) => compareSnowflakes(user.id, after) > 0)
    .toSorted((a, b) => compareSnowflakes(a.user.id, b.user.id));
  return ok(later.slice(0, limit).map(memberPayload));
}

function memberOf(call: Call): SimMember {
  const member = guildOf(call).state.members.get(call.param("userId"));
  if (!member) throw apiError("unknownMember");
  return member;
}

function getMember(call: Call) {
  return ok(memberPayload(memberOf(call)));
}

function addRole(call: Call) {
  const world = guildOf(call, ["manageRoles"]);
  const member = memberOf(call);
  if (!world.state.roles.has(call.param("roleId"))) throw apiError("unknownRole");
  setMemberRoles(world, member, [...new Set([...member.roles, call.param("roleId")])]);
  return NO_CONTENT;
}

function removeRole(call: Call) {
  const world = guildOf(call, ["manageRoles"]);
  const member = memberOf(call);
  const left = member.roles.filter((id) => id !== call.param("roleId"));
  setMemberRoles(world, member, left);
  return NO_CONTENT;
}
