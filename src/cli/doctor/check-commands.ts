import { DiscordAPIError, type REST } from "discord.js";
import { commandList } from "../../bot/commands/commands.ts";
import { commandStandings, type Standing } from "../../bot/commands/register.ts";
import { inviteLink } from "../../bot/discord/permissions.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("discord");

/** Each command as it stands with Discord. The start registers what differs, and nothing else. */
export async function checkCommands(
  rest: REST,
  where: { readonly applicationId: string; readonly serverId: string },
): Promise<Finding[]> {
  let standings: Standing[];
  try {
    standings = await commandStandings(rest, where, commandList());
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || error.status >= 500) throw error;
    return [
      failure(
        `The bot may have no commands in this server (${error.code}: ${error.message}).`,
        `Invite it again with ${inviteLink(where.applicationId)}; nothing is lost by that.`,
      ),
    ];
  }
  const ours = standings.filter(({ state }) => state !== "unknown");
  if (ours.every(({ state }) => state === "missing")) {
    return [ok(`The ${ours.length} commands are registered at the first start.`)];
  }
  return standings.map(findingOf);
}

function findingOf(command: Standing): Finding {
  const name = command.type === 1 ? `/${command.name}` : `"${command.name}" (message menu)`;
  switch (command.state) {
    case "registered":
      return ok(`Command ${name} is registered.`);
    case "missing":
      return warning(`Command ${name} is not registered.`, "Start Signalbox: it registers it.");
    case "different":
      return warning(
        `Command ${name} is registered as another release had it.`,
        "Start Signalbox: it registers what changed.",
      );
    case "unknown":
      return warning(
        `Command ${name} is registered, but it is none of this release.`,
        "Start Signalbox: it takes it away.",
      );
  }
}
