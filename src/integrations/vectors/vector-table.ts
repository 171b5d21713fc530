import { createHash } from "node:crypto";
import type pg from "pg";
import type { Space } from "../../triage/same-asks/embedding.ts";

/** Things of one kind in one community, as one model sees them. */
export type Shelf = {
  readonly communityId: string;
  readonly collection: "passages" | "asks";
  readonly space: Space;
};

export type StoredVector = {
  readonly key: string;
  /** Of the text that was embedded. */
  readonly hash: string;
  readonly origin: string | null;
  readonly vector: Float32Array;
};

/** Up to here all vectors are compared; beyond, those of the nearest cells. */
export const EXACT_UP_TO = 5_000;
const CELLS = 50;
const CELLS_SEARCHED = 8;
/** The middles of the cells are found among so many, since that is one statement for which others wait. */
const SAMPLE = 1_000;
const SORTED_AT_ONCE = 128;

/** Vectors in pgvector. The tables are there (see prepareVectors). */
export function createVectorTable(pool: pg.Pool) {
  const keyed = ({ communityId, collection, space }: Shelf) =>
    [communityId, collection, space.model, space.dimensions] as const;

  /** Shelves whose cells are known to be there: what is new goes right into them. */
  const celled = new Set<string>();

  return {
    /** Of these keys, those that have a vector, with the hash of what it was made from. */
    async hashes(shelf: Shelf, keys: readonly string[]): Promise<Map<string, string>> {
      const { rows } = await pool.query<{ key: string; hash: string }>(
        `SELECT key, hash FROM vectors WHERE ${SHELF} AND key = ANY($5::text[])`,
        [...keyed(shelf), keys],
      );
      return new Map(rows.map(({ key, hash }) => [key, hash]));
    },

    /** Vectors that are already there for a text, whatever they stand for. */
    async byHash(shelf: Shelf, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
      const { rows } = await pool.query<{ hash: string; embedding: string }>(
        `SELECT DISTINCT ON (hash) hash, embedding::text FROM vectors
          WHERE ${SHELF} AND hash = ANY($5::text[]) ORDER BY hash`,
        [...keyed(shelf), hashes],
      );
      return new Map(
        rows.map(({ hash, embedding }) => [hash, Float32Array.from(JSON.parse(embedding))]),
      );
    },

    async put(shelf: Shelf, vectors: readonly StoredVector[]): Promise<void> {
      if (vectors.length === 0) return;
      const values = vectors.flatMap(({ key, hash, origin, vector }) => [
        key,
        hash,
        origin,
        toBinary(vector),
      ]);
      const inCells = celled.has(indexName(shelf));
      const rows = vectors.map((_, row) => {
        const at = 5 + row * 4;
        return `($1, $2, $3, $4, $${at}, $${at + 1}, $${at + 2}, $${at + 3}::vector, ${inCells})`;
      });
      await pool.query(
        `INSERT INTO vectors (community_id, collection, model, dimensions, key, hash, origin, embedding, in_cells)
          VALUES ${rows.join(", ")}
          ON CONFLICT (community_id, collection, model, dimensions, key)
          DO UPDATE SET hash = excluded.hash, origin = excluded.origin, embedding = excluded.embedding, in_cells = excluded.in_cells`,
        [...keyed(shelf), ...values],
      );
    },

    async remove(shelf: Shelf, keys: readonly string[]): Promise<void> {
      if (keys.length === 0) return;
      await pool.query(`DELETE FROM vectors WHERE ${SHELF} AND key = ANY($5::text[])`, [
        ...keyed(shelf),
        keys,
      ]);
    },

    /** Keys in their order after one, at most so many. */
    async keysAfter(shelf: Shelf, after: string, most: number): Promise<string[]> {
      const { rows } = await pool.query<{ key: string }>(
        `SELECT key FROM vectors WHERE ${SHELF} AND key > $5 ORDER BY key LIMIT $6`,
        [...keyed(shelf), after, most],
      );
      return rows.map(({ key }) => key);
    },

    async count(shelf: Shelf): Promise<number> {
      const { rows } = await pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM vectors WHERE ${SHELF}`,
        [...keyed(shelf)],
      );
      return rows[0]?.n ?? 0;
    },

    /** Nearest first, by the cosine: all vectors have length 1. */
    async near(
      shelf: Shelf,
      vector: Float32Array,
      { top, origins }: { readonly top: number; readonly origins?: readonly string[] },
    ): Promise<{ key: string; similarity: number }[]> {
      const size = `vector(${wholeNumber(shelf.space.dimensions)})`;
      const distance = `(embedding::${size}) <#> $1::${size}`;
      const client = await pool.connect();
      try {
        await client.query("BEGIN READ ONLY");
        const { rows: cells } = await client.query<{ whole: boolean }>(
          `SELECT to_regclass($5) IS NOT NULL
            AND NOT EXISTS (SELECT FROM vectors WHERE ${SHELF} AND NOT in_cells) AS whole`,
          [...keyed(shelf), indexName(shelf)],
        );
        await client.query(`SET LOCAL ivfflat.probes = ${CELLS_SEARCHED}`);
        await client.query("SET LOCAL ivfflat.iterative_scan = relaxed_order");
        // Names as they stand, not parameters: only so does the planner know the index of this shelf.
        const { rows } = await client.query<{ key: string; distance: number }>(
          `SELECT key, ${distance} AS distance FROM vectors WHERE ${literally(shelf)}
            ${cells[0]?.whole ? "AND in_cells" : ""}
            ${origins ? "AND origin = ANY($3::text[])" : ""}
            ORDER BY ${distance} LIMIT $2`,
          [toBinary(vector), top, ...(origins ? [origins] : [])],
        );
        await client.query("COMMIT");
        return rows
          .map((row) => ({ key: row.key, similarity: -row.distance }))
          .toSorted((a, b) => b.similarity - a.similarity);
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      } finally {
        client.release();
      }
    },

    /**
     * Once there are many, sorts them into cells: the middles are found among a sample, the rest follows in small
     * batches, so that others get their turns. Until all are in, every vector is compared.
     * @returns whether the cells were made now
     */
    async sortIntoCells(shelf: Shelf, count: number): Promise<boolean> {
      const name = indexName(shelf);
      if (count <= EXACT_UP_TO) return false;
      const { rows } = await pool.query("SELECT to_regclass($1) AS there", [name]);
      const made = rows[0]?.there === null;
      if (made) {
        // Keys as a list: without statistics, a join would look through all of them for each. By their hashes, which are as good as drawn at random.
        await pool.query(
          `UPDATE vectors SET in_cells = true WHERE ${SHELF} AND key = ANY(ARRAY(
            SELECT key FROM vectors WHERE ${SHELF} ORDER BY hash LIMIT ${SAMPLE}))`,
          [...keyed(shelf)],
        );
        const size = `vector(${wholeNumber(shelf.space.dimensions)})`;
        await pool.query(
          `CREATE INDEX IF NOT EXISTS ${name} ON vectors
            USING ivfflat ((embedding::${size}) vector_ip_ops) WITH (lists = ${CELLS})
            WHERE ${literally(shelf)} AND in_cells`,
        );
      }
      celled.add(name);
      for (let sorted = SORTED_AT_ONCE; sorted === SORTED_AT_ONCE; ) {
        const { rowCount } = await pool.query(
          `UPDATE vectors SET in_cells = true WHERE ${SHELF} AND key = ANY(ARRAY(
            SELECT key FROM vectors WHERE ${SHELF} AND NOT in_cells LIMIT ${SORTED_AT_ONCE}))`,
          [...keyed(shelf)],
        );
        sorted = rowCount ?? 0;
      }
      return made;
    },

    /** Takes away a whole shelf with its index. */
    async clear(shelf: Shelf): Promise<void> {
      celled.delete(indexName(shelf));
      await pool.query(`DROP INDEX IF EXISTS ${indexName(shelf)}`);
      await pool.query(`DELETE FROM vectors WHERE ${SHELF}`, [...keyed(shelf)]);
    },
  };
}

export type VectorTable = ReturnType<typeof createVectorTable>;

const SHELF = "community_id = $1 AND collection = $2 AND model = $3 AND dimensions = $4";

function literally({ communityId, collection, space }: Shelf): string {
  return [
    `community_id = ${quoted(communityId)}`,
    `collection = ${quoted(collection)}`,
    `model = ${quoted(space.model)}`,
    `dimensions = ${wholeNumber(space.dimensions)}`,
  ].join(" AND ");
}

function indexName(shelf: Shelf): string {
  const hash = createHash("sha256").update(literally(shelf)).digest("hex").slice(0, 16);
  return `vectors_near_${hash}`;
}

/** As an SQL literal, whatever is in it. */
function quoted(text: string): string {
  const plain = text.replaceAll("\0", "").replaceAll("'", "''");
  return plain.includes("\\") ? `E'${plain.replaceAll("\\", "\\\\")}'` : `'${plain}'`;
}

function wholeNumber(value: number): number {
  if (!Number.isSafeInteger(value)) throw new TypeError("not a whole number");
  return value;
}

/** pgvector's own format: the number of dimensions, two empty bytes, then the numbers, most telling byte first. */
function toBinary(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(4 + vector.length * 4);
  bytes.writeUInt16BE(vector.length, 0);
  for (const [at, value] of vector.entries()) bytes.writeFloatBE(value, 4 + at * 4);
  return bytes;
}
