import { sql } from "kysely";
import { z } from "zod";
import { Review } from "../../triage/model/review.ts";
import { Ended, type Looked, type Reviews } from "../../triage/review/reviewed.ts";
import { fromRow } from "./columns.ts";
import { readCases } from "./read-cases.ts";
import type { Db } from "./tables.ts";

const Ids = z.array(z.object({ id: z.string() }));

export function createReviews(db: Db): Reviews {
  return {
    async looked(communityId, which, after, limit) {
      const wanted =
        which === "reviewed"
          ? sql`EXISTS (SELECT 1 FROM reviews r
              WHERE r.community_id = t.community_id AND r.ticket_id = t.id)`
          : sql`t.kind = 'model-behavior'`;
      const found = await sql<unknown>`SELECT t.id FROM tickets t
        WHERE t.community_id = ${communityId} AND ${wanted}
          AND (${after}::text IS NULL OR t.id > ${after})
        ORDER BY t.id LIMIT ${limit}`.execute(db);
      const ids = Ids.parse(found.rows).map(({ id }) => id);
      if (ids.length === 0) return [];
      const [cases, reviews] = await Promise.all([
        readCases(db, communityId, ids),
        sql<{ row: unknown }>`SELECT to_json(r) AS row FROM reviews r
          WHERE r.community_id = ${communityId} AND r.ticket_id = ANY(${ids})
          ORDER BY r.id`.execute(db),
      ]);
      const all = reviews.rows.map(({ row }) => Review.parse(fromRow(row)));
      return cases.map((known): Looked => {
        return { known, reviews: all.filter(({ ticketId }) => ticketId === known.ticket.id) };
      });
    },

    async ended(communityId, since) {
      const { rows } = await sql<{ row: unknown }>`SELECT json_build_object(
          'proposalId', p.id, 'ticketId', p.ticket_id, 'code', t.code, 'area', t.area,
          'outcome', p.proposed->>'outcome', 'visibility', p.proposed->'route'->>'visibility',
          'state', p.state,
          'verdicts', (SELECT coalesce(json_agg(r.verdict->>'verdict' ORDER BY r.id), '[]')
            FROM reviews r WHERE r.community_id = p.community_id AND r.proposal_id = p.id),
          'wrong', EXISTS (SELECT 1 FROM answer_outcomes o JOIN actions a
              ON a.community_id = o.community_id AND a.id = o.action_id AND a.act = 'answer'
            WHERE o.community_id = p.community_id AND o.ticket_id = p.ticket_id
              AND o.outcome = 'wrong' AND NOT o.bystander),
          'at', p.decided_at) AS row
        FROM proposals p
        JOIN tickets t ON t.community_id = p.community_id AND t.id = p.ticket_id
        WHERE p.community_id = ${communityId} AND p.state <> 'open' AND p.decided_at >= ${new Date(since)}
        ORDER BY p.decided_at, p.id`.execute(db);
      return rows.map(({ row }) => Ended.parse(fromRow(row)));
    },
  };
}
