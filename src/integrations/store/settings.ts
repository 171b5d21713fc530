import { sql } from "kysely";
import { z } from "zod";
import type { Ids } from "../../triage/model/ids.ts";
import type { TicketStore } from "../../triage/ports/ticket-store.ts";
import type { SettingsBook } from "../../triage/setup/community-settings.ts";
import { fromRow, json, moment } from "./columns.ts";
import type { Db, Tx } from "./tables.ts";

type Deps = { readonly db: Db; readonly ids: Ids };

type Change = Parameters<TicketStore["changeSetting"]>[1];

const ChangeRow = z.object({
  id: z.string(),
  key: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  by: z.string(),
  at: z.number(),
});

/** Settings as they stand, and one change with its audit line. */
export function createSettingsTable({
  db,
  ids,
}: Deps): Pick<TicketStore, "settings" | "changeSetting"> {
  return {
    async settings(communityId) {
      const rows = await db
        .selectFrom("settings")
        .select(["key", "value"])
        .where("communityId", "=", communityId)
        .execute();
      return Object.fromEntries(rows.map(({ key, value }) => [key, value as unknown]));
    },
    changeSetting: (communityId, change) => write(db, ids, communityId, change),
  };
}

export function createSettingsBook({ db, ids }: Deps): SettingsBook {
  async function version(on: Db | Tx, communityId: string, keys: readonly string[]) {
    const { count } = await on
      .selectFrom("settingChanges")
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("communityId", "=", communityId)
      .where("key", "in", [...keys])
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  return {
    version: (communityId, keys) => version(db, communityId, keys),

    save: (communityId, { keys, seen, changes, by, at }) =>
      db.transaction().execute(async (tx) => {
        // Two that save at once would both find nothing changed.
        await sql`SELECT pg_advisory_xact_lock(hashtext(${`settings of ${communityId}`}))`.execute(
          tx,
        );
        if ((await version(tx, communityId, keys)) !== seen) return false;
        for (const change of changes) await write(tx, ids, communityId, { ...change, by, at });
        return true;
      }),

    async history(communityId, { before, limit }) {
      const { rows } = await sql<{ row: unknown }>`SELECT to_json(c) AS row FROM setting_changes c
        WHERE community_id = ${communityId} AND (${before}::text IS NULL OR id < ${before})
        ORDER BY id DESC LIMIT ${limit}`.execute(db);
      return rows.map(({ row }) => ChangeRow.parse(fromRow(row)));
    },

    async walk(communityId, id) {
      const kept = await db
        .selectFrom("setupWalks")
        .select("body")
        .where("communityId", "=", communityId)
        .where("id", "=", id)
        .executeTakeFirst();
      return kept?.body ?? null;
    },

    async keepWalk(communityId, id, walk, at) {
      const body = json(walk);
      await db
        .insertInto("setupWalks")
        .values({ communityId, id, body, at: moment(at) })
        .onConflict((conflict) =>
          conflict.columns(["communityId", "id"]).doUpdateSet({ body, at: moment(at) }),
        )
        .execute();
    },

    async dropWalk(communityId, id) {
      await db
        .deleteFrom("setupWalks")
        .where("communityId", "=", communityId)
        .where("id", "=", id)
        .execute();
    },

    async dropWalksBefore(communityId, at) {
      await db
        .deleteFrom("setupWalks")
        .where("communityId", "=", communityId)
        .where("at", "<", moment(at))
        .execute();
    },
  };
}

/** One statement: the first part still sees the value that the second replaces. */
async function write(
  on: Db | Tx,
  ids: Ids,
  communityId: string,
  { key, value, by, at }: Change,
): Promise<void> {
  await sql`WITH audit AS (
      INSERT INTO setting_changes (community_id, id, key, before, after, by, at)
      VALUES (${communityId}, ${ids()}, ${key},
        (SELECT value FROM settings WHERE community_id = ${communityId} AND key = ${key}),
        ${json(value)}, ${by}, ${moment(at)})
    )
    INSERT INTO settings (community_id, key, value)
    VALUES (${communityId}, ${key}, ${json(value)})
    ON CONFLICT (community_id, key) DO UPDATE SET value = excluded.value`.execute(on);
}
