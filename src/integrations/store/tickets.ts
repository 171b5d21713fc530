import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../../triage/clock.ts";
import type { Ids } from "../../triage/ids.ts";
import type { TicketStore } from "../../triage/ports.ts";
import { json, moment, toColumns } from "./columns.ts";
import { commitChange } from "./commit.ts";
import { findTickets } from "./find-tickets.ts";
import { createIntake } from "./intake.ts";
import { createIssues } from "./issues.ts";
import { createPeople } from "./people.ts";
import { readCases } from "./read-cases.ts";
import { toStoryLine } from "./rows.ts";
import type { Db } from "./tables.ts";

type Deps = { readonly db: Db; readonly ids: Ids; readonly clock: Clock };

const DeliveryRow = z.object({
  event: z.string(),
  payload: z.unknown(),
  handledAt: z.number().nullable(),
});

export function createTickets(deps: Deps): TicketStore {
  const { db, ids } = deps;
  return {
    ...createIntake(deps),
    ...createIssues(db),
    ...createPeople(db),

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

    async settings(communityId) {
      const rows = await db
        .selectFrom("settings")
        .select(["key", "value"])
        .where("communityId", "=", communityId)
        .execute();
      return Object.fromEntries(rows.map(({ key, value }) => [key, value as unknown]));
    },

    async changeSetting(communityId, { key, value, by, at }) {
      // One statement: the first part still sees the value that the second replaces.
      await sql`WITH audit AS (
          INSERT INTO setting_changes (community_id, id, key, before, after, by, at)
          VALUES (${communityId}, ${ids()}, ${key},
            (SELECT value FROM settings WHERE community_id = ${communityId} AND key = ${key}),
            ${json(value)}, ${by}, ${moment(at)})
        )
        INSERT INTO settings (community_id, key, value)
        VALUES (${communityId}, ${key}, ${json(value)})
        ON CONFLICT (community_id, key) DO UPDATE SET value = excluded.value`.execute(db);
    },
  };
}
