import { createHash } from "node:crypto";
import type pg from "pg";
import { UserError } from "../../triage/model/errors.ts";
import { first } from "./migrations/0001-first.ts";
import { changes } from "./migrations/0002-changes.ts";
import { snoozes } from "./migrations/0003-snoozes.ts";
import { feedback } from "./migrations/0004-feedback.ts";
import { gaps } from "./migrations/0005-gaps.ts";
import { offSwitches } from "./migrations/0006-off-switches.ts";
import { allowances } from "./migrations/0007-allowances.ts";
import { modelCalls } from "./migrations/0008-model-calls.ts";
import { busyPlaces } from "./migrations/0009-busy-places.ts";
import { outsideAnswers } from "./migrations/0010-outside-answers.ts";
import { knowledge } from "./migrations/0011-knowledge.ts";
import { wayBack } from "./migrations/0012-way-back.ts";
import { askParts } from "./migrations/0013-ask-parts.ts";
import { claims } from "./migrations/0014-claims.ts";
import { replies } from "./migrations/0015-replies.ts";
import { images } from "./migrations/0016-images.ts";
import { setupWalks } from "./migrations/0017-setup-walks.ts";
import { reminders } from "./migrations/0018-reminders.ts";
import { bystanders } from "./migrations/0019-bystanders.ts";
import { vouches } from "./migrations/0020-vouches.ts";

export type Migration = {
  /** Number and name; they are applied in this order. */
  readonly name: string;
  readonly statements: readonly string[];
};

/** All migrations, oldest first; one that was released is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  first,
  changes,
  snoozes,
  feedback,
  gaps,
  offSwitches,
  allowances,
  modelCalls,
  busyPlaces,
  outsideAnswers,
  knowledge,
  wayBack,
  askParts,
  claims,
  replies,
  images,
  setupWalks,
  reminders,
  bystanders,
  vouches,
];

/** The database's schema is not one that this program made; its message says what to do. */
export class SchemaError extends UserError {}

/** Any number that nobody else uses for an advisory lock in this database. */
const LOCK = 7_404_219_313;

/**
 * Brings the schema up to date, each migration in a transaction of its own. Two processes that
 * start at once wait for each other.
 * @returns names of those applied now
 */
export async function migrate(
  pool: Pick<pg.Pool, "connect">,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    try {
      return await applyMissing(client, migrations);
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [LOCK]);
    }
  } finally {
    client.release();
  }
}

async function applyMissing(
  client: pg.PoolClient,
  migrations: readonly Migration[],
): Promise<string[]> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
      name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const { rows } = await client.query<{ name: string; hash: string }>(
    "SELECT name, hash FROM schema_migrations",
  );
  const applied = new Map(rows.map(({ name, hash }) => [name, hash]));
  refuseUnknown(applied, migrations);

  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

function refuseUnknown(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]) {
  for (const [name, hash] of applied) {
    const ours = migrations.find((migration) => migration.name === name);
    if (!ours) {
      throw new SchemaError(
        `The database was brought to ${name} by a newer version: start that version or a later one.`,
      );
    }
    if (hashOf(ours) !== hash) {
      throw new SchemaError(
        `The migration ${name} is not the one that made this database: use the released version.`,
      );
    }
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    for (const statement of migration.statements) await client.query(statement);
    await client.query("INSERT INTO schema_migrations (name, hash) VALUES ($1, $2)", [
      migration.name,
      hashOf(migration),
    ]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

function hashOf({ statements }: Migration): string {
  return createHash("sha256").update(statements.join(";\n")).digest("hex");
}
