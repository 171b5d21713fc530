import { sql } from "kysely";
import { z } from "zod";
import type { Issue } from "../../triage/model/case.ts";
import type { TicketStore } from "../../triage/ports/ticket-store.ts";
import { moment, toColumns } from "./columns.ts";
import { toIssue, toReporter } from "./rows.ts";
import type { Db, Tx } from "./tables.ts";
import { readVerdicts } from "./way-back.ts";

const Notice = z.object({ actionId: z.string(), waits: z.boolean(), at: z.number() });

/** Webhooks come late and out of order: an older view of an issue never replaces a newer one. */
export function upsertIssue(db: Db | Tx, communityId: string, issue: Issue) {
  const { nodeId: _, ticketId: __, ...seen } = toColumns(issue);
  return db
    .insertInto("issues")
    .values({ communityId, ...toColumns(issue) })
    .onConflict((conflict) =>
      conflict
        .columns(["communityId", "nodeId"])
        .doUpdateSet((eb) => ({
          ...seen,
          ticketId: eb.fn.coalesce("excluded.ticketId", "issues.ticketId"),
        }))
        .where("issues.updatedAt", "<=", seen.updatedAt),
    );
}

/** Tickets that are about an issue: filed as it, linked to it, or linked to one that is about it. */
export function ticketsAbout(communityId: string, nodeId: string) {
  return sql`WITH RECURSIVE about AS (
      SELECT id FROM tickets WHERE community_id = ${communityId}
        AND (issue_node_id = ${nodeId} OR linked_to = ${`issue:${nodeId}`})
      UNION
      SELECT t.id FROM tickets t JOIN about ON t.linked_to = 'ticket:' || about.id
        WHERE t.community_id = ${communityId}
    ) SELECT id FROM about`;
}

type Issues = Pick<
  TicketStore,
  "issue" | "issuesIn" | "repositoryBecame" | "notices" | "saveIssue" | "reportersOf" | "verdictsOf"
>;

export function createIssues(db: Db): Issues {
  return {
    async issue(communityId, nodeId) {
      const { rows } = await sql<{ row: unknown }>`SELECT to_json(i) AS row FROM issues i
        WHERE community_id = ${communityId} AND node_id = ${nodeId}`.execute(db);
      return rows[0] ? toIssue(rows[0].row) : null;
    },

    async notices(communityId, since) {
      const { rows } = await sql<unknown>`
        SELECT id AS action_id, state = 'waiting' AS waits,
          (extract(epoch FROM not_before) * 1000)::float8 AS at
        FROM actions
        WHERE community_id = ${communityId} AND state IN ('waiting', 'claimed', 'done')
          AND deed->>'do' = 'say' AND deed->'say'->>'say' IN ('fixed', 'closed', 'team-tells')
          AND (not_before > ${moment(since)} OR state <> 'done')
        ORDER BY not_before, id`.execute(db);
      return z.array(Notice).parse(rows);
    },

    async issuesIn(communityId, repository, numbers) {
      const { rows } = await sql<{ row: unknown }>`SELECT to_json(i) AS row FROM issues i
        WHERE community_id = ${communityId} AND lower(repository) = lower(${repository})
          AND (${numbers === null}::boolean OR number = ANY(${numbers ?? []}::int[]))
          AND EXISTS (SELECT 1 FROM tickets t WHERE t.community_id = i.community_id
            AND (t.issue_node_id = i.node_id OR t.linked_to = 'issue:' || i.node_id))
        ORDER BY number`.execute(db);
      return rows.map(({ row }) => toIssue(row));
    },

    async repositoryBecame(communityId, before, { repository, visibility }) {
      await sql`UPDATE issues SET repository = ${repository},
        visibility = coalesce(${visibility}::text, visibility)
        WHERE community_id = ${communityId} AND lower(repository) = lower(${before})`.execute(db);
    },

    async saveIssue(communityId, issue) {
      await upsertIssue(db, communityId, issue).execute();
    },

    verdictsOf: (communityId, nodeId) => readVerdicts(db, communityId, nodeId),

    async reportersOf(communityId, nodeId) {
      const { rows } = await sql<{ row: unknown }>`
        SELECT json_build_object('person_id', r.person_id, 'source_id', p.source_id,
          'name', p.name, 'consent', bool_and(r.consent), 'notify', bool_and(r.notify),
          'since', min(r.since)) AS row
        FROM reporters r
        JOIN persons p ON p.community_id = r.community_id AND p.id = r.person_id
        JOIN tickets t ON t.community_id = r.community_id AND t.id = r.ticket_id
        WHERE r.community_id = ${communityId} AND t.state <> 'withdrawn'
          AND t.id IN (${ticketsAbout(communityId, nodeId)})
        GROUP BY r.person_id, p.source_id, p.name
        ORDER BY min(r.since), r.person_id`.execute(db);
      return rows.map(({ row }) => toReporter(row));
    },
  };
}
