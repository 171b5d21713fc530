import { sql } from "kysely";
import type { TicketStore } from "../../triage/ports/ticket-store.ts";
import { moment } from "./columns.ts";
import type { Db, Tx } from "./tables.ts";

/** Forgetting a person: their row goes and takes their reporter rows along; their texts are emptied. */
export function createPeople(db: Db): Pick<TicketStore, "forget"> {
  return {
    forget: (communityId, source, sourceId, at) =>
      db.transaction().execute(async (tx) => {
        const person = await tx
          .selectFrom("persons")
          .select(["id", "name"])
          .where("communityId", "=", communityId)
          .where("source", "=", source)
          .where("sourceId", "=", sourceId)
          .forUpdate()
          .executeTakeFirst();
        // Who only helps, or was only on duty, has no row of their own.
        if (!person) {
          await eraseDoings(tx, { communityId, source, sourceId });
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
        const ticketIds = rows.map((row) => row.ticketId);
        await eraseDoings(tx, { communityId, source, sourceId });
        await eraseName(tx, { communityId, name: person.name, ticketIds });
        return ticketIds;
      }),
  };
}

/** Switches, claims and vouches hold the name of whoever made them, and their id. */
async function eraseDoings(
  tx: Tx,
  {
    communityId,
    source,
    sourceId,
  }: { readonly communityId: string; readonly source: string; readonly sourceId: string },
): Promise<void> {
  // The switch itself stays: whoever switched the bot off does not want it back by being forgotten.
  await sql`UPDATE off_switches SET set_by = '' WHERE community_id = ${communityId}
    AND source = ${source} AND scope = 'person' AND scope_id = ${sourceId}`.execute(tx);
  await sql`UPDATE tickets SET claim = NULL WHERE community_id = ${communityId}
    AND claim IS NOT NULL AND claim->>'sourceId' = ${sourceId}`.execute(tx);
  const theirs = sql`community_id = ${communityId}
    AND vouches @> ${JSON.stringify([{ sourceId }])}::jsonb`;
  // Before the vouches go: they alone say in which stories the name stands.
  await sql`UPDATE story_lines l SET detail = replace(l.detail, vouched.name, 'somebody')
    FROM (SELECT DISTINCT ticket_id, v->>'name' AS name
      FROM proposals, jsonb_array_elements(vouches) v
      WHERE ${theirs} AND v->>'sourceId' = ${sourceId} AND v->>'name' <> '') vouched
    WHERE l.community_id = ${communityId} AND l.ticket_id = vouched.ticket_id
      AND l.what IN ('vouched for', 'reworded')`.execute(tx);
  await sql`UPDATE proposals SET vouches = (
      SELECT coalesce(jsonb_agg(v), '[]') FROM jsonb_array_elements(vouches) v
      WHERE v->>'sourceId' <> ${sourceId})
    WHERE ${theirs}`.execute(tx);
}

/** Stories and decisions name who did something; none of them needs the name. */
async function eraseName(
  tx: Tx,
  {
    communityId,
    name,
    ticketIds,
  }: { readonly communityId: string; readonly name: string; readonly ticketIds: readonly string[] },
): Promise<void> {
  if (name === "") return;
  const theirs = sql`community_id = ${communityId} AND ticket_id = ANY (${ticketIds}::text[])`;
  await sql`UPDATE story_lines SET detail = replace(detail, ${name}, 'somebody')
    WHERE ${theirs} AND strpos(detail, ${name}) > 0`.execute(tx);
  await sql`UPDATE proposals SET decided_by = 'somebody'
    WHERE ${theirs} AND decided_by = ${name}`.execute(tx);
}
