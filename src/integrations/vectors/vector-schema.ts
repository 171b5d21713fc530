import type pg from "pg";

/** From this version on the index can be searched on until enough is found. */
const OLDEST_EXTENSION = [0, 8] as const;

export type Prepared =
  | { readonly type: "ready" }
  /** In words for whoever runs the program. */
  | { readonly type: "unavailable"; readonly reason: string };

/**
 * Makes the tables for vectors where the database has pgvector. They are no migration: a server may lack the
 * extension, and everything else works without it.
 */
export async function prepareVectors(pool: Pick<pg.Pool, "query">): Promise<Prepared> {
  const { rows } = await pool.query<{ installed: string | null; offered: string | null }>(
    `SELECT installed_version AS installed, default_version AS offered
      FROM pg_available_extensions WHERE name = 'vector'`,
  );
  const version = rows[0]?.installed ?? rows[0]?.offered;
  if (version === null || version === undefined) {
    return unavailable("the database server has no extension pgvector");
  }
  if (isOlder(version)) {
    return unavailable(
      `pgvector is version ${version}, and ${OLDEST_EXTENSION.join(".")} is the oldest that will do`,
    );
  }
  try {
    await pool.query("CREATE EXTENSION IF NOT EXISTS vector");
    for (const statement of TABLES) await pool.query(statement);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return unavailable(`the tables for vectors could not be made: ${words}`);
  }
  return { type: "ready" };
}

const unavailable = (reason: string): Prepared => ({ type: "unavailable", reason });

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldest, least] = OLDEST_EXTENSION;
  return major < oldest || (major === oldest && minor < least);
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS vectors (
    community_id text NOT NULL,
    collection text NOT NULL,
    model text NOT NULL,
    dimensions int NOT NULL,
    key text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    origin text,
    embedding vector NOT NULL,
    in_cells boolean NOT NULL DEFAULT false,
    PRIMARY KEY (community_id, collection, model, dimensions, key)
  )`,
  // In the row itself: a vector of 512 would otherwise be kept aside, and a scan would fetch each one by itself.
  "ALTER TABLE vectors ALTER COLUMN embedding SET STORAGE PLAIN",
  `CREATE INDEX IF NOT EXISTS vectors_by_hash
    ON vectors (community_id, collection, model, dimensions, hash)`,
  `CREATE INDEX IF NOT EXISTS vectors_outside_cells
    ON vectors (community_id, collection, model, dimensions, key) WHERE NOT in_cells`,
  // How far each collection has come in each model.
  `CREATE TABLE IF NOT EXISTS vector_spaces (
    community_id text NOT NULL,
    collection text NOT NULL,
    model text NOT NULL,
    dimensions int NOT NULL,
    total int NOT NULL DEFAULT 0,
    whole boolean NOT NULL DEFAULT false,
    tokens bigint NOT NULL DEFAULT 0,
    trouble text,
    leased_by text,
    leased_until timestamptz,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (community_id, collection, model, dimensions)
  )`,
];
