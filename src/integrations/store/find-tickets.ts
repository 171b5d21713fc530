import { sql } from "kysely";
import type { Ticket } from "../../triage/model/ticket.ts";
import type { TicketStore } from "../../triage/ports/ticket-store.ts";
import { ticketsAbout } from "./issues.ts";
import { toTicket } from "./rows.ts";
import type { Db } from "./tables.ts";

type By = Parameters<TicketStore["find"]>[1];

/** How many tickets a person or a piece of text leads to, at the most. */
const MOST = 25;

export async function findTickets(db: Db, communityId: string, by: By): Promise<Ticket[]> {
  const many = "like" in by || "reporterSourceId" in by;
  const { rows } = await sql<{ row: unknown }>`SELECT to_json(t) AS row FROM tickets t
    WHERE community_id = ${communityId} AND ${matching(communityId, by)}
    ${many ? sql`ORDER BY created_at DESC, id DESC LIMIT ${MOST}` : sql`ORDER BY id`}`.execute(db);
  return rows.map(({ row }) => toTicket(row));
}

function matching(communityId: string, by: By) {
  if ("code" in by) return sql`code = ${by.code}`;
  if ("conversationId" in by) return sql`conversation_id = ${by.conversationId}`;
  if ("placeId" in by) return sql`place_id = ${by.placeId} AND state <> 'withdrawn'`;
  if ("linkedTo" in by) return sql`linked_to = ${by.linkedTo}`;
  if ("issueNodeId" in by) return sql`id IN (${ticketsAbout(communityId, by.issueNodeId)})`;
  // strpos takes the text as it is, where LIKE would read % and _ as patterns.
  if ("like" in by) {
    return sql`strpos(lower(code || ' ' || coalesce(title, '')), lower(${by.like})) > 0`;
  }
  if ("actionId" in by) {
    return sql`id IN (SELECT ticket_id FROM actions
      WHERE community_id = ${communityId} AND id = ${by.actionId})`;
  }
  if ("reporterSourceId" in by) {
    return sql`id IN (SELECT r.ticket_id FROM reporters r
      JOIN persons p ON p.community_id = r.community_id AND p.id = r.person_id
      WHERE p.community_id = ${communityId} AND p.source_id = ${by.reporterSourceId})`;
  }
  return sql`id IN (SELECT ticket_id FROM ticket_posts WHERE community_id = ${communityId}
    AND post_id IN (SELECT id FROM posts
      WHERE community_id = ${communityId} AND source_id = ${by.postSourceId}))`;
}
