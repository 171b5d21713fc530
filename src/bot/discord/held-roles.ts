import { type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import { callDiscord, codeOf } from "./port-error.ts";

const Member = z.object({ roles: z.array(z.string()) });
const GONE: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownUser,
];

/**
 * Reads whether a member holds one of some roles now: no gateway tells of it without an intent that
 * the bot does not ask for. Whoever has left holds none. Throws PortError.
 */
export function createHeldRoles(rest: REST, serverId: string) {
  return async (personSourceId: string, roleIds: readonly string[]): Promise<boolean> => {
    if (roleIds.length === 0) return false;
    try {
      const route = Routes.guildMember(serverId, personSourceId);
      const read = await callDiscord("readMember", () => rest.get(route));
      return Member.parse(read).roles.some((id) => roleIds.includes(id));
    } catch (error) {
      if (GONE.includes(codeOf(error))) return false;
      throw error;
    }
  };
}
