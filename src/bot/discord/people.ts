import {
  type BaseInteraction,
  DiscordAPIError,
  type Guild,
  type GuildMember,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from "discord.js";
import { CommunityRole } from "../../triage/model/post.ts";
import type { Person } from "../deps.ts";

/** Which of the server's roles count as what; ids from the config. */
export type RoleIds = Readonly<Partial<Record<CommunityRole, readonly string[]>>>;

/** The configured roles among those that a member holds. */
export function rolesAmong(held: readonly string[], roleIds: RoleIds): CommunityRole[] {
  return CommunityRole.options.filter((role) =>
    (roleIds[role] ?? []).some((id) => held.includes(id)),
  );
}

/** A member, read when Discord did not send one along; null when they have left. */
export async function memberOf(
  guild: Guild,
  userId: string,
  known: GuildMember | null,
): Promise<GuildMember | null> {
  if (known) return known;
  try {
    return await guild.members.fetch(userId);
  } catch (error) {
    const gone = [RESTJSONErrorCodes.UnknownMember, RESTJSONErrorCodes.UnknownUser];
    if (error instanceof DiscordAPIError && gone.some((code) => code === error.code)) return null;
    throw error;
  }
}

export function heldBy(member: GuildMember | null, roleIds: RoleIds): CommunityRole[] {
  return member ? rolesAmong([...member.roles.cache.keys()], roleIds) : [];
}

/** Who clicked, with the roles that Discord sent along with this very click. */
export function whoClicked(interaction: BaseInteraction, roleIds: RoleIds): Person {
  const { member, user, memberPermissions } = interaction;
  const held = !member
    ? []
    : Array.isArray(member.roles)
      ? member.roles
      : [...member.roles.cache.keys()];
  const roles = rolesAmong(held, roleIds);
  const manages = memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
  return {
    sourceId: user.id,
    name: displayName(member, user.displayName),
    roles: manages && !roles.includes("admin") ? ["admin", ...roles] : roles,
  };
}

export function isStaff({ roles }: Person): boolean {
  return roles.includes("staff") || roles.includes("admin");
}

function displayName(member: BaseInteraction["member"], otherwise: string): string {
  if (!member) return otherwise;
  return "displayName" in member ? member.displayName : (member.nick ?? otherwise);
}
