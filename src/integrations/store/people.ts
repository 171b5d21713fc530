import { sql } from "kysely";
import type { TicketStore } from "../../triage/ports/ticket-store.ts";
import { moment } from "./columns.ts";
import { eraseTraces, namesOf } from "./erase-traces.ts";
import type { Db } from "./tables.ts";

/** Forgetting a person: their row goes and takes their reporter rows along; their texts are emptied. */
export function createPeople(db: Db): Pick<TicketStore, "forget"> {
  return {
    forget: (communityId, source, sourceId, at, nowKnownAs = "") =>
      db.transaction().execute(async (tx) => {
        const who = { communityId, source, sourceId };
        const names = new Set(await namesOf(tx, who));
        if (nowKnownAs !== "") names.add(nowKnownAs);
        const person = await tx
          .selectFrom("persons")
          .select("id")
          .where("communityId", "=", communityId)
          .where("source", "=", source)
          .where("sourceId", "=", sourceId)
          .forUpdate()
          .executeTakeFirst();
        // Who only helps, or was only on duty, has no row of their own.
        if (!person) {
          await eraseTraces(tx, { ...who, names: [...names] });
          return [];
        }
        const { rows } = await sql<{ ticketId: string }>`
          WITH emptied AS (
            UPDATE posts SET title = '', text = '', removed = '[]', attachments = '[]',
              deleted_at = coalesce(deleted_at, ${moment(at)}::timestamptz)
            WHERE community_id = ${communityId} AND person_id = ${person.id} RETURNING id
          ), unseen AS (
            DELETE FROM images WHERE community_id = ${communityId}
              AND post_id IN (SELECT id FROM posts
                WHERE community_id = ${communityId} AND person_id = ${person.id})
          ), parts AS (
            UPDATE tickets SET part = part || '{"text": ""}'
            WHERE community_id = ${communityId} AND part IS NOT NULL AND id IN (
              SELECT ticket_id FROM ticket_posts
              WHERE community_id = ${communityId} AND post_id IN (SELECT id FROM emptied))
          ), unsent AS (
            UPDATE actions SET deed = jsonb_set(deed, '{personSourceId}', '""'),
              serial = 'private:' || id,
              state = CASE state WHEN 'waiting' THEN 'superseded' ELSE state END
            WHERE community_id = ${communityId} AND deed->>'do' = 'tell-privately'
              AND deed->>'personSourceId' = ${sourceId}
            RETURNING ticket_id
          ), gone AS (
            DELETE FROM persons WHERE community_id = ${communityId} AND id = ${person.id}
          )
          SELECT ticket_id FROM ticket_posts
            WHERE community_id = ${communityId} AND post_id IN (SELECT id FROM emptied)
          UNION SELECT ticket_id FROM reporters
            WHERE community_id = ${communityId} AND person_id = ${person.id}
          UNION SELECT ticket_id FROM unsent`.execute(tx);
        // Last: what is private to them is found by their id.
        await eraseTraces(tx, { ...who, names: [...names] });
        return rows.map((row) => row.ticketId);
      }),
  };
}
