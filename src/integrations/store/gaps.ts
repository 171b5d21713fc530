import { sql } from "kysely";
import { Gap, GapAsk, type GapChange, type Gaps, type GapView } from "../../triage/model/gap.ts";
import { fromRow, moment } from "./columns.ts";
import { toStoryLine } from "./rows.ts";
import type { Db, Tx } from "./tables.ts";
import { ticketsIn } from "./tickets-in.ts";

export function createGaps(db: Db): Gaps {
  return {
    view: (communityId) => readView(db, communityId),

    rearrange: (communityId, at, arrange) =>
      db.transaction().execute(async (tx) => {
        await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`gaps:${communityId}`}, 0))
          `.execute(tx);
        const change = arrange(await readView(tx, communityId));
        await writeChange(tx, communityId, at, change);
        return change;
      }),

    async closed(communityId, limit) {
      const { rows } = await gapRows(
        db,
        communityId,
        sql`closed_at IS NOT NULL
        ORDER BY closed_at DESC, id DESC LIMIT ${limit}`,
      );
      return rows.map(toGap);
    },

    async story(communityId, gapId) {
      const { rows } = await sql<{ row: unknown }>`SELECT to_json(l) AS row FROM gap_lines l
        WHERE community_id = ${communityId} AND gap_id = ${gapId} ORDER BY n`.execute(db);
      return rows.map(({ row }) => toStoryLine(row));
    },

    async forgetAnswers(communityId, gone) {
      const stoodThere =
        "sourceIds" in gone
          ? sql`answer->>'sourceId' = ANY(${gone.sourceIds})`
          : sql`answer->>'sourceId' IS NOT NULL AND ticket_id IN (${ticketsIn(communityId, gone)})`;
      await sql`UPDATE gap_asks SET answer = NULL
        WHERE community_id = ${communityId} AND ${stoodThere}`.execute(db);
    },

    async checkedVersion(communityId) {
      const row = await db
        .selectFrom("indexChecks")
        .select("version")
        .where("communityId", "=", communityId)
        .executeTakeFirst();
      return row?.version ?? null;
    },

    async saveCheckedVersion(communityId, version, at) {
      await db
        .insertInto("indexChecks")
        .values({ communityId, version, at: moment(at) })
        .onConflict((conflict) =>
          conflict.column("communityId").doUpdateSet({ version, at: moment(at) }),
        )
        .execute();
    },
  };
}

function gapRows(db: Db | Tx, communityId: string, which: ReturnType<typeof sql>) {
  return sql<{ row: unknown }>`SELECT to_json(g) AS row FROM (
    SELECT gaps.*,
      (SELECT json_build_object('actionId', gaps.filing_id, 'by', gaps.filed_by,
          'state', coalesce(a.state, 'waiting'), 'outcome', a.outcome)
        FROM (SELECT 1) one
        LEFT JOIN actions a ON a.community_id = gaps.community_id AND a.id = gaps.filing_id
        WHERE gaps.filing_id IS NOT NULL) AS filing,
      (SELECT json_build_object('nodeId', i.node_id, 'repository', i.repository,
          'number', i.number, 'url', i.url, 'state', i.state)
        FROM actions a
        JOIN issues i ON i.community_id = a.community_id AND i.node_id = a.external_ref
        WHERE a.community_id = gaps.community_id AND a.id = gaps.filing_id) AS issue
    FROM gaps WHERE community_id = ${communityId} AND ${which}) g`.execute(db);
}

async function readView(db: Db | Tx, communityId: string): Promise<GapView> {
  const gaps = await gapRows(db, communityId, sql`closed_at IS NULL ORDER BY created_at, id`);
  const asks = await sql<{ row: unknown }>`SELECT to_json(a) AS row FROM (
    SELECT q.ticket_id, q.reason, q.seen, q.noted_at, q.answer,
      (SELECT g.id FROM gaps g WHERE g.community_id = q.community_id AND g.id = q.gap_id
        AND g.closed_at IS NULL) AS gap_id,
      t.code, t.permalink, t.place_id,
      coalesce(t.silence, '') = 'answered-by-person' AS answered_by_person,
      c.body->>'title' AS title, c.body->>'ask' AS ask, c.body->>'area' AS area,
      c.body->>'language' AS language,
      (SELECT coalesce(json_agg(r.person_id ORDER BY r.since, r.person_id), '[]')
        FROM reporters r
        WHERE r.community_id = q.community_id AND r.ticket_id = q.ticket_id) AS person_ids
    FROM gap_asks q
    JOIN tickets t ON t.community_id = q.community_id AND t.id = q.ticket_id
    JOIN LATERAL (SELECT body FROM classifications f
      WHERE f.community_id = q.community_id AND f.ticket_id = q.ticket_id
      ORDER BY version DESC LIMIT 1) c ON true
    WHERE q.community_id = ${communityId} AND q.answerable_at IS NULL
      AND t.state <> 'withdrawn' AND coalesce(t.lane, 'open') = 'open'
      AND coalesce(t.kind, 'question') = 'question'
    ORDER BY q.noted_at, q.ticket_id, q.reason) a`.execute(db);
  return {
    gaps: gaps.rows.map(toGap),
    asks: asks.rows.map(({ row }) => GapAsk.parse(fromRow(row))),
  };
}

const toGap = ({ row }: { row: unknown }): Gap => Gap.parse(fromRow(row));

async function writeChange(
  tx: Tx,
  communityId: string,
  at: number,
  { open = [], join = [], answerable = [], close = [], file, story = [] }: GapChange,
): Promise<void> {
  for (const { id, title } of open) {
    const code = `G-${await nextNumber(tx, communityId)}`;
    await tx
      .insertInto("gaps")
      .values({ communityId, id, code, title, createdAt: moment(at) })
      .execute();
  }
  for (const { ticketId, reason, gapId } of join) {
    await askRow(tx, communityId, ticketId, reason).set({ gapId }).execute();
  }
  for (const { ticketId, reason } of answerable) {
    await askRow(tx, communityId, ticketId, reason)
      .set({ answerableAt: moment(at) })
      .execute();
  }
  for (const { gapId, because } of close) {
    await gapRow(tx, communityId, gapId)
      .set({ closedAt: moment(at), closedBecause: because })
      .execute();
  }
  if (file) {
    await gapRow(tx, communityId, file.gapId)
      .set({ filingId: file.actionId, filedBy: file.by })
      .execute();
  }
  if (story.length === 0) return;
  const lines = story.map((line) => ({ communityId, at: moment(at), ...line }));
  await tx.insertInto("gapLines").values(lines).execute();
}

async function nextNumber(tx: Tx, communityId: string): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    INSERT INTO counters (community_id, name, value) VALUES (${communityId}, 'gap', 1)
    ON CONFLICT (community_id, name) DO UPDATE SET value = counters.value + 1
    RETURNING value`.execute(tx);
  return rows[0]?.value ?? 0;
}

function askRow(tx: Tx, communityId: string, ticketId: string, reason: string) {
  return tx
    .updateTable("gapAsks")
    .where("communityId", "=", communityId)
    .where("ticketId", "=", ticketId)
    .where("reason", "=", reason);
}

function gapRow(tx: Tx, communityId: string, gapId: string) {
  return tx
    .updateTable("gaps")
    .where("communityId", "=", communityId)
    .where("id", "=", gapId)
    .where("closedAt", "is", null);
}
