import { existsSync } from "node:fs";
import { openDatabase } from "../../integrations/store/database.ts";
import { readSetUp, type SetUp } from "../../triage/setup/community-settings.ts";
import { findRunning, onlyCommunity } from "../operator/open.ts";
import { databaseFolder, type Setup } from "../setup.ts";

/**
 * What admins set in the community, without changing the database. Nothing where it cannot be read:
 * what is wrong with the database is told by its own check.
 */
export async function readSettings({ config, env, dataDir }: Setup): Promise<Partial<SetUp>> {
  try {
    const running = env.databaseUrl === undefined ? await findRunning({ dataDir }) : null;
    if (running) return readSetUp(await running({ ask: "settings" }));
    const folder = databaseFolder(dataDir);
    if (env.databaseUrl === undefined && !existsSync(folder)) return {};
    const database = await openDatabase(
      env.databaseUrl === undefined ? { dataDir: folder } : { url: env.databaseUrl, max: 1 },
    );
    try {
      const community = await onlyCommunity(database, config.discord.server);
      const { rows } = await database.pool.query<{ key: string; value: unknown }>(
        "SELECT key, value FROM settings WHERE community_id = $1",
        [community],
      );
      return readSetUp(Object.fromEntries(rows.map(({ key, value }) => [key, value])));
    } finally {
      await database.close();
    }
  } catch {
    return {};
  }
}
