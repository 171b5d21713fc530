import type { Migration } from "../migrate.ts";

/** For whom and where people switched the bot off. */
export const offSwitches: Migration = {
  name: "0006-off-switches",
  statements: [
    `CREATE TABLE off_switches (
      community_id text NOT NULL,
      source text NOT NULL,
      scope text NOT NULL,
      scope_id text NOT NULL,
      set_by text NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (community_id, source, scope, scope_id)
    )`,
  ],
};
