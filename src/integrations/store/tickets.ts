import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../../triage/model/clock.ts";
import type { Ids } from "../../triage/model/ids.ts";
import type { TicketStore } from "../../triage/ports/ticket-store.ts";
import { json, moment, toColumns } from "./columns.ts";
import { commitChange } from "./commit.ts";
import { findTickets } from "./find-tickets.ts";
import { createIntake } from "./intake.ts";
import { createIssues } from "./issues.ts";
import { createPeople } from "./people.ts";
import { readCases } from "./read-cases.ts";
import { toStoryLine } from "./rows.ts";
import { createSettingsTable } from "./settings.ts";
import type { Db } from "./tables.ts";

type Deps = { readonly db: Db; readonly ids: Ids; readonly clock: Clock };

const DeliveryRow = z.object({
  event: z.string(),
  payload: z.unknown(),
  handledAt: z.number().nullable(),
});

export function createTickets(deps: Deps): TicketStore {
  const { db } = deps;
  return {
    ...createIntake(deps),
    ...createIssues(db),
    ...createPeople(db),
    ...createSettingsTable(deps),

    loadAll: (communityId, ticketIds) => readCases(db, communityId, ticketIds),

    async load(communityId, ticketId) {
      const [known = null] = await readCases(db, communityId, [ticketId]);
      return known;
    },

    find: (communityId, by) => findTickets(db, communityId, by),

    commit: (communityId, ticketId, version, change) =>
      commitChange(communityId, ticketId, version, change, deps),

    async story(communityId, ticketId) {
      const { rows } = await sql<{ row: unknown }>`SELECT to_json(s) AS row FROM story_lines s
        WHERE community_id = ${communityId} AND ticket_id = ${ticketId}
        ORDER BY at, n`.execute(db);
      return rows.map(({ row }) => toStoryLine(row));
    },

    async saveDelivery(communityId, { payload, ...delivery }) {
      const fresh = await db
        .insertInto("deliveries")
        .values({ communityId, ...toColumns(delivery), payload: json(payload) })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id")
        .executeTakeFirst();
      return fresh !== undefined;
    },

    async delivery(communityId, id) {
      const { rows } = await sql<{ row: unknown }>`SELECT json_build_object('event', event,
          'payload', payload,
          'handledAt', (extract(epoch FROM handled_at) * 1000)::bigint) AS row
        FROM deliveries WHERE community_id = ${communityId} AND id = ${id}`.execute(db);
      return rows[0] ? DeliveryRow.parse(rows[0].row) : null;
    },

    async deliveryHandled(communityId, id, outcome, at) {
      await db
        .updateTable("deliveries")
        .set({ outcome, handledAt: moment(at) })
        .where("communityId", "=", communityId)
        .where("id", "=", id)
        .execute();
    },
  };
}
