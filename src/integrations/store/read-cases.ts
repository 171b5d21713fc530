import { sql } from "kysely";
import type { Case } from "../../triage/model/case.ts";
import { type CaseRow, toCase } from "./rows.ts";
import type { Db } from "./tables.ts";

/** The latest of what was appended about the ticket, by the ticket's version. */
function latest(table: string) {
  return sql`(SELECT body FROM ${sql.table(table)} f
    WHERE f.community_id = t.community_id AND f.ticket_id = t.id ORDER BY version DESC LIMIT 1)`;
}

/** Reads whole cases in one statement, in the order of their ids. */
export async function readCases(
  db: Db,
  communityId: string,
  ticketIds: readonly string[],
): Promise<Case[]> {
  if (ticketIds.length === 0) return [];
  const { rows } = await sql<CaseRow>`
    SELECT to_json(t) AS ticket,
      (SELECT coalesce(json_agg(p ORDER BY p.posted_at, length(p.source_id), p.source_id), '[]')
        FROM (
          SELECT posts.*, coalesce(persons.source_id, '') AS author_source_id,
            coalesce(persons.name, '') AS author_name
          FROM ticket_posts link
          JOIN posts ON posts.community_id = link.community_id AND posts.id = link.post_id
          LEFT JOIN persons
            ON persons.community_id = posts.community_id AND persons.id = posts.person_id
          WHERE link.community_id = t.community_id AND link.ticket_id = t.id
        ) p) AS posts,
      (SELECT coalesce(json_agg(r ORDER BY r.since, r.person_id), '[]')
        FROM (
          SELECT reporters.*, persons.source_id, persons.name
          FROM reporters
          JOIN persons
            ON persons.community_id = reporters.community_id AND persons.id = reporters.person_id
          WHERE reporters.community_id = t.community_id AND reporters.ticket_id = t.id
        ) r) AS reporters,
      (SELECT coalesce(json_agg(s ORDER BY s.since, s.person_id), '[]')
        FROM (
          SELECT subscriptions.*, persons.source_id, persons.name
          FROM subscriptions
          JOIN persons ON persons.community_id = subscriptions.community_id
            AND persons.id = subscriptions.person_id
          WHERE subscriptions.community_id = t.community_id AND subscriptions.ticket_id = t.id
        ) s) AS subscribers,
      (SELECT coalesce(json_agg(r ORDER BY r.since, r.person_id), '[]')
        FROM (
          SELECT reporters.*, persons.source_id, persons.name
          FROM tickets f
          JOIN reporters ON reporters.community_id = f.community_id AND reporters.ticket_id = f.id
          JOIN persons
            ON persons.community_id = reporters.community_id AND persons.id = reporters.person_id
          WHERE f.community_id = t.community_id AND f.linked_to = 'ticket:' || t.id
        ) r) AS followers,
      ${latest("classifications")} AS classification,
      ${latest("decisions")} AS decision,
      ${latest("drafts")} AS draft,
      (SELECT to_json(p) FROM proposals p
        WHERE p.community_id = t.community_id AND p.ticket_id = t.id
        ORDER BY version DESC LIMIT 1) AS proposal,
      (SELECT verdict->>'instruction' FROM reviews r
        WHERE r.community_id = t.community_id AND r.ticket_id = t.id
        ORDER BY id DESC LIMIT 1) AS wish,
      (SELECT coalesce(json_agg(a ORDER BY a.id), '[]') FROM actions a
        WHERE a.community_id = t.community_id AND a.ticket_id = t.id) AS actions,
      (SELECT to_json(i) FROM issues i
        WHERE i.community_id = t.community_id AND i.node_id = t.issue_node_id) AS issue
    FROM tickets t
    WHERE t.community_id = ${communityId} AND t.id = ANY(${ticketIds})
    ORDER BY t.id`.execute(db);
  return rows.map(toCase);
}
