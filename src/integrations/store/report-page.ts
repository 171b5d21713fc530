import { sql } from "kysely";
import { TicketRow } from "../../triage/report/rows.ts";
import type { Db } from "./tables.ts";

/** Enough for a rule that goes by keywords. */
const TEXT = 4_000;

/** Milliseconds of a time. */
export const ms = (column: string) => sql`(extract(epoch FROM ${sql.ref(column)}) * 1000)::float8`;

/** An issue as the report shows it. */
export const issueOf = (
  alias: string,
) => sql`json_build_object('nodeId', ${sql.ref(`${alias}.node_id`)},
  'url', ${sql.ref(`${alias}.url`)}, 'visibility', ${sql.ref(`${alias}.visibility`)},
  'state', ${sql.ref(`${alias}.state`)}, 'stateReason', ${sql.ref(`${alias}.state_reason`)})`;

/** The issue that a ticket was filed as or linked to. */
export const itsIssue = sql`LEFT JOIN issues i ON i.community_id = t.community_id
  AND i.node_id = coalesce(t.issue_node_id, substring(t.linked_to FROM '^issue:(.*)$'))`;

/**
 * Tickets with all that is counted of them, in the order of their ids. Each table is read once for
 * all of them: a subquery for each ticket and
 * table took several times as long (bench/report).
 * @param ids in their order
 * @param withText whether what was written is read, which is only needed to tell whose a ticket is
 */
export async function readPage(
  db: Db,
  communityId: string,
  ids: readonly string[],
  withText: boolean,
): Promise<TicketRow[]> {
  const here = sql`community_id = ${communityId}`;
  // The range lets an index be read in order; without it whole tables are, once a page.
  const among = (column: string) => sql`${sql.ref(column)} BETWEEN ${ids[0]} AND ${ids.at(-1)}
    AND ${sql.ref(column)} = ANY(${ids})`;
  const theirs = sql`${here} AND ${among("ticket_id")}`;
  const written = withText
    ? sql`left(coalesce(string_agg(p.title || E'\n' || p.text, E'\n'
        ORDER BY p.posted_at, p.id), ''), ${TEXT})`
    : sql`''`;
  const none = sql`'[]'::json`;
  const { rows } = await sql<{ row: unknown }>`
    WITH spoken AS (
      SELECT DISTINCT ON (ticket_id) ticket_id, body->>'language' AS language
      FROM classifications WHERE ${theirs} ORDER BY ticket_id, version DESC
    ), asked AS (
      SELECT k.ticket_id, min(${ms("p.posted_at")}) AS at, ${written} AS text
      FROM ticket_posts k JOIN posts p ON p.community_id = k.community_id AND p.id = k.post_id
      WHERE k.community_id = ${communityId} AND ${among("k.ticket_id")} GROUP BY 1
    ), people AS (
      SELECT ticket_id, json_agg(person_id ORDER BY since, person_id) AS ids
      FROM reporters WHERE ${theirs} GROUP BY 1
    ), happened AS (
      SELECT ticket_id, json_agg(json_build_object('fact', fact, 'at', ${ms("at")}, 'team', team)
        ORDER BY at, fact) AS facts
      FROM issue_facts WHERE ${theirs} GROUP BY 1
    ), meant AS (
      SELECT DISTINCT ON (ticket_id) ticket_id, proposed->'route'->>'team' AS team
      FROM proposals WHERE ${theirs} AND proposed->>'outcome' = 'file'
      ORDER BY ticket_id, version DESC
    ), replied AS (
      SELECT ticket_id, json_agg(json_build_object('fact', fact, 'voice', voice, 'at', ${ms("at")})
        ORDER BY at, fact, voice) AS replies
      FROM replies WHERE ${theirs} GROUP BY 1
    ), lines AS (
      SELECT ticket_id,
        min(${ms("at")}) FILTER (WHERE what = 'answered by a person') AS stepped_back,
        min(${ms("at")}) FILTER (WHERE what = 'marked as solved') AS called_solved,
        min(${ms("at")}) FILTER (WHERE what = 'announced'
          OR what = 'done' AND detail = 'said: fixed') AS told
      FROM story_lines WHERE ${theirs}
        AND what IN ('answered by a person', 'marked as solved', 'announced', 'done') GROUP BY 1
    ), steps AS (
      SELECT proposal_id, json_agg(verdict->>'verdict' ORDER BY id) AS verdicts,
        (array_agg(verdict->>'silence' ORDER BY id DESC)
          FILTER (WHERE verdict->>'verdict' = 'judge'))[1] AS judged
      FROM reviews WHERE ${theirs} GROUP BY 1
    ), decided AS (
      SELECT p.ticket_id, json_agg(json_build_object('state', p.state,
        'createdAt', ${ms("p.created_at")}, 'decidedAt', ${ms("p.decided_at")},
        'verdicts', coalesce(steps.verdicts, ${none}), 'judged', steps.judged) ORDER BY p.version) AS ended
      FROM proposals p LEFT JOIN steps ON steps.proposal_id = p.id
      WHERE p.community_id = ${communityId} AND ${among("p.ticket_id")}
        AND p.decided_at IS NOT NULL GROUP BY 1
    ), heard AS (
      SELECT action_id, bool_or(outcome = 'helped') AS helped, bool_or(outcome = 'wrong') AS wrong
      FROM answer_outcomes WHERE ${theirs} AND NOT bystander GROUP BY 1
    ), done AS (
      SELECT id, ticket_id, not_before, external_ref, public, deed, deed->>'do' AS what
      FROM actions WHERE ${theirs} AND state = 'done'
    ), taken_back AS (
      SELECT DISTINCT ticket_id, deed->>'messageId' AS message_id FROM done WHERE what = 'retract'
    ), told AS (
      -- A new message of ours that stands or stood in public: an edit of one has no reference.
      SELECT a.ticket_id, json_agg(json_build_object(
        'say', coalesce(a.deed->'say'->>'say', 'announcement'), 'at', ${ms("a.not_before")},
        'helped', coalesce(heard.helped, false), 'wrong', coalesce(heard.wrong, false),
        'retracted', taken_back.message_id IS NOT NULL,
        'sources', (SELECT coalesce(json_agg(json_build_object(
            'title', s->>'title', 'url', s->>'url')), '[]')
          FROM jsonb_array_elements(coalesce(a.deed->'say'->'sources', '[]')) s)
        ) ORDER BY a.not_before, a.id) AS said
      FROM done a LEFT JOIN heard ON heard.action_id = a.id
        LEFT JOIN taken_back
          ON taken_back.ticket_id = a.ticket_id AND taken_back.message_id = a.external_ref
      WHERE a.public AND a.external_ref IS NOT NULL AND a.what IN ('say', 'restate', 'announce')
      GROUP BY 1
    )
    SELECT json_build_object('id', t.id, 'code', t.code, 'title', t.title,
      'permalink', t.permalink, 'kind', t.kind, 'lane', t.lane, 'area', t.area,
      'severity', t.severity, 'placeId', t.place_id, 'state', t.state, 'silence', t.silence,
      'language', spoken.language, 'text', coalesce(asked.text, ''),
      'askedAt', coalesce(asked.at, ${ms("t.created_at")}),
      'personIds', coalesce(people.ids, ${none}), 'linkedTo', t.linked_to,
      'issue', CASE WHEN i.node_id IS NOT NULL THEN ${issueOf("i")} END,
      'facts', coalesce(happened.facts, ${none}), 'proposedTeam', meant.team,
      'replies', coalesce(replied.replies, ${none}), 'steppedBackAt', lines.stepped_back,
      'calledSolvedAt', lines.called_solved, 'toldAt', lines.told,
      'said', coalesce(told.said, ${none}), 'ended', coalesce(decided.ended, ${none})) AS row
    FROM tickets t ${itsIssue}
      LEFT JOIN spoken ON spoken.ticket_id = t.id
      LEFT JOIN asked ON asked.ticket_id = t.id
      LEFT JOIN people ON people.ticket_id = t.id
      LEFT JOIN happened ON happened.ticket_id = t.id
      LEFT JOIN meant ON meant.ticket_id = t.id
      LEFT JOIN replied ON replied.ticket_id = t.id
      LEFT JOIN lines ON lines.ticket_id = t.id
      LEFT JOIN told ON told.ticket_id = t.id
      LEFT JOIN decided ON decided.ticket_id = t.id
    WHERE t.community_id = ${communityId} AND ${among("t.id")} ORDER BY t.id`.execute(db);
  return rows.map((one) => TicketRow.parse(one.row));
}
