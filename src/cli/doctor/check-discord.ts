import { DiscordAPIError, type REST } from "discord.js";
import { createDiscordRest } from "../../bot/discord-rest.ts";
import { inviteLink } from "../../bot/permissions.ts";
import { readServer, type Server } from "../../bot/server.ts";
import { checkIntents } from "../../bot/start-checks.ts";
import type { Config } from "../../config.ts";
import { systemClock } from "../../triage/clock.ts";
import { UserError } from "../../triage/errors.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("discord");

const PORTAL = "https://discord.com/developers/applications";

/** Token, intents, the server, and its channels, roles and permissions. */
export async function checkDiscord(
  token: string | undefined,
  discord: Config["discord"] | null,
  { deletes = false }: { readonly deletes?: boolean } = {},
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
    return [accepted, ...(await checkServer(rest, applicationId, discord, deletes))];
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

async function checkServer(
  rest: REST,
  applicationId: string,
  discord: Config["discord"],
  deletes: boolean,
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
  return [
    ok(`The bot is in the server ${server.name}.`),
    ...checkPlaces(server, discord),
    ...checkRoles(server, discord),
    ...checkPermissions(server, discord, deletes),
  ];
}

function checkPlaces(server: Server, discord: Config["discord"]): Finding[] {
  const {
    channels,
    review_channel: review,
    announcements_channel: announcements,
    team_channel: team,
  } = discord;
  const findings: Finding[] = [];
  const absent = (name: string, field: string) =>
    failure(
      `There is no channel ${name} that the bot can see, or there are two.`,
      `Create it, let the bot's role view it, or put another name or the channel's id in ${field}.`,
    );
  for (const [name, listening] of Object.entries(channels)) {
    const id = server.findPlace(name);
    if (id === null) {
      findings.push(absent(name, "discord.channels"));
    } else if (listening === "forum" && !server.isForum(id)) {
      findings.push(
        warning(
          `${name} is listened to as a forum, but it is a text channel.`,
          "Use mention, reaction or command in discord.channels, or make it a forum.",
        ),
      );
    } else {
      findings.push(ok(`Channel ${name} is there (${listening}).`));
      if (listening === "forum") findings.push(...checkTags(server, name, id, discord));
    }
  }
  const reviewId = server.findPlace(review);
  if (reviewId === null) findings.push(absent(review, "discord.review_channel"));
  else if (server.isOpenToAll(reviewId)) {
    findings.push(
      failure(
        `Everybody can see the review channel ${review}: drafts and private reports would be public.`,
        "Deny View Channel to @everyone there, and allow it to the staff's roles and the bot's.",
      ),
    );
  } else findings.push(ok(`Review channel ${review} is there and not open to all.`));
  const teamId = team === undefined ? null : server.findPlace(team);
  if (team !== undefined && teamId === null) findings.push(absent(team, "discord.team_channel"));
  if (teamId !== null && server.isOpenToAll(teamId)) {
    findings.push(
      warning(
        `Everybody can see the team channel ${team}: reminders of what waits would be public.`,
        "Deny View Channel to @everyone there, or leave discord.team_channel out.",
      ),
    );
  }
  if (announcements !== undefined && server.findPlace(announcements) === null) {
    findings.push(absent(announcements, "discord.announcements_channel"));
  }
  return findings;
}

/** A state without its tag is shown by a reaction, which may not be what was meant. */
function checkTags(
  server: Server,
  name: string,
  id: string,
  { state_tags: tags }: Config["discord"],
): Finding[] {
  const there = server.tagsOf(id).map((tag) => tag.toLowerCase());
  return Object.values(tags)
    .filter((tag) => !there.includes(tag.toLowerCase()))
    .map((tag) =>
      warning(
        `The forum ${name} has no tag ${tag}, so that state is shown by a reaction there.`,
        "Create it in the forum's settings (a forum has room for 20), or take it out of discord.state_tags.",
      ),
    );
}

function checkRoles(server: Server, { roles }: Config["discord"]): Finding[] {
  return (["admin", "staff", "helper", "opted_out"] as const).flatMap((kind) =>
    roles[kind].map((name) => {
      if (server.findRole(name) !== null) return ok(`Role ${name} is there (${kind}).`);
      const what = `There is no role ${name}, or there are two (${kind}).`;
      const mend = `Create it, or put another name or the role's id in discord.roles.${kind}.`;
      return kind === "staff" ? failure(what, mend) : warning(what, mend);
    }),
  );
}

function checkPermissions(server: Server, discord: Config["discord"], deletes: boolean): Finding[] {
  const watched = Object.entries(discord.channels)
    .filter(([, listening]) => listening !== "off")
    .flatMap(([name]) => server.findPlace(name) ?? []);
  const reviewPlaceId = server.findPlace(discord.review_channel);
  // A review channel that is not there was told of above.
  const review = reviewPlaceId ?? watched[0];
  if (review === undefined) return [];
  const missing = server.missingPermissions({ watched, reviewPlaceId: review, deletes });
  if (missing.length === 0) return [ok("The bot may do what it has to in these channels.")];
  return [...new Set(missing)].map((what) =>
    failure(what, "Allow it in the channel's settings, Permissions, for the bot's role."),
  );
}
