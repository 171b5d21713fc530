import { inWords } from "../../bot/discord/permissions.ts";
import type { Server } from "../../bot/discord/server.ts";
import type { Config } from "../../config/schema.ts";
import { likelyAsksOf } from "../../likely-questions.ts";
import { type Finding, reporter } from "./finding.ts";
import { type InForce, type Meant, ROLE_KINDS } from "./in-force.ts";

const { ok, warning, failure } = reporter("discord");

type Wanted = Pick<Config["discord"], "state_tags" | "likely_from">;

/** What is known of guessing which messages ask something, where that is switched on. */
function likely(listening: InForce["channels"][number]["listening"], config: Wanted): string {
  return listening === "likely-questions" ? ` ${likelyAsksOf({ discord: config }).measured}` : "";
}

/** Each channel, tag and role, and what the bot may do in each channel: a line for each. */
export function checkServer(
  server: Server,
  force: InForce,
  config: Wanted,
  deletes: boolean,
): Finding[] {
  const { channels, review, announcements, team, roles } = force;
  return [
    ...checkTimeout(server),
    ...channels.flatMap((one) => checkWatched(server, one, config)),
    ...checkReview(server, review),
    ...(team ? checkTeam(server, team) : []),
    ...(announcements ? checkAnnouncements(server, announcements) : []),
    ...ROLE_KINDS.flatMap((kind) => roles[kind].map((role) => checkRole(server, role, kind))),
    ...channels
      .filter(({ listening }) => listening !== "off")
      .flatMap((one) => checkPermissions(server, one, "watched", deletes)),
    ...(channels.some(({ ref }) => server.findPlace(ref) === server.findPlace(review.ref))
      ? []
      : checkPermissions(server, review, "review", false)),
  ];
}

/** In a timeout the bot lacks nearly everything everywhere, and no permission is at fault. */
function checkTimeout({ timedOutUntil }: Server): Finding[] {
  if (timedOutUntil === null) return [];
  return [
    failure(
      `The bot is in a timeout until ${timedOutUntil}: it reads, and can say nothing.`,
      "Right-click the bot in the server, Remove Timeout; the permissions below come back with it.",
    ),
  ];
}

function absent({ name, setIn }: Meant): Finding {
  return failure(
    `There is no channel ${name} that the bot can see, or there are two.`,
    setIn.startsWith("/")
      ? `Create it again, let the bot's role view it, or choose another with ${setIn}.`
      : `Create it, let the bot's role view it, or put another name or the channel's id in ${setIn}.`,
  );
}

function checkWatched(
  server: Server,
  channel: InForce["channels"][number],
  config: Wanted,
): Finding[] {
  const { ref, name, listening, setIn } = channel;
  const tags = Object.values(config.state_tags);
  const id = server.findPlace(ref);
  // Nobody misses a channel that is not to be listened to.
  if (id === null) return listening === "off" ? [] : [absent(channel)];
  if (listening === "forum" && !server.isForum(id)) {
    return [
      warning(
        `${name} is listened to as a forum, but it is a text channel.`,
        `Use mention, reaction or command in ${setIn}, or make it a forum.`,
      ),
    ];
  }
  const there = server.tagsOf(id).map((tag) => tag.toLowerCase());
  return [
    ok(`Channel ${name} is there (${listening}).${likely(listening, config)}`),
    ...(listening === "forum" ? tags : []).map((tag) =>
      there.includes(tag.toLowerCase())
        ? ok(`The forum ${name} has the tag ${tag}.`)
        : // A state without its tag is shown by a reaction, which may not be what was meant.
          warning(
            `The forum ${name} has no tag ${tag}, so that state is shown by a reaction there.`,
            "Create it in the forum's settings (a forum has room for 20), or take it out of discord.state_tags.",
          ),
    ),
  ];
}

function checkReview(server: Server, review: Meant): Finding[] {
  const id = server.findPlace(review.ref);
  if (id === null) return [absent(review)];
  if (!server.isOpenToAll(id)) {
    return [ok(`Review channel ${review.name} is there and not open to all.`)];
  }
  return [
    failure(
      `Everybody can see the review channel ${review.name}: drafts and private reports would be public.`,
      "Deny View Channel to @everyone there, and allow it to the staff's roles and the bot's.",
    ),
  ];
}

function checkTeam(server: Server, channel: Meant): Finding[] {
  const id = server.findPlace(channel.ref);
  if (id === null) return [absent(channel)];
  const open = warning(
    `Everybody can see the team channel ${channel.name}: reminders of what waits would be public.`,
    "Deny View Channel to @everyone there, or leave discord.team_channel out.",
  );
  return [
    server.isOpenToAll(id)
      ? open
      : ok(`Team channel ${channel.name} is there and not open to all.`),
    ...checkPermissions(server, channel, "review", false),
  ];
}

function checkAnnouncements(server: Server, channel: Meant): Finding[] {
  const id = server.findPlace(channel.ref);
  if (id === null) return [absent(channel)];
  return [
    ok(`Announcements channel ${channel.name} is there.`),
    // One post for many goes there, as a card does to the review channel.
    ...checkPermissions(server, channel, "review", false),
  ];
}

function checkRole(
  server: Server,
  { ref, name, setIn }: Meant,
  kind: (typeof ROLE_KINDS)[number],
): Finding {
  if (server.findRole(ref) !== null) return ok(`Role ${name} is there (${kind}).`);
  const what = `There is no role ${name}, or there are two (${kind}).`;
  const mend = setIn.startsWith("/")
    ? `Choose another with ${setIn}.`
    : `Create it, or put another name or the role's id in ${setIn}.`;
  return kind === "staff" ? failure(what, mend) : warning(what, mend);
}

function checkPermissions(
  server: Server,
  { ref, name }: Meant,
  as: "watched" | "review",
  deletes: boolean,
): Finding[] {
  const id = server.findPlace(ref);
  const missing = id === null ? null : server.lacking(id, as, deletes);
  // A channel that is not there was told of above.
  if (missing === null) return [];
  if (missing.length === 0) return [ok(`The bot may do what it has to in #${name}.`)];
  return [
    failure(
      `In #${name} the bot's role lacks: ${inWords(missing)}.`,
      "Allow it in the channel's settings, Permissions, for the bot's role.",
    ),
  ];
}
