import { existsSync } from "node:fs";
import { z } from "zod";
import { openDatabase } from "../../integrations/store/database.ts";
import { findRunning, onlyCommunity } from "../operator/open.ts";
import { databaseFolder, type Setup } from "../setup.ts";

const Stored = z.record(z.string(), z.unknown());

/**
 * What is set in the community, as it is stored, without changing the database. Nothing where it cannot be read:
 * what is wrong with the database is told by its own check.
 */
export async function readSettings({
  config,
  env,
  dataDir,
}: Setup): Promise<Readonly<Record<string, unknown>>> {
  try {
    const running = env.databaseUrl === undefined ? await findRunning({ dataDir }) : null;
    if (running) return Stored.parse(await running({ ask: "settings" }));
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
      return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
    } finally {
      await database.close();
    }
  } catch {
    return {};
  }
}
