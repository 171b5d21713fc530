import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createDiscordRest } from "./bot/discord/discord-rest.ts";
import { readServer } from "./bot/discord/server.ts";
import { checkIntents } from "./bot/discord/start-checks.ts";
import { patiently } from "./bot/gateway.ts";
import { staffTexts } from "./bot/words/staff-texts.ts";
import { openDatabase } from "./integrations/store/database.ts";
import { migrate } from "./integrations/store/migrate.ts";
import { startBackgroundWork } from "./integrations/store/pglite/background-work.ts";
import { createStore } from "./integrations/store/store.ts";
import type { Parts } from "./parts.ts";
import { requirePlaces } from "./require-places.ts";
import { overInWords, savedOverFile } from "./saved-over-file.ts";
import { createSettings } from "./settings.ts";
import { githubAccess } from "./tracker.ts";
import type { Clock } from "./triage/model/clock.ts";
import { UserError } from "./triage/model/errors.ts";
import { createIds } from "./triage/model/ids.ts";
import type { IssueForm } from "./triage/model/issue-form.ts";
import { misfits } from "./triage/setup/community-settings.ts";
import { watchRepositories } from "./watch-repositories.ts";

export type Ground = Awaited<ReturnType<typeof openGround>>;

type Needs = Pick<Parts, "config" | "env" | "log" | "dataDir"> & {
  readonly clock: Clock;
  readonly onFatal: (error: Error) => void;
  /** Takes what has to be closed again, in the order of opening. */
  readonly onStop: (stop: () => Promise<void>) => void;
};

/**
 * Opens what everything else stands on: Discord's REST API and the server, the database and what is
 * stored in it, access to GitHub, and the settings in force.
 * @throws UserError when a person has to mend something first; what Discord says is asked before
 * anything is opened
 */
export async function openGround({ config, env, log, dataDir, clock, onFatal, onStop }: Needs) {
  if (env.discordToken === undefined) {
    throw new UserError(
      "DISCORD_TOKEN is not set: copy the bot's token from Discord's developer page.",
    );
  }
  const token = env.discordToken;
  const rest = createDiscordRest({
    token,
    url: config.discord.api_url,
    clock,
    // A worker has no gateway that would close on it.
    onRefused: () => onFatal(new UserError(staffTexts.start.badToken)),
    ...(config.limits.profile === "relaxed" ? { requestsPerSecond: Number.POSITIVE_INFINITY } : {}),
  });
  const server = await patiently({ clock, log }, async () => {
    await checkIntents(rest);
    return readServer(rest, config.discord.server);
  });
  const database = await openDatabase({
    url: env.databaseUrl,
    ...(dataDir === null ? {} : { dataDir: join(dataDir, "db") }),
    onError: (error) => log.error({ error }, "Database connection failed"),
    onDeath: onFatal,
  });
  onStop(() => database.close());
  if (database.kind === "pglite") {
    const onError = (error: unknown) =>
      log.warn({ error }, "The embedded database could not be looked after");
    onStop(startBackgroundWork({ pool: database.pool, clock, onError }));
  }
  await migrate(database.pool);
  const ids = createIds(clock.now, () => randomBytes(10));
  const store = createStore({ pool: database.pool, ids, clock });

  const communityId = server.id;
  const stored = await store.tickets.settings(communityId);
  requirePlaces(config, server, stored);
  for (const one of savedOverFile(config, stored).filter(({ isLooser }) => isLooser)) {
    log.warn({ ...one, ...overInWords(one) }, "A saved setting allows more than the file says");
  }
  for (const setting of misfits(stored)) {
    log.warn({ setting }, "A saved setting means nothing to this release: the file's stands");
  }
  const pace = { profile: config.limits.profile, allowance: store.allowance, communityId, clock };
  const access = githubAccess(config, env, clock, pace);
  let forms = (): IssueForm[] => [];
  const found = {
    findPlace: server.findPlace,
    findRole: server.findRole,
    communityName: server.name,
    forms: () => forms(),
  };
  const settings = createSettings(config, found, { tickets: store.tickets, clock });
  const policy = () => settings.policyOf(communityId);
  if (access) {
    const watching = watchRepositories({ access, clock, log, policy });
    forms = watching.forms;
    onStop(() => watching.stop());
  }
  return { token, rest, server, communityId, database, ids, store, access, settings, policy };
}
