import { type RawBuilder, sql } from "kysely";
import type { Sibling } from "../../triage/decide/split-asks.ts";
import { json, moment } from "./columns.ts";
import type { Target } from "./commit.ts";
import { nextCode } from "./intake.ts";

/** Opens a ticket beside another: same posts, same place and thread, same reporters, due at once. */
export async function openSibling(
  { tx, communityId, ticketId, now }: Target,
  { id, part }: Sibling,
): Promise<void> {
  const code = await nextCode(tx, communityId);
  const at = moment(now);
  const ofTicket = sql`community_id = ${communityId} AND ticket_id = ${ticketId}`;
  const statements: RawBuilder<unknown>[] = [
    sql`INSERT INTO tickets (community_id, id, code, version, state, source, place_id,
        conversation_id, opening_source_id, permalink, silence, part, due_at, created_at,
        updated_at, public_messages, asked, attempts)
      SELECT community_id, ${id}, ${code}, 1, 'gathering', source, place_id, conversation_id,
        opening_source_id, permalink, silence, ${json(part)}::jsonb, ${at}, ${at}, ${at}, 0, 0, 0
      FROM tickets WHERE community_id = ${communityId} AND id = ${ticketId}`,
    sql`INSERT INTO ticket_posts (community_id, ticket_id, post_id)
      SELECT community_id, ${id}, post_id FROM ticket_posts
      WHERE ${ofTicket} AND post_id = ANY(${part.postIds})`,
    sql`INSERT INTO reporters (community_id, ticket_id, person_id, consent, notify, since)
      SELECT community_id, ${id}, person_id, consent, notify, since FROM reporters
      WHERE ${ofTicket}`,
    sql`INSERT INTO story_lines (community_id, ticket_id, at, what, detail)
      SELECT community_id, ${id}, ${at}, 'opened', 'split from ' || code FROM tickets
      WHERE community_id = ${communityId} AND id = ${ticketId}`,
  ];
  for (const statement of statements) await statement.execute(tx);
}
