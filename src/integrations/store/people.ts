import { sql } from "kysely";
import type { TicketStore } from "../../triage/ports.ts";
import { moment } from "./columns.ts";
import type { Db } from "./tables.ts";

/** Forgetting a person: their row goes and takes their reporter rows along; their texts are emptied. */
export function createPeople(db: Db): Pick<TicketStore, "forget"> {
  return {
    forget: (communityId, source, sourceId, at) =>
      db.transaction().execute(async (tx) => {
        const person = await tx
          .selectFrom("persons")
          .select("id")
          .where("communityId", "=", communityId)
          .where("source", "=", source)
          .where("sourceId", "=", sourceId)
          .forUpdate()
          .executeTakeFirst();
        if (!person) return [];
        const { rows } = await sql<{ ticketId: string }>`
          WITH emptied AS (
            UPDATE posts SET title = '', text = '', removed = '[]', attachments = '[]',
              deleted_at = coalesce(deleted_at, ${moment(at)}::timestamptz)
            WHERE community_id = ${communityId} AND person_id = ${person.id} RETURNING id
          ), parts AS (
            UPDATE tickets SET part = part || '{"text": ""}'
            WHERE community_id = ${communityId} AND part IS NOT NULL AND id IN (
              SELECT ticket_id FROM ticket_posts
              WHERE community_id = ${communityId} AND post_id IN (SELECT id FROM emptied))
          ), unsent AS (
            UPDATE actions SET deed = jsonb_set(deed, '{personSourceId}', '""'),
              state = CASE state WHEN 'waiting' THEN 'superseded' ELSE state END
            WHERE community_id = ${communityId} AND deed->>'do' = 'tell-privately'
              AND deed->>'personSourceId' = ${sourceId}
            RETURNING ticket_id
          ), unanswered AS (
            UPDATE gap_asks SET answer = NULL
            WHERE community_id = ${communityId} AND answer->>'personSourceId' = ${sourceId}
          ), gone AS (
            DELETE FROM persons WHERE community_id = ${communityId} AND id = ${person.id}
          )
          SELECT ticket_id FROM ticket_posts
            WHERE community_id = ${communityId} AND post_id IN (SELECT id FROM emptied)
          UNION SELECT ticket_id FROM reporters
            WHERE community_id = ${communityId} AND person_id = ${person.id}
          UNION SELECT ticket_id FROM unsent`.execute(tx);
        return rows.map((row) => row.ticketId);
      }),
  };
}
