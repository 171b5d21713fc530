import { existsSync } from "node:fs";
import type pg from "pg";
import { openDatabase } from "../../integrations/store/database.ts";
import { MIGRATIONS } from "../../integrations/store/migrate.ts";
import { UserError } from "../../triage/model/errors.ts";
import { findRunning } from "../operator/open.ts";
import { databaseFolder, type Setup } from "../setup.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("database");

/** The server and what it holds, or the embedded database and who has it. */
export async function checkDatabase({
  env,
  dataDir,
}: Pick<Setup, "env" | "dataDir">): Promise<Finding[]> {
  try {
    if (env.databaseUrl !== undefined) return await checkServer(env.databaseUrl);
    return await checkEmbedded(dataDir);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [
      failure(
        words,
        error instanceof UserError
          ? "See docs/operations.md."
          : "Look at the disk and the folder's owner; docs/operations.md tells how to go back to a backup.",
      ),
    ];
  }
}

async function checkServer(url: string): Promise<Finding[]> {
  const database = await openDatabase({ url, max: 1 });
  try {
    const { pool } = database;
    const { rows } = await pool.query<{ version: string; vector: boolean }>(
      `SELECT current_setting('server_version') AS version,
        EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') AS vector`,
    );
    const [{ version, vector } = { version: "?", vector: false }] = rows;
    return [
      ok(`PostgreSQL ${version} answers.`),
      vector
        ? ok("The extension pgvector is there.")
        : warning(
            "PostgreSQL lacks the extension pgvector: docs are searched by words alone.",
            "Install pgvector for this server (docker-compose.yml brings an image with it), or leave it so.",
          ),
      ...(await checkSchema(pool)),
    ];
  } finally {
    await database.close();
  }
}

async function checkEmbedded(dataDir: string): Promise<Finding[]> {
  const running = await findRunning({ dataDir });
  if (running) {
    const { overdueMs } = await running({ ask: "status" });
    const late = Math.round(overdueMs / 1_000);
    return [
      ok(`The embedded database in ${dataDir} is in use by the running program.`),
      ...(late > 300
        ? [warning(`What has waited longest is ${late} s overdue.`, "Look at the program's log.")]
        : []),
    ];
  }
  const folder = databaseFolder(dataDir);
  if (!existsSync(folder)) return [ok(`The embedded database will be made in ${dataDir}.`)];
  const database = await openDatabase({ dataDir: folder });
  try {
    return [
      ok(`The embedded database in ${dataDir} opens.`),
      ...(await checkSchema(database.pool)),
    ];
  } finally {
    await database.close();
  }
}

/** Only looks: bringing the schema up to date is the start's business. */
async function checkSchema(pool: pg.Pool): Promise<Finding[]> {
  const { rows: tables } = await pool.query("SELECT to_regclass('schema_migrations') AS there");
  if (tables[0]?.there === null) return [ok("The tables are made at the first start.")];
  const { rows } = await pool.query<{ name: string }>("SELECT name FROM schema_migrations");
  const ours = new Set(MIGRATIONS.map(({ name }) => name));
  const newer = rows.map(({ name }) => name).filter((name) => !ours.has(name));
  if (newer.length > 0) {
    return [
      failure(
        `A newer version of Signalbox has used this database (${newer.join(", ")}).`,
        "Start that version or a later one.",
      ),
    ];
  }
  const missing = ours.size - rows.length;
  return [
    ok(
      missing === 0 ? "The schema is up to date." : `The next start applies ${missing} migrations.`,
    ),
  ];
}
