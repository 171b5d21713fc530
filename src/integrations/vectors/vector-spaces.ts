import type pg from "pg";
import type { Space } from "../../triage/same-asks/embedding.ts";
import type { Shelf } from "./vector-table.ts";

/** How far a collection has come in one model. */
export type Standing = {
  readonly space: Space;
  /** How many things there are to embed, as last counted; and how many of them have a vector. */
  readonly total: number;
  readonly ready: number;
  /** Once every thing had its vector: then it serves, also while a few are new. */
  readonly whole: boolean;
  /** Spent on it so far. */
  readonly tokens: number;
  /** Why it gets no further, in words for staff; null when nothing is wrong. */
  readonly trouble: string | null;
};

type Row = {
  model: string;
  dimensions: number;
  total: number;
  ready: number;
  whole: boolean;
  tokens: string;
  trouble: string | null;
};

/** The books over collections and models: what serves, what is being built, and who builds it. */
export function createVectorSpaces(pool: Pick<pg.Pool, "query">) {
  const keyed = ({ communityId, collection, space }: Shelf) =>
    [communityId, collection, space.model, space.dimensions] as const;

  return {
    async standings(communityId: string, collection: Shelf["collection"]): Promise<Standing[]> {
      const { rows } = await pool.query<Row>(
        `SELECT model, dimensions, total, whole, tokens, trouble,
            (SELECT count(*)::int FROM vectors v WHERE v.community_id = s.community_id
              AND v.collection = s.collection AND v.model = s.model
              AND v.dimensions = s.dimensions) AS ready
          FROM vector_spaces s WHERE community_id = $1 AND collection = $2 ORDER BY updated_at`,
        [communityId, collection],
      );
      return rows.map(({ model, dimensions, tokens, ...rest }) => ({
        space: { model, dimensions },
        tokens: Number(tokens),
        ...rest,
      }));
    },

    /** False when another process is building it. A lease that is not renewed runs out. */
    async lease(shelf: Shelf, by: string, now: number, ms: number): Promise<boolean> {
      const { rowCount } = await pool.query(
        `INSERT INTO vector_spaces AS s (community_id, collection, model, dimensions, leased_by,
            leased_until, updated_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          ON CONFLICT (community_id, collection, model, dimensions) DO UPDATE
            SET leased_by = excluded.leased_by, leased_until = excluded.leased_until
            WHERE s.leased_by IS NULL OR s.leased_by = excluded.leased_by OR s.leased_until < $7`,
        [...keyed(shelf), by, iso(now + ms), iso(now)],
      );
      return rowCount === 1;
    },

    async release(shelf: Shelf, by: string): Promise<void> {
      await pool.query(
        `UPDATE vector_spaces SET leased_by = NULL, leased_until = NULL
          WHERE ${SHELF} AND leased_by = $5`,
        [...keyed(shelf), by],
      );
    },

    async count(shelf: Shelf, total: number, now: number): Promise<void> {
      await pool.query(`UPDATE vector_spaces SET total = $5, updated_at = $6 WHERE ${SHELF}`, [
        ...keyed(shelf),
        total,
        iso(now),
      ]);
    },

    async spend(shelf: Shelf, tokens: number, now: number): Promise<void> {
      await pool.query(
        `UPDATE vector_spaces SET tokens = tokens + $5, trouble = NULL, updated_at = $6
          WHERE ${SHELF}`,
        [...keyed(shelf), tokens, iso(now)],
      );
    },

    async finish(shelf: Shelf, whole: boolean, now: number): Promise<void> {
      await pool.query(
        `UPDATE vector_spaces SET whole = whole OR $5, trouble = CASE WHEN $5 THEN NULL ELSE trouble END,
            updated_at = $6 WHERE ${SHELF}`,
        [...keyed(shelf), whole, iso(now)],
      );
    },

    async trouble(shelf: Shelf, words: string | null, now: number): Promise<void> {
      await pool.query(`UPDATE vector_spaces SET trouble = $5, updated_at = $6 WHERE ${SHELF}`, [
        ...keyed(shelf),
        words,
        iso(now),
      ]);
    },

    async remove(shelf: Shelf): Promise<void> {
      await pool.query(`DELETE FROM vector_spaces WHERE ${SHELF}`, [...keyed(shelf)]);
    },
  };
}

export type VectorSpaces = ReturnType<typeof createVectorSpaces>;

const SHELF = "community_id = $1 AND collection = $2 AND model = $3 AND dimensions = $4";
const iso = (ms: number) => new Date(ms).toISOString();
