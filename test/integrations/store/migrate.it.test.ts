import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { MIGRATIONS, type Migration, migrate } from "../../../src/integrations/store/migrate.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";

const SCHEMA = `migrate_${process.pid}`;

describe("migrations on PGlite", () => {
  migrationsOn(async () => openDatabase({ snapshot: await emptySnapshot(), searchPath: SCHEMA }));
});

describeWithService("postgresql", "migrations on PostgreSQL", (url) => {
  const database = migrationsOn(() => openDatabase({ url, searchPath: SCHEMA }));

  it("are applied once by processes that start at the same moment", async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database().pool)));
    expect(applied.flat()).toEqual(MIGRATIONS.map(({ name }) => name));
  });
});

function migrationsOn(open: () => Promise<Database>): () => Database {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.pool.query(`CREATE SCHEMA ${SCHEMA}`));
  afterEach(() => database.pool.query(`DROP SCHEMA ${SCHEMA} CASCADE`));
  afterAll(() => database.close());

  const aMigration = (name: string, ...statements: string[]): Migration => ({ name, statements });

  async function tables(): Promise<string[]> {
    const { rows } = await database.pool.query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1",
      [SCHEMA],
    );
    return rows.map(({ tablename }) => tablename);
  }

  it("are applied in order, and not again", async () => {
    const first = aMigration("1", "CREATE TABLE a (id int)");
    const second = aMigration("2", "ALTER TABLE a ADD COLUMN b int", "CREATE TABLE c (id int)");
    expect(await migrate(database.pool, [first])).toEqual(["1"]);
    expect(await migrate(database.pool, [first, second])).toEqual(["2"]);
    expect(await migrate(database.pool, [first, second])).toEqual([]);
    expect(await tables()).toEqual(["a", "c", "schema_migrations"]);
  });

  it("leave nothing behind when one fails, and can be tried again", async () => {
    const broken = aMigration("1", "CREATE TABLE a (id int)", "CREATE TABLE a (id int)");
    await expect(migrate(database.pool, [broken])).rejects.toThrow("already exists");
    expect(await tables()).toEqual(["schema_migrations"]);
    expect(await migrate(database.pool, [aMigration("1", "CREATE TABLE a (id int)")])).toEqual([
      "1",
    ]);
  });

  it("are refused when the database was made by a newer or another version", async () => {
    const first = aMigration("1", "CREATE TABLE a (id int)");
    await migrate(database.pool, [first, aMigration("2", "CREATE TABLE b (id int)")]);
    await expect(migrate(database.pool, [first])).rejects.toThrow(
      "brought to 2 by a newer version",
    );
    await expect(migrate(database.pool, [aMigration("1", "SELECT 1")])).rejects.toThrow(
      "The migration 1 is not the one that made this database",
    );
  });

  it("put the community in every key of every table", async () => {
    await migrate(database.pool);
    const { rows } = await database.pool.query<{ name: string; columns: string[] }>(
      `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = i.indexrelid
        WHERE n.nspname = $1 AND i.indisunique AND c.relname NOT LIKE 'schema_migrations%'
        GROUP BY c.relname`,
      [SCHEMA],
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { name, columns } of rows) {
      expect(columns[0], `the first column of ${name}`).toBe("community_id");
    }
    const keyed = await database.pool.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables t WHERE schemaname = $1 AND NOT EXISTS (
        SELECT 1 FROM pg_indexes x WHERE x.schemaname = $1 AND x.tablename = t.tablename
          AND x.indexname LIKE '%_pkey')`,
      [SCHEMA],
    );
    expect(keyed.rows).toEqual([]);
  });

  return () => database;
}
