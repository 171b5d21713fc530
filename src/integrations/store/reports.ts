import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import type { Reports } from "../../triage/report/reports.ts";
import { moment } from "./columns.ts";
import type { Db } from "./tables.ts";

const Counts = z.record(z.string(), z.number());
const FiguresRow = z.object({
  posts: z.number(),
  tickets: z.number(),
  byState: Counts,
  byKind: Counts,
  byLane: Counts,
  byOutcome: Counts,
  skips: Counts,
  actions: Counts,
  done: Counts,
  proposals: Counts,
  openCards: z.number(),
  reporters: z.number(),
});

const DecidedRow = z.object({ outcomes: Counts, ticketIds: z.array(z.string()) });

const Heard = { helped: z.number(), wrong: z.number() };
const AnswersRow = z.object({
  byAction: z.array(z.object({ actionId: z.string(), ticketId: z.string(), ...Heard })),
  byPassage: z.array(z.object({ passageId: z.string(), url: z.string(), ...Heard })),
});
const heard = sql`count(*) FILTER (WHERE outcome = 'helped')::int AS helped,
  count(*) FILTER (WHERE outcome = 'wrong')::int AS wrong`;

const latestOutcome = sql`coalesce((SELECT body->>'outcome' FROM decisions d
  WHERE d.community_id = tickets.community_id AND d.ticket_id = tickets.id
  ORDER BY version DESC LIMIT 1), 'undecided')`;
const whatWasDone = sql`CASE WHEN deed->'say'->>'say' IS NULL THEN deed->>'do'
  ELSE (deed->>'do') || ':' || (deed->'say'->>'say') END`;

export function createReports(db: Db): Reports {
  return {
    async figures(communityId) {
      const here = sql`community_id = ${communityId}`;
      const total = (table: string, condition = here, what = sql`count(*)`) =>
        sql`(SELECT ${what}::int FROM ${sql.table(table)} WHERE ${condition})`;
      const counts = (table: string, name: RawBuilder<unknown>, condition = here) =>
        sql`(SELECT coalesce(json_object_agg(name, n), '{}') FROM (
          SELECT ${name} AS name, count(*)::int AS n FROM ${sql.table(table)}
          WHERE ${condition} GROUP BY 1) c)`;
      const { rows } = await sql<unknown>`SELECT
        ${total("posts")} AS posts,
        ${total("tickets")} AS tickets,
        ${counts("tickets", sql`state`)} AS "byState",
        ${counts("tickets", sql`coalesce(kind, 'unclassified')`)} AS "byKind",
        ${counts("tickets", sql`coalesce(lane, 'unclassified')`)} AS "byLane",
        ${counts("tickets", latestOutcome)} AS "byOutcome",
        ${counts("skips", sql`reason`)} AS skips,
        ${counts("actions", sql`state`)} AS actions,
        ${counts("actions", whatWasDone, sql`${here} AND state = 'done'`)} AS done,
        ${counts("proposals", sql`state`)} AS proposals,
        ${total("cards", sql`${here} AND state = 'open'`)} AS "openCards",
        ${total("reporters", here, sql`count(DISTINCT person_id)`)} AS reporters`.execute(db);
      return FiguresRow.parse(rows[0]);
    },

    async decidedSince(communityId, since, most) {
      const { rows } = await sql<unknown>`WITH decided AS (
          SELECT t.id, t.created_at, last.outcome
          FROM tickets t JOIN LATERAL (SELECT body->>'outcome' AS outcome FROM decisions d
            WHERE d.community_id = t.community_id AND d.ticket_id = t.id
            ORDER BY version DESC LIMIT 1) last ON true
          WHERE t.community_id = ${communityId} AND t.created_at >= ${moment(since)})
        SELECT
          (SELECT coalesce(json_object_agg(outcome, n), '{}') FROM (
            SELECT outcome, count(*)::int AS n FROM decided GROUP BY 1) c) AS outcomes,
          (SELECT coalesce(json_agg(id ORDER BY created_at DESC, id), '[]') FROM (
            SELECT id, created_at FROM decided WHERE outcome NOT IN ('none', 'leave')
            ORDER BY created_at DESC, id LIMIT ${most}) e) AS "ticketIds"`.execute(db);
      return DecidedRow.parse(rows[0]);
    },

    async answers(communityId) {
      const { rows } = await sql<unknown>`SELECT
        (SELECT coalesce(json_agg(a ORDER BY wrong DESC, helped DESC, "actionId"), '[]') FROM (
          SELECT action_id AS "actionId", ticket_id AS "ticketId", ${heard}
          FROM answer_outcomes WHERE community_id = ${communityId} GROUP BY 1, 2) a) AS "byAction",
        (SELECT coalesce(json_agg(p ORDER BY wrong DESC, helped DESC, "passageId"), '[]') FROM (
          SELECT s->>'passageId' AS "passageId", s->>'url' AS url, ${heard}
          FROM answer_outcomes, jsonb_array_elements(sources) s
          WHERE community_id = ${communityId} GROUP BY 1, 2) p) AS "byPassage"`.execute(db);
      return AnswersRow.parse(rows[0]);
    },

    async lost(communityId, source, sourceIds) {
      const { rows } = await sql<{ id: string }>`
        SELECT asked.id FROM unnest(${sourceIds}::text[]) WITH ORDINALITY AS asked (id, n)
        WHERE NOT EXISTS (SELECT 1 FROM posts p
            JOIN ticket_posts link ON link.community_id = p.community_id AND link.post_id = p.id
            WHERE p.community_id = ${communityId} AND p.source_id = asked.id
              AND p.source = ${source})
          AND NOT EXISTS (SELECT 1 FROM skips s WHERE s.community_id = ${communityId}
            AND s.source_id = asked.id AND s.source = ${source})
        ORDER BY n`.execute(db);
      return rows.map(({ id }) => id);
    },
  };
}
