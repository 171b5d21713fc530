import { sql } from "kysely";
import type pg from "pg";
import { z } from "zod";
import { Classification } from "../../triage/model/classification.ts";
import type { PastAsk } from "../../triage/review/reroute.ts";
import { moment } from "./columns.ts";
import { openTables } from "./tables.ts";

const Row = z.object({
  code: z.string(),
  title: z.string().nullable(),
  placeId: z.string(),
  text: z.string(),
  labels: Classification.pick({
    kind: true,
    lane: true,
    area: true,
    severity: true,
    language: true,
  }),
});

/** Tickets opened since then, with the labels that they have now and what was written, oldest first. */
export async function readPastAsks(
  pool: pg.Pool,
  communityId: string,
  since: number,
): Promise<PastAsk[]> {
  const { rows } = await sql`
    SELECT t.code, t.title, t.place_id AS "placeId",
      json_build_object('kind', t.kind, 'lane', t.lane, 'area', t.area, 'severity', t.severity,
        'language', c.body->>'language') AS labels,
      (SELECT coalesce(string_agg(p.title || E'\n' || p.text, E'\n' ORDER BY p.posted_at, p.id), '')
        FROM posts p JOIN ticket_posts l ON l.community_id = p.community_id AND l.post_id = p.id
        WHERE l.community_id = t.community_id AND l.ticket_id = t.id) AS text
    FROM tickets t CROSS JOIN LATERAL (
      SELECT body FROM classifications c
      WHERE c.community_id = t.community_id AND c.ticket_id = t.id
      ORDER BY version DESC LIMIT 1) c
    WHERE t.community_id = ${communityId} AND t.created_at >= ${moment(since)}::timestamptz
      AND t.kind IS NOT NULL AND t.lane IS NOT NULL AND t.area IS NOT NULL
      AND t.severity IS NOT NULL AND t.state <> 'withdrawn'
    ORDER BY t.id`.execute(openTables(pool));
  return rows.map((row) => {
    const { title, ...read } = Row.parse(row);
    return { ...read, title: title ?? "" };
  });
}
