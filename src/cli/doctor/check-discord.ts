import { DiscordAPIError, type REST } from "discord.js";
import { createDiscordRest } from "../../bot/discord/discord-rest.ts";
import { inviteLink } from "../../bot/discord/permissions.ts";
import { readServer, type Server } from "../../bot/discord/server.ts";
import { checkIntents } from "../../bot/discord/start-checks.ts";
import type { Config } from "../../config/schema.ts";
import { systemClock } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import type { SetUp } from "../../triage/setup/community-settings.ts";
import { checkCommands } from "./check-commands.ts";
import { checkDigest, type Digests } from "./check-digest.ts";
import { checkServer } from "./check-server.ts";
import { type Finding, reporter } from "./finding.ts";
import { inForce } from "./in-force.ts";

const { ok, failure } = reporter("discord");

const PORTAL = "https://discord.com/developers/applications";

type Options = {
  /** What admins set in the community. */
  readonly setUp?: Partial<SetUp>;
  /** Whether messages that show a credential are to be deleted. */
  readonly deletes?: boolean;
  /** Where weekly digests are posted. */
  readonly digests?: Digests;
};

/** Token, intents, the server, and its channels, tags, roles, permissions and commands. */
export async function checkDiscord(
  token: string | undefined,
  discord: Config["discord"] | null,
  options: Options = {},
): Promise<Finding[]> {
  if (token === undefined) {
    return [
      failure(
        "DISCORD_TOKEN is not set.",
        `Copy the bot's token from ${PORTAL} (your application, Bot, Reset Token) into the environment or the .env file.`,
      ),
    ];
  }
  const url = discord?.api_url ?? "https://discord.com/api";
  const rest = createDiscordRest({ token, url, clock: systemClock });
  try {
    const applicationId = await checkIntents(rest);
    const accepted = ok("The token is accepted and Message Content Intent is on.");
    if (!discord) return [accepted];
    return [accepted, ...(await checkMembership(rest, applicationId, discord, options))];
  } catch (error) {
    return [troubleOf(error)];
  }
}

function troubleOf(error: unknown): Finding {
  if (error instanceof UserError) return fromUserError(error);
  if (error instanceof DiscordAPIError && error.status < 500) {
    return failure(
      `Discord refuses to be asked about the server (${error.code}: ${error.message}).`,
      "Look at the bot's role in the server, or invite it again.",
    );
  }
  return failure(
    "Discord does not answer.",
    "Look at the network, a proxy, and discordstatus.com.",
  );
}

/** Its first sentence says what is wrong, the rest how to mend it. */
function fromUserError({ message }: UserError): Finding {
  const [what = message, ...rest] = message.split(/(?<=[.:]) /);
  return failure(what.replace(/:$/, "."), rest.join(" ") || "See above.");
}

async function checkMembership(
  rest: REST,
  applicationId: string,
  discord: Config["discord"],
  { setUp = {}, deletes = false, digests = [] }: Options,
): Promise<Finding[]> {
  let server: Server;
  try {
    server = await readServer(rest, discord.server);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      failure(
        `The bot is in no server called "${discord.server}", or in two.`,
        `Invite it with ${inviteLink(applicationId)}, or set discord.server to the server's id.`,
      ),
    ];
  }
  const force = inForce(discord, setUp, server.findPlace);
  return [
    ok(`The bot is in the server ${server.name}.`),
    ...checkServer(server, force, discord, deletes),
    ...digests.flatMap((one) => checkDigest(server, one)),
    ...(await checkCommands(rest, { applicationId, serverId: server.id })),
  ];
}
