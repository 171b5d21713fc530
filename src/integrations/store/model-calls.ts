import { sql } from "kysely";
import { z } from "zod";
import type { Ids } from "../../triage/model/ids.ts";
import {
  isBudgeted,
  type ModelCalls,
  Purpose,
  spentBudget,
} from "../../triage/model/model-call.ts";
import { json, moment } from "./columns.ts";
import type { Db } from "./tables.ts";

/** Any number that no other advisory lock of ours begins with. */
const BUDGET_LOCK = 7_404;

const BUDGETED = Purpose.options.filter(isBudgeted);

const Spent = z.object({ day: z.number(), server: z.number(), person: z.number() });
const Totals = z.object({
  calls: z.number(),
  dollars: z.number(),
  unpriced: z.number(),
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
});

export function createModelCalls(db: Db, ids: Ids): ModelCalls {
  /** Dollars of a day, what is held for calls under way included. */
  async function spent(on: Db, communityId: string, personId: string | null, day: string) {
    const here = sql`community_id = ${communityId}`;
    const { rows } = await sql<unknown>`SELECT
      coalesce(sum(dollars), 0) AS day,
      coalesce(sum(dollars) FILTER (WHERE ${here}), 0) AS server,
      coalesce(sum(dollars) FILTER (WHERE ${here} AND person_id = ${personId}), 0) AS person
      FROM model_calls WHERE day = ${day} AND purpose = ANY(${BUDGETED})`.execute(on);
    return Spent.parse(rows[0]);
  }

  return {
    reserve: ({ communityId, ticketId, personId, purpose }, { day, dollars, at }, budgets) =>
      db.transaction().execute(async (tx) => {
        if (isBudgeted(purpose)) {
          // One at a time in all processes: else two would see the same rest of a budget.
          await sql`SELECT pg_advisory_xact_lock(${BUDGET_LOCK}, hashtext(${day}))`.execute(tx);
          const budget = spentBudget(await spent(tx, communityId, personId, day), budgets);
          if (budget !== null) return { type: "spent", budget } as const;
        }
        const id = ids();
        const row = { communityId, id, ticketId, personId, purpose, day, dollars, body: null };
        await tx
          .insertInto("modelCalls")
          .values({ ...row, at: moment(at) })
          .execute();
        return { type: "held", id } as const;
      }),

    async settle(communityId, id, call) {
      await db
        .updateTable("modelCalls")
        .set({ body: json(call), dollars: call.dollars ?? 0 })
        .where("communityId", "=", communityId)
        .where("id", "=", id)
        .execute();
    },

    async ofTicket(communityId, ticketId) {
      const tokens = (name: string) => sql`coalesce(sum((body->>${name})::float8), 0)`;
      const { rows } = await sql<unknown>`SELECT count(*)::int AS calls,
        coalesce(sum(dollars), 0) AS dollars,
        (count(*) FILTER (WHERE body IS NOT NULL AND body->>'dollars' IS NULL))::int AS unpriced,
        ${tokens("inputTokens")} AS "inputTokens",
        ${tokens("cachedTokens")} AS "cachedTokens",
        ${tokens("outputTokens")} AS "outputTokens"
        FROM model_calls WHERE community_id = ${communityId} AND ticket_id = ${ticketId}`.execute(
        db,
      );
      const { unpriced, dollars, ...counts } = Totals.parse(rows[0]);
      return { ...counts, dollars: unpriced > 0 ? null : dollars };
    },

    async spentOn(communityId, day) {
      const { day: all, server } = await spent(db, communityId, null, day);
      return { day: all, server };
    },

    async claimNotice(communityId, day, what, ticketId) {
      await db
        .insertInto("dailyNotices")
        .values({ communityId, day, what, ticketId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const claimed = await db
        .selectFrom("dailyNotices")
        .select("ticketId")
        .where("communityId", "=", communityId)
        .where("day", "=", day)
        .where("what", "=", what)
        .executeTakeFirst();
      return claimed?.ticketId === ticketId;
    },
  };
}
