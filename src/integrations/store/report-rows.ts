import { sql } from "kysely";
import { z } from "zod";
import type { Replies } from "../../triage/intake/reply.ts";
import { TYPED_PREFIXES } from "../../triage/people/by-command.ts";
import { GatheringRow, type ReportRows, type TicketRow } from "../../triage/report/rows.ts";
import { moment, toColumns } from "./columns.ts";
import { issueOf, itsIssue, ms, readPage } from "./report-page.ts";
import type { Db } from "./tables.ts";

export function createReplies(db: Db): Replies {
  return {
    async note(communityId, ticketId, reply) {
      await db
        .insertInto("replies")
        .values({ communityId, ticketId, ...toColumns(reply) })
        .onConflict((conflict) =>
          conflict
            .columns(["communityId", "ticketId", "fact", "voice"])
            .doUpdateSet({ at: sql`least(replies.at, excluded.at)` }),
        )
        .execute();
    },
  };
}

const Counted = z.object({ posts: z.number(), gapsOpened: z.number(), gapsClosed: z.number() });
/** Skips for these reasons were nobody's message to the community. */
const NOT_PEOPLE = ["written by a bot", "a system message", "older than the installation"];
/** Tickets that are in memory with all their text at once. */
const PAGE = 2_000;
/** How long the first start takes, at the most, to make all tables. */
const ONE_START = "1 hour";

/** The rows that the report is counted from. Times are those at which something was really done. */
export function createReportRows(db: Db): ReportRows {
  return {
    async happened(communityId, { from, to }, { askedFrom, withText, keep }) {
      const here = sql`community_id = ${communityId}`;
      const start = sql`${moment(from)}::timestamptz`;
      const end = sql`${moment(to)}::timestamptz`;
      const asked = sql`${moment(askedFrom)}::timestamptz`;
      const during = (column: string) =>
        sql`${here} AND ${sql.ref(column)} >= ${start} AND ${sql.ref(column)} < ${end}`;
      const counted = await sql<unknown>`SELECT
        ((SELECT count(*) FROM posts p WHERE ${during("posted_at")}
          AND NOT EXISTS (SELECT FROM unnest(${[...TYPED_PREFIXES]}::text[]) AS typed (prefix)
            WHERE starts_with(p.source_id, typed.prefix))
          AND NOT EXISTS (SELECT FROM ticket_posts k JOIN tickets t
            ON t.community_id = k.community_id AND t.id = k.ticket_id
            WHERE k.community_id = p.community_id AND k.post_id = p.id
              AND t.silence IN ('imported', 'from-elsewhere')))
        + (SELECT count(*) FROM skips WHERE ${during("at")} AND reason <> ALL(${NOT_PEOPLE})))::int
          AS posts,
        (SELECT count(*)::int FROM (SELECT least(g.created_at, (SELECT min(q.noted_at)
            FROM gap_asks q WHERE q.community_id = g.community_id AND q.gap_id = g.id)) AS opened
          FROM gaps g WHERE g.community_id = ${communityId}) o
          WHERE opened >= ${start} AND opened < ${end}) AS "gapsOpened",
        (SELECT count(*)::int FROM gaps WHERE ${during("closed_at")}) AS "gapsClosed"`.execute(db);
      const { rows: wanted } = await sql<{ id: string }>`
        SELECT k.ticket_id AS id FROM posts p
          JOIN ticket_posts k ON k.community_id = p.community_id AND k.post_id = p.id
          WHERE p.community_id = ${communityId} AND p.posted_at >= ${asked} AND p.posted_at < ${end}
        UNION SELECT ticket_id FROM actions
          WHERE ${during("not_before")} AND state = 'done' AND public
        UNION SELECT ticket_id FROM issue_facts WHERE ${during("at")}
        UNION SELECT ticket_id FROM proposals WHERE ${during("decided_at")}
        UNION SELECT ticket_id FROM story_lines WHERE ${during("at")} AND what = 'announced'
        ORDER BY id`.execute(db);
      const tickets: TicketRow[] = [];
      for (let first = 0; first < wanted.length; first += PAGE) {
        const ids = wanted.slice(first, first + PAGE).map(({ id }) => id);
        const page = await readPage(db, communityId, ids, withText);
        tickets.push(...page.flatMap((row) => keep(row) ?? []));
      }
      return { ...Counted.parse(counted.rows[0]), tickets };
    },

    async gathering(communityId) {
      const { rows } = await sql<{ row: unknown }>`SELECT json_build_object('id', t.id,
          'code', t.code, 'title', t.title, 'permalink', t.permalink, 'kind', t.kind,
          'lane', t.lane, 'area', t.area, 'state', t.state, 'linkedTo', t.linked_to,
          'issue', CASE WHEN i.node_id IS NOT NULL THEN ${issueOf("i")} END,
          'reporters', (SELECT coalesce(json_agg(json_build_object('personId', r.person_id,
              'sourceId', p.source_id, 'since', ${ms("r.since")}) ORDER BY r.since, r.person_id), '[]')
            FROM reporters r
            JOIN persons p ON p.community_id = r.community_id AND p.id = r.person_id
            WHERE r.community_id = t.community_id AND r.ticket_id = t.id)) AS row
        FROM tickets t ${itsIssue} WHERE t.community_id = ${communityId} AND t.state <> 'withdrawn'
          AND t.kind IN ('feature', 'model-behavior') ORDER BY t.id`.execute(db);
      return rows.map((one) => GatheringRow.parse(one.row));
    },

    async firstTicket(communityId) {
      const first = await db
        .selectFrom("tickets")
        .select("id")
        .where("communityId", "=", communityId)
        .orderBy("id")
        .limit(1)
        .executeTakeFirst();
      return first?.id ?? null;
    },

    async repliesSince() {
      const { rows } = await sql<unknown>`SELECT CASE
          WHEN r.applied_at - f.applied_at > ${ONE_START}::interval THEN ${ms("r.applied_at")}
        END AS since FROM schema_migrations r, schema_migrations f
        WHERE r.name = '0015-replies' AND f.name = '0001-first'`.execute(db);
      return z.object({ since: z.number().nullable() }).parse(rows[0]).since;
    },
  };
}
