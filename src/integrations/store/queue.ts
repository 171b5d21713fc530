import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../../triage/model/clock.ts";
import type { QueueWish, ReviewQueue } from "../../triage/review/review-queue.ts";
import { moment } from "./columns.ts";
import { toProposal, toTicket } from "./rows.ts";
import type { Db } from "./tables.ts";

/** What nobody answered for so long will not be answered any more. */
const STALE = sql`interval '30 days'`;

const Row = z.object({
  ticket: z.unknown(),
  ask: z.string().nullable(),
  proposal: z.unknown(),
  shown: z.boolean(),
});

export function createQueue(db: Db, clock: Clock): ReviewQueue {
  return {
    async waiting(communityId, wish) {
      const now = clock.now();
      const found = sql`tickets t ${wish.list === "proposals" ? sql`JOIN` : sql`LEFT JOIN`}
        proposals p ON p.community_id = t.community_id AND p.ticket_id = t.id
          AND p.state = 'open' AND (p.snoozed_until IS NULL OR p.snoozed_until <= ${moment(now)})
        WHERE t.community_id = ${communityId} AND ${wanted(wish, now)}`;
      const { rows } = await sql<{ total: number; entries: unknown }>`
        SELECT (SELECT count(*)::int FROM ${found}) AS total,
          (SELECT coalesce(json_agg(e), '[]') FROM (
            SELECT to_json(t) AS ticket, to_json(p) AS proposal,
              (SELECT body->>'ask' FROM classifications c
                WHERE c.community_id = t.community_id AND c.ticket_id = t.id
                ORDER BY version DESC LIMIT 1) AS ask,
              EXISTS (SELECT 1 FROM cards c WHERE c.community_id = p.community_id
                AND c.group_key = p.group_key AND c.state = 'open') AS shown
            FROM ${found} ORDER BY ${order(wish)} LIMIT ${wish.limit} OFFSET ${wish.offset}
          ) e) AS entries`.execute(db);
      const [page] = rows;
      return {
        total: page?.total ?? 0,
        entries: z
          .array(Row)
          .parse(page?.entries)
          .map(({ ticket, ask, proposal, shown }) => ({
            ticket: toTicket(ticket),
            ask,
            proposal: proposal === null ? null : toProposal(proposal),
            shown,
          })),
      };
    },
  };
}

function wanted({ list, free, by, before }: QueueWish, now: number) {
  const held = sql`(t.claim->>'until')::float8 > ${now}`;
  const since = list === "proposals" ? sql`p.created_at` : sql`t.created_at`;
  const conditions = [
    ...(before === null ? [] : [sql`${since} <= ${moment(before)}`]),
    // Nobody waits for what becomes of a sample.
    ...(before === null || list !== "proposals" ? [] : [sql`p.proposed->>'outcome' <> 'sample'`]),
    ...(free === null
      ? []
      : [sql`(t.claim IS NULL OR NOT ${held} OR t.claim->>'sourceId' = ${free.sourceId ?? ""})`]),
    ...(list === "claimed"
      ? [sql`t.claim IS NOT NULL AND t.claim->>'sourceId' = ${by} AND ${held}`]
      : []),
    ...(list === "unanswered" ? [unanswered(now)] : []),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
}

/** Nobody said anything to the asker, who may still wait for it. */
function unanswered(now: number) {
  return sql`t.state IN ('proposed', 'resting')
    AND coalesce(t.silence, 'asked-for-person') IN ('asked-for-person', 'older-than-limit')
    AND coalesce(t.kind, 'question') <> 'other' AND coalesce(t.lane, 'open') IN ('open', 'account')
    AND t.created_at > ${moment(now)}::timestamptz - ${STALE}`;
}

function order({ list, before }: QueueWish) {
  if (list === "claimed") return sql`(t.claim->>'until')::float8, t.id`;
  if (list === "unanswered") return sql`t.created_at, t.id`;
  return before === null ? sql`p.priority DESC, p.created_at, p.id` : sql`p.created_at, p.id`;
}
