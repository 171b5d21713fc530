import { sql } from "kysely";
import { z } from "zod";
import type { Knowledge } from "../../triage/answers/knowledge.ts";
import { toColumns } from "./columns.ts";
import type { Db } from "./tables.ts";
import { ticketsIn } from "./tickets-in.ts";

const Solved = z.object({
  code: z.string(),
  title: z.string(),
  ask: z.string(),
  answer: z.string(),
  permalink: z.string(),
  acceptedAt: z.number(),
});

export function createKnowledge(db: Db): Knowledge {
  return {
    async accept(communityId, { ticketId, ...answer }) {
      const row = toColumns(answer);
      await db
        .insertInto("acceptedAnswers")
        .values({ communityId, ticketId, ...row })
        .onConflict((conflict) => conflict.columns(["communityId", "ticketId"]).doUpdateSet(row))
        .execute();
    },

    async revise(communityId, answerSourceId, text) {
      await db
        .updateTable("acceptedAnswers")
        .set(toColumns({ text }))
        .where("communityId", "=", communityId)
        .where("answerSourceId", "=", answerSourceId)
        .execute();
    },

    async withdraw(communityId, gone) {
      const stoodThere =
        "sourceIds" in gone
          ? sql`answer_source_id = ANY(${gone.sourceIds})`
          : sql`ticket_id IN (${ticketsIn(communityId, gone)})`;
      await sql`DELETE FROM accepted_answers
        WHERE community_id = ${communityId} AND ${stoodThere}`.execute(db);
    },

    async standing(communityId) {
      const { rows } = await sql`
        SELECT t.code, c.body->>'title' AS title, c.body->>'ask' AS ask, a.text AS answer,
          a.permalink, (extract(epoch FROM a.accepted_at) * 1000)::float8 AS accepted_at
        FROM accepted_answers a
        JOIN tickets t ON t.community_id = a.community_id AND t.id = a.ticket_id
        JOIN LATERAL (SELECT body FROM classifications f
          WHERE f.community_id = a.community_id AND f.ticket_id = a.ticket_id
          ORDER BY version DESC LIMIT 1) c ON true
        WHERE a.community_id = ${communityId} AND a.text <> ''
          AND t.state <> 'withdrawn' AND coalesce(t.lane, '') = 'open'
          AND coalesce(t.silence, '') NOT IN ('care', 'opted-out', 'deleted', 'from-elsewhere')
          AND NOT EXISTS (SELECT FROM posts p WHERE p.community_id = a.community_id
            AND p.source_id = t.opening_source_id AND p.source = t.source
            AND p.deleted_at IS NOT NULL)
          AND NOT EXISTS (SELECT FROM actions x
            WHERE x.community_id = a.community_id AND x.ticket_id = a.ticket_id
              AND x.state <> 'superseded' AND x.deed->>'do' = 'retract'
              AND x.deed->>'messageId' = a.answer_source_id)
          AND NOT EXISTS (SELECT FROM answer_outcomes o JOIN actions x
            ON x.community_id = o.community_id AND x.id = o.action_id
            WHERE o.community_id = a.community_id AND o.ticket_id = a.ticket_id
              AND o.outcome = 'wrong' AND NOT o.bystander
              AND x.external_ref = a.answer_source_id)
        ORDER BY a.accepted_at, t.id`.execute(db);
      return z.array(Solved).parse(rows);
    },
  };
}
