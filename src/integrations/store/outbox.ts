import { sql } from "kysely";
import { z } from "zod";
import type { Outbox } from "../../triage/ports/outbox.ts";
import { moment } from "./columns.ts";
import { toAction } from "./rows.ts";
import type { Db } from "./tables.ts";

/** A delivery that was just saved is in somebody's hands; after this it was left behind. */
const DELIVERY_GRACE = sql`interval '1 minute'`;

/**
 * Nothing else of the action's serial is under way in the community, and no earlier action of the
 * same ticket and serial is being tried again (it would be done out of order).
 */
const free = sql`NOT EXISTS (
    SELECT 1 FROM actions b WHERE b.community_id = a.community_id AND b.serial = a.serial
      AND b.state = 'claimed' AND b.id <> a.id)
  AND NOT EXISTS (
    SELECT 1 FROM actions b WHERE b.community_id = a.community_id AND b.ticket_id = a.ticket_id
      AND b.id < a.id AND b.serial = a.serial AND b.state = 'waiting' AND b.attempt > 0)`;

const DueRow = z.object({
  communityId: z.string(),
  ticketId: z.string(),
  what: z.enum(["triage", "act", "expire", "board", "delivery"]),
  deliveryId: z.string().nullable(),
});

/** What waits, and when for: each a table, a condition and the moment. */
function waiting(scope: "all" | "staff") {
  const seen = scope === "all" ? sql`true` : sql`NOT a.public`;
  return [
    {
      what: "triage",
      ticketId: sql`id`,
      deliveryId: sql`NULL`,
      from: sql`tickets`,
      at: sql`due_at`,
      where: sql`due_at IS NOT NULL`,
    },
    {
      what: "act",
      ticketId: sql`ticket_id`,
      deliveryId: sql`NULL`,
      from: sql`actions a`,
      at: sql`not_before`,
      where: sql`state = 'waiting' AND ${seen} AND ${free}`,
    },
    {
      what: "act",
      ticketId: sql`ticket_id`,
      deliveryId: sql`NULL`,
      from: sql`actions a`,
      at: sql`claimed_until`,
      where: sql`state = 'claimed' AND ${seen} AND ${free}`,
    },
    {
      what: "expire",
      ticketId: sql`ticket_id`,
      deliveryId: sql`NULL`,
      from: sql`proposals`,
      at: sql`expires_at`,
      where: sql`state = 'open'`,
    },
    {
      what: "board",
      ticketId: sql`ticket_id`,
      deliveryId: sql`NULL`,
      from: sql`proposals`,
      at: sql`snoozed_until`,
      where: sql`state = 'open' AND snoozed_until IS NOT NULL`,
    },
    {
      what: "delivery",
      ticketId: sql`''`,
      deliveryId: sql`id`,
      from: sql`deliveries`,
      at: sql`at + ${DELIVERY_GRACE}`,
      where: sql`handled_at IS NULL`,
    },
  ];
}

export function createOutbox(db: Db): Outbox {
  return {
    async claim(communityId, ticketId, now, leaseMs, scope) {
      for (let attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
        const claimed = await claimNext(db, communityId, ticketId, now, leaseMs, scope);
        if (claimed !== "taken") return claimed;
      }
      return null;
    },

    async nextInLine(communityId, serial, now) {
      const { rows } = await sql<{ ticketId: string }>`
        SELECT ticket_id FROM actions a
        WHERE community_id = ${communityId} AND serial = ${serial} AND state = 'waiting'
          AND not_before <= ${moment(now)} AND ${free}
        ORDER BY not_before, id LIMIT 1`.execute(db);
      return rows[0]?.ticketId ?? null;
    },

    async due(communityId, now, limit, scope = "all") {
      const parts = waiting(scope).map(
        ({ what, ticketId, deliveryId, from, at, where }) => sql`
          SELECT community_id, ${ticketId} AS ticket_id, ${what}::text AS what,
            ${deliveryId}::text AS delivery_id, ${at} AS due
          FROM ${from} WHERE community_id = ${communityId} AND ${where} AND ${at} <= ${moment(now)}`,
      );
      const { rows } = await sql<unknown>`
        SELECT community_id, ticket_id, what, delivery_id
        FROM (${sql.join(parts, sql` UNION ALL `)}) w
        GROUP BY community_id, ticket_id, what, delivery_id
        ORDER BY min(due), what, ticket_id
        LIMIT ${limit}`.execute(db);
      return z.array(DueRow).parse(rows);
    },

    async nextDueAt(communityId, scope = "all") {
      const parts = waiting(scope).map(
        ({ from, at, where }) =>
          sql`(SELECT ${at} FROM ${from} WHERE community_id = ${communityId} AND ${where}
            ORDER BY ${at} LIMIT 1)`,
      );
      const { rows } = await sql<{ next: number | null }>`
        SELECT (extract(epoch FROM least(${sql.join(parts)})) * 1000)::float8 AS next`.execute(db);
      return rows[0]?.next ?? null;
    },
  };
}

const CLAIM_ATTEMPTS = 3;

/** `taken`: another ticket took the serial at the same moment; something else may be free. */
async function claimNext(
  db: Db,
  communityId: string,
  ticketId: string,
  now: number,
  leaseMs: number,
  scope: "all" | "staff",
) {
  const at = moment(now);
  try {
    const { rows } = await sql<{ row: unknown }>`
      UPDATE actions SET state = 'claimed', claimed_until = ${moment(now + leaseMs)},
        attempt = attempt + 1
      WHERE community_id = ${communityId} AND id = (
        SELECT a.id FROM actions a
        WHERE a.community_id = ${communityId} AND a.ticket_id = ${ticketId}
          AND ((a.state = 'waiting' AND a.not_before <= ${at})
            OR (a.state = 'claimed' AND a.claimed_until <= ${at}))
          AND (NOT a.public OR ${scope === "all"}::boolean) AND ${free}
        ORDER BY a.not_before, a.id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING to_json(actions) AS row`.execute(db);
    if (!rows[0]) return null;
    const action = toAction(rows[0].row);
    return { action, maybeDone: action.attempt > 1 };
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
