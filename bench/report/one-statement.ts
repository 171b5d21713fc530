import { sql } from "kysely";
import { moment } from "../../src/integrations/store/columns.ts";
import type { Db } from "../../src/integrations/store/tables.ts";
import type { Period } from "../../src/triage/report/period.ts";
import { TicketRow } from "../../src/triage/report/rows.ts";

// How the report was read before it was read by pages: one statement, with a subquery for each ticket
// and table. Kept to be measured against, and to hold the figures to.

const TEXT = 4_000;

const ms = (column: string) => sql`(extract(epoch FROM ${sql.ref(column)}) * 1000)::float8`;
const mine = (alias: string) =>
  sql`${sql.ref(`${alias}.community_id`)} = t.community_id AND ${sql.ref(`${alias}.ticket_id`)} = t.id`;

/** The issue that a ticket was filed as or linked to. */
const issue = sql`(SELECT json_build_object('nodeId', i.node_id, 'url', i.url,
    'visibility', i.visibility, 'state', i.state, 'stateReason', i.state_reason)
  FROM issues i WHERE i.community_id = t.community_id
    AND i.node_id = coalesce(t.issue_node_id, substring(t.linked_to FROM '^issue:(.*)$')))`;

/** A new message of ours that stands or stood in public: an edit of one has no reference. */
const said = sql`(SELECT coalesce(json_agg(json_build_object(
    'say', coalesce(a.deed->'say'->>'say', 'announcement'), 'at', ${ms("a.not_before")},
    'helped', EXISTS (SELECT FROM answer_outcomes o WHERE o.community_id = a.community_id
      AND o.action_id = a.id AND o.outcome = 'helped' AND NOT o.bystander),
    'wrong', EXISTS (SELECT FROM answer_outcomes o WHERE o.community_id = a.community_id
      AND o.action_id = a.id AND o.outcome = 'wrong' AND NOT o.bystander),
    'retracted', EXISTS (SELECT FROM actions r WHERE ${mine("r")} AND r.state = 'done'
      AND r.deed->>'do' = 'retract' AND r.deed->>'messageId' = a.external_ref),
    'sources', (SELECT coalesce(json_agg(json_build_object('title', s->>'title', 'url', s->>'url')), '[]')
      FROM jsonb_array_elements(coalesce(a.deed->'say'->'sources', '[]')) s)
  ) ORDER BY a.not_before, a.id), '[]')
  FROM actions a WHERE ${mine("a")} AND a.public AND a.state = 'done'
    AND a.external_ref IS NOT NULL AND a.deed->>'do' IN ('say', 'restate', 'announce'))`;

const ended = sql`(SELECT coalesce(json_agg(json_build_object(
    'state', p.state, 'createdAt', ${ms("p.created_at")}, 'decidedAt', ${ms("p.decided_at")},
    'verdicts', (SELECT coalesce(json_agg(r.verdict->>'verdict' ORDER BY r.id), '[]')
      FROM reviews r WHERE ${mine("r")} AND r.proposal_id = p.id),
    'judged', (SELECT r.verdict->>'silence' FROM reviews r
      WHERE ${mine("r")} AND r.proposal_id = p.id AND r.verdict->>'verdict' = 'judge'
      ORDER BY r.id DESC LIMIT 1)) ORDER BY p.version), '[]')
  FROM proposals p WHERE ${mine("p")} AND p.decided_at IS NOT NULL)`;

const firstLine = (condition: ReturnType<typeof sql>) =>
  sql`(SELECT min(${ms("l.at")}) FROM story_lines l WHERE ${mine("l")} AND ${condition})`;

const row = sql`json_build_object('id', t.id, 'code', t.code, 'title', t.title,
  'permalink', t.permalink, 'kind', t.kind, 'lane', t.lane, 'area', t.area,
  'severity', t.severity, 'placeId', t.place_id, 'state', t.state, 'silence', t.silence,
  'language', (SELECT c.body->>'language' FROM classifications c WHERE ${mine("c")}
    ORDER BY c.version DESC LIMIT 1),
  'text', (SELECT left(coalesce(string_agg(p.title || E'\n' || p.text, E'\n'
      ORDER BY p.posted_at, p.id), ''), ${TEXT})
    FROM ticket_posts k JOIN posts p ON p.community_id = k.community_id AND p.id = k.post_id
    WHERE ${mine("k")}),
  'askedAt', coalesce((SELECT min(${ms("p.posted_at")})
    FROM ticket_posts k JOIN posts p ON p.community_id = k.community_id AND p.id = k.post_id
    WHERE ${mine("k")}), ${ms("t.created_at")}),
  'personIds', (SELECT coalesce(json_agg(r.person_id ORDER BY r.since, r.person_id), '[]')
    FROM reporters r WHERE ${mine("r")}),
  'linkedTo', t.linked_to, 'issue', ${issue},
  'facts', (SELECT coalesce(json_agg(json_build_object('fact', f.fact, 'at', ${ms("f.at")},
      'team', f.team) ORDER BY f.at, f.fact), '[]') FROM issue_facts f WHERE ${mine("f")}),
  'proposedTeam', (SELECT p.proposed->'route'->>'team' FROM proposals p WHERE ${mine("p")}
    AND p.proposed->>'outcome' = 'file' ORDER BY p.version DESC LIMIT 1),
  'replies', (SELECT coalesce(json_agg(json_build_object('fact', y.fact, 'voice', y.voice,
      'at', ${ms("y.at")}) ORDER BY y.at, y.fact, y.voice), '[]')
    FROM replies y WHERE ${mine("y")}),
  'steppedBackAt', ${firstLine(sql`l.what = 'answered by a person'`)},
  'calledSolvedAt', ${firstLine(sql`l.what = 'marked as solved'`)},
  'toldAt', ${firstLine(sql`(l.what = 'done' AND l.detail = 'said: fixed' OR l.what = 'announced')`)},
  'said', ${said}, 'ended', ${ended})`;

/** What `happened` of the store gives as tickets, with all their words. */
export async function ticketsByOneStatement(
  db: Db,
  communityId: string,
  { from, to }: Period,
  askedFrom: number,
): Promise<TicketRow[]> {
  const here = sql`community_id = ${communityId}`;
  const start = sql`${moment(from)}::timestamptz`;
  const end = sql`${moment(to)}::timestamptz`;
  const asked = sql`${moment(askedFrom)}::timestamptz`;
  const during = (column: string) =>
    sql`${here} AND ${sql.ref(column)} >= ${start} AND ${sql.ref(column)} < ${end}`;
  const { rows } = await sql<{ row: unknown }>`
        WITH wanted AS (
          SELECT k.ticket_id AS id FROM posts p
            JOIN ticket_posts k ON k.community_id = p.community_id AND k.post_id = p.id
            WHERE p.community_id = ${communityId} AND p.posted_at >= ${asked} AND p.posted_at < ${end}
          UNION SELECT ticket_id FROM actions
            WHERE ${during("not_before")} AND state = 'done' AND public
          UNION SELECT ticket_id FROM issue_facts WHERE ${during("at")}
          UNION SELECT ticket_id FROM proposals WHERE ${during("decided_at")}
          UNION SELECT ticket_id FROM story_lines WHERE ${during("at")} AND what = 'announced')
        SELECT ${row} AS row FROM tickets t JOIN wanted USING (id)
        WHERE t.community_id = ${communityId} ORDER BY t.id`.execute(db);
  return rows.map((one) => TicketRow.parse(one.row));
}
