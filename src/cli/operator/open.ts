import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { docsFolders } from "../../docs.ts";
import { createDocsFiles } from "../../integrations/docs/docs-files.ts";
import { openIndex } from "../../integrations/docs/open-index.ts";
import { backUp } from "../../integrations/store/backup.ts";
import { type Database, openDatabase } from "../../integrations/store/database.ts";
import { listCommunities } from "../../integrations/store/history.ts";
import { migrate } from "../../integrations/store/migrate.ts";
import { createStore } from "../../integrations/store/store.ts";
import { toPolicy } from "../../policy.ts";
import { systemClock } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import { createIds } from "../../triage/model/ids.ts";
import { backupFolder, databaseFolder, type Setup } from "../setup.ts";
import { createOperator } from "./desk.ts";
import type { Operator } from "./messages.ts";
import { connectOperator } from "./socket-client.ts";
import { socketPath } from "./socket-path.ts";

/**
 * Somebody who answers: the running program when it holds the embedded database, otherwise this
 * process on the database itself.
 */
export async function withOperator<T>(
  setup: Setup,
  work: (operator: Operator) => Promise<T>,
): Promise<T> {
  const running = setup.env.databaseUrl === undefined ? await findRunning(setup) : null;
  if (running) return work(running);
  const database = await openExisting(setup);
  try {
    return await work(await operatorOn(database, setup));
  } finally {
    await database.close();
  }
}

/** The program that runs on this data folder; null when there is none. */
export async function findRunning({ dataDir }: Pick<Setup, "dataDir">): Promise<Operator | null> {
  const path = socketPath(dataDir);
  return path === null ? null : connectOperator(path);
}

/** The installation's database, which nobody else may have open when it is the embedded one. */
export async function openExisting({ env, dataDir }: Setup): Promise<Database> {
  if (env.databaseUrl !== undefined) return openDatabase({ url: env.databaseUrl, max: 2 });
  const folder = databaseFolder(dataDir);
  if (!existsSync(folder)) {
    throw new UserError(
      `${dataDir} holds no database yet: start Signalbox once (signalbox start).`,
    );
  }
  const database = await openDatabase({ dataDir: folder });
  // Nobody else has it now, so it may be brought up to date as a start would.
  await migrate(database.pool);
  return database;
}

async function operatorOn(
  database: Database,
  { config, configFile, dataDir }: Setup,
): Promise<Operator> {
  const clock = systemClock;
  const ids = createIds(clock.now, () => randomBytes(10));
  const store = createStore({ pool: database.pool, ids, clock });
  const communityId = await onlyCommunity(database, config.discord.server);
  const { dump } = database;
  return createOperator({
    communityId,
    store,
    pool: database.pool,
    clock,
    passages: await openIndex(dataDir),
    docsFiles: createDocsFiles(docsFolders(config, configFile)),
    mode: config.mode,
    // A program that runs elsewhere on this database sweeps within a minute.
    wake: { act: async () => {}, board: async () => {} },
    ids,
    // Channels have no ids here: nothing of them is asked for but the place of a routing rule.
    policyOf: async () =>
      toPolicy(
        config,
        await store.tickets.settings(communityId),
        { findPlace: (nameOrId) => nameOrId, communityName: config.community },
        0,
      ),
    change: (key, value, by) =>
      store.tickets.changeSetting(communityId, { key, value, by, at: clock.now() }),
    jobs: null,
    backUp: dump
      ? () =>
          backUp(
            { database: { dump }, folder: backupFolder(dataDir), keep: config.backup.keep },
            clock.now(),
          )
      : null,
  });
}

/** Which community is meant: the database's only one, or the one that the config names by id. */
export async function onlyCommunity({ pool }: Database, named: string): Promise<string> {
  const all = await listCommunities(pool).catch((error: Error & { code?: string }): string[] => {
    // No such table: nothing was ever set up here.
    if (error.code === "42P01") return [];
    throw error;
  });
  const [first] = all;
  if (first === undefined) {
    throw new UserError("The database holds no community yet: start Signalbox once.");
  }
  if (all.length === 1) return first;
  if (all.includes(named)) return named;
  throw new UserError(
    `The database holds several communities (${all.join(", ")}): name one by its id in discord.server.`,
  );
}
