import { sql } from "kysely";
import type pg from "pg";
import { z } from "zod";
import { openTables } from "./tables.ts";

const Counts = z.record(z.string(), z.number());
const Pulse = z.object({ tickets: Counts, actions: Counts, openCards: z.number() });

/** The few figures that are asked for every few seconds; `Reports` has the thorough ones. */
export async function readPulse(
  pool: pg.Pool,
  communityId: string,
): Promise<z.infer<typeof Pulse>> {
  const counts = (table: string) => sql`(SELECT coalesce(json_object_agg(state, n), '{}') FROM (
    SELECT state, count(*)::int AS n FROM ${sql.table(table)}
    WHERE community_id = ${communityId} GROUP BY 1) c)`;
  const { rows } = await sql<unknown>`SELECT ${counts("tickets")} AS tickets,
    ${counts("actions")} AS actions,
    (SELECT count(*)::int FROM cards
      WHERE community_id = ${communityId} AND state = 'open') AS "openCards"`.execute(
    openTables(pool),
  );
  return Pulse.parse(rows[0]);
}
