import type { Server } from "./bot/discord/server.ts";
import { type Config, digestChannels } from "./config/schema.ts";
import { UserError } from "./triage/model/errors.ts";
import { readSetUp } from "./triage/setup/community-settings.ts";

/**
 * A review channel that does not exist would make every card fail later; better to say so now.
 * Where an admin has set the server up, the doors of `/setup` stay open to mend it instead.
 * @throws UserError that names every channel and role that is missing
 */
export function requirePlaces(
  config: Config,
  server: Server,
  stored: Readonly<Record<string, unknown>>,
): void {
  const { review_channel: review, channels, roles } = config.discord;
  const setUp = readSetUp(stored);
  if (setUp["discord.review_channel"] && setUp["discord.roles.staff"]) return;
  const digests = digestChannels(config).map(({ channel }) => channel);
  const missing = [review, ...Object.keys(channels), ...digests].filter(
    (name) => server.findPlace(name) === null,
  );
  const noRole = roles.staff.filter((name) => server.findRole(name) === null);
  const words = [
    ...missing.map((name) => `there is no channel called ${name}, or the bot cannot see it`),
    ...noRole.map((name) => `there is no role called ${name}`),
  ];
  if (words.length === 0) return;
  throw new UserError(
    `In the server ${server.name}:\n${words.map((line) => `  ${line}`).join("\n")}`,
  );
}
