import { type RawBuilder, sql } from "kysely";
import type { Vanished } from "../../triage/model/post.ts";

/** Ids of the tickets of a conversation or a place, however they ended: the text of a subquery. */
export function ticketsIn(
  communityId: string,
  where: Exclude<Vanished, { sourceIds: unknown }>,
): RawBuilder<unknown> {
  const there =
    "placeId" in where
      ? sql`place_id = ${where.placeId}`
      : sql`conversation_id = ${where.conversationId}`;
  return sql`SELECT id FROM tickets WHERE community_id = ${communityId} AND ${there}`;
}
