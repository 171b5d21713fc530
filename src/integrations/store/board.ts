import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { Candidate } from "../../triage/model/candidate.ts";
import type { Clock } from "../../triage/model/clock.ts";
import type { Board, BoardChange, BoardView } from "../../triage/ports/board.ts";
import { insertActions } from "./actions.ts";
import { moment, toColumns } from "./columns.ts";
import { readCases } from "./read-cases.ts";
import { toCard, toProposal } from "./rows.ts";
import type { Db, Tx } from "./tables.ts";
import { writeTogether } from "./together.ts";

/** Of the proposals without a card the best few are read: more than a board ever opens at once. */
const BOARD_DEPTH = 64;

const REMINDED_AT_ONCE = 500;
/** The newest: reports of one thing that come at once are led on while they are new. */
const FOLLOWING_AT_ONCE = 500;

const Overdue = z.array(z.object({ ticketId: z.string(), code: z.string() }));
const Ended = z.record(z.string(), z.string());
const Leads = z.record(z.string(), Candidate);

export function createBoard(db: Db, clock: Clock): Board {
  return {
    rearrange: (communityId, arrange, look = {}) =>
      db.transaction().execute(async (tx) => {
        await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`board:${communityId}`}, 0))
          `.execute(tx);
        const now = clock.now();
        const change = arrange(await readBoard(tx, communityId, now, look));
        await writeTogether(tx, [
          ...change.open.map((card) =>
            tx.insertInto("cards").values({ communityId, ...toColumns(card) }),
          ),
          ...redraw(tx, communityId, change, now),
          ...move(tx, communityId, change),
          ...(change.remind ?? []).map((ticketId) =>
            tx.insertInto("reminders").values({ communityId, ticketId, at: moment(now) }),
          ),
          ...insertActions(tx, communityId, now, change.actions),
        ]);
        return [...new Set(change.actions.map(({ ticketId }) => ticketId))];
      }),

    card: (communityId, cardId) => readCard(db, communityId, sql`id = ${cardId}`),

    cardOfGroup: (communityId, groupKey) =>
      readCard(db, communityId, sql`group_key = ${groupKey} AND state = 'open'`),

    async cardPosted(communityId, cardId, messageId) {
      await db
        .updateTable("cards")
        .set({ messageId })
        .where("communityId", "=", communityId)
        .where("id", "=", cardId)
        .execute();
    },

    async openAnswers(communityId) {
      const { rows } = await sql<{ row: unknown }>`SELECT to_json(p) AS row FROM proposals p
        WHERE community_id = ${communityId} AND state = 'open'
          AND proposed->>'outcome' = 'answer'
        ORDER BY created_at, id`.execute(db);
      return rows.map(({ row }) => toProposal(row));
    },

    async queue(communityId, limit) {
      const { rows } = await sql<{ row: unknown; shown: boolean }>`
        SELECT to_json(p) AS row, EXISTS (SELECT 1 FROM cards c
          WHERE c.community_id = p.community_id AND c.group_key = p.group_key
            AND c.state = 'open') AS shown
        FROM proposals p
        WHERE community_id = ${communityId} AND ${ready(clock.now())}
        ORDER BY priority DESC, created_at, id LIMIT ${limit}`.execute(db);
      return rows.map(({ row, shown }) => ({ ...toProposal(row), shown }));
    },
  };
}

/** A card with the cases it shows: those that stand open, or all that ended on it when none does. */
async function readCard(db: Db, communityId: string, which: RawBuilder<unknown>) {
  const { rows } = await sql<{ card: unknown; ticketIds: string[] }>`
    WITH c AS (SELECT * FROM cards WHERE community_id = ${communityId} AND ${which}),
    members AS (
      SELECT p.ticket_id, p.state, p.decided_at
      FROM proposals p JOIN c ON p.community_id = c.community_id AND p.group_key = c.group_key
    ), standing AS (
      SELECT m.ticket_id FROM members m, c WHERE c.state = 'open' AND m.state = 'open'
    )
    SELECT to_json(c) AS card, coalesce((
      SELECT json_agg(DISTINCT ticket_id) FROM (
        SELECT ticket_id FROM standing
        UNION SELECT m.ticket_id FROM members m
          WHERE m.decided_at >= c.created_at AND NOT EXISTS (SELECT 1 FROM standing)
      ) shown), '[]') AS "ticketIds"
    FROM c`.execute(db);
  const [found] = rows;
  if (!found) return null;
  const cases = await readCases(db, communityId, found.ticketIds);
  return { card: toCard(found.card), cases };
}

function ready(now: number) {
  return sql`p.state = 'open' AND (p.snoozed_until IS NULL OR p.snoozed_until <= ${moment(now)})`;
}

async function readBoard(
  tx: Tx,
  communityId: string,
  now: number,
  { group = null, overdueBefore = 0 }: Parameters<Board["rearrange"]>[2] & object,
): Promise<BoardView> {
  const { rows } = await sql<{
    proposals: unknown[];
    cards: unknown[];
    following: unknown[];
    leads: unknown;
    ended: unknown;
    left: string[];
    overdue: unknown;
    remindedAt: number | null;
  }>`
    WITH woken AS (
      UPDATE proposals SET snoozed_until = NULL
      WHERE community_id = ${communityId} AND state = 'open' AND snoozed_until <= ${moment(now)}
    ), c AS (SELECT * FROM cards WHERE community_id = ${communityId} AND state = 'open'),
    -- By the index, card by card: there are few cards and there may be thousands of proposals.
    standing AS (
      SELECT p.* FROM c, LATERAL (SELECT * FROM proposals
        WHERE community_id = ${communityId} AND group_key = c.group_key AND state = 'open'
        OFFSET 0) p
    ), shown AS (
      SELECT p.* FROM standing p WHERE ${ready(now)}
    ), best AS (
      SELECT p.* FROM proposals p
      WHERE p.community_id = ${communityId} AND ${ready(now)}
        AND NOT EXISTS (SELECT 1 FROM c WHERE c.group_key = p.group_key)
      ORDER BY priority DESC, created_at, id LIMIT ${BOARD_DEPTH}
    ), others AS (
      SELECT * FROM best
      UNION ALL SELECT p.* FROM proposals p
        WHERE p.community_id = ${communityId} AND ${ready(now)} AND p.group_key = ${group}
          AND NOT EXISTS (SELECT 1 FROM c WHERE c.group_key = p.group_key)
          AND NOT EXISTS (SELECT 1 FROM best b WHERE b.id = p.id)
    ), following AS (
      SELECT p.* FROM proposals p
      WHERE p.community_id = ${communityId} AND ${ready(now)}
        -- The group tells what leads to another ticket, without reading thousands of proposals.
        AND starts_with(p.group_key, 'link:ticket:')
        AND p.group_key <> 'link:ticket:' || p.ticket_id AND p.proposed->>'outcome' = 'link'
        AND EXISTS (SELECT 1 FROM proposals q WHERE q.community_id = p.community_id
          AND q.ticket_id = p.proposed->'candidate'->'target'->>'ticketId'
          AND q.state IN ('open', 'approved') AND q.proposed->>'outcome' = 'link')
      ORDER BY p.ticket_id DESC LIMIT ${FOLLOWING_AT_ONCE}
    ), leads AS (
      SELECT DISTINCT ON (q.ticket_id) q.* FROM proposals q
      WHERE q.community_id = ${communityId} AND q.ticket_id IN (
        SELECT c->'target'->>'ticketId' FROM following f, jsonb_array_elements(f.candidates) c)
      ORDER BY q.ticket_id, q.version DESC
    )
    SELECT
      (SELECT coalesce(json_agg(p ORDER BY priority DESC, created_at, id), '[]')
        FROM (SELECT * FROM shown UNION ALL SELECT * FROM others) p) AS proposals,
      (SELECT coalesce(json_agg(c ORDER BY c.id), '[]') FROM c) AS cards,
      (SELECT coalesce(json_agg(f), '[]') FROM following f) AS following,
      (SELECT coalesce(json_object_agg(l.ticket_id, l.proposed->'candidate'), '{}') FROM leads l
        WHERE l.state IN ('open', 'approved') AND l.proposed->>'outcome' = 'link') AS leads,
      (SELECT coalesce(json_object_agg(group_key, how), '{}') FROM (
        SELECT c.group_key, CASE
          WHEN EXISTS (SELECT 1 FROM standing p WHERE p.group_key = c.group_key
            AND p.snoozed_until > ${moment(now)}) THEN 'snoozed'
          ELSE (SELECT coalesce(p.closed_because, p.state) FROM proposals p
            WHERE p.community_id = ${communityId} AND p.group_key = c.group_key
              AND p.decided_at >= c.created_at
            ORDER BY p.decided_at DESC, p.id DESC LIMIT 1)
          END AS how
        FROM c) endings WHERE how IS NOT NULL) AS ended,
      (SELECT coalesce(json_agg(c.group_key), '[]') FROM c WHERE EXISTS (
        SELECT 1 FROM proposals p
        WHERE p.community_id = ${communityId} AND p.group_key = c.group_key
          AND p.state <> 'open' AND p.decided_at >= c.drawn_at)) AS "left",
      (SELECT coalesce(json_agg(o), '[]') FROM (
        SELECT t.id AS "ticketId", t.code FROM proposals p JOIN tickets t ON t.community_id = p.community_id AND t.id = p.ticket_id
        WHERE p.community_id = ${communityId} AND ${ready(now)}
          AND p.created_at <= ${moment(overdueBefore)} AND p.proposed->>'outcome' <> 'sample'
          AND coalesce((t.claim->>'until')::float8, 0) <= ${now}
          AND NOT EXISTS (SELECT 1 FROM reminders r
            WHERE r.community_id = t.community_id AND r.ticket_id = t.id)
        ORDER BY p.created_at, p.id LIMIT ${REMINDED_AT_ONCE}) o) AS overdue,
      (SELECT (extract(epoch FROM max(at)) * 1000)::float8 FROM reminders
        WHERE community_id = ${communityId}) AS "remindedAt"`.execute(tx);
  const {
    proposals = [],
    cards = [],
    following = [],
    leads = {},
    ended = {},
    left = [],
    overdue = [],
    remindedAt = null,
  } = rows[0] ?? {};
  return {
    proposals: proposals.map(toProposal),
    cards: cards.map(toCard),
    following: following.map(toProposal),
    leads: Leads.parse(leads),
    ended: Ended.parse(ended),
    left,
    overdue: Overdue.parse(overdue),
    remindedAt,
  };
}

/** Whatever a card shows next has a new version, so that a click on the old one is told apart. */
function redraw(tx: Tx, communityId: string, { touch, close }: BoardChange, now: number) {
  const changed = [
    ...touch.map((cardId) => ({ cardId, patch: {} })),
    ...close.map(({ cardId, because }) => ({
      cardId,
      patch: toColumns({ state: "closed" as const, closedBecause: because }),
    })),
  ];
  return changed.map(({ cardId, patch }) =>
    tx
      .updateTable("cards")
      .set((eb) => ({ ...patch, version: eb("version", "+", 1), drawnAt: moment(now) }))
      .where("communityId", "=", communityId)
      .where("id", "=", cardId),
  );
}

function move(tx: Tx, communityId: string, { moved = [] }: BoardChange) {
  return moved.map(({ id, proposed, groupKey }) =>
    tx
      .updateTable("proposals")
      .set(toColumns({ proposed, groupKey }))
      .where("communityId", "=", communityId)
      .where("id", "=", id)
      .where("state", "=", "open"),
  );
}
