import type { Migration } from "../migrate.ts";

/** What accounts have spent of other services' limits, for all processes that act as them. */
export const allowances: Migration = {
  name: "0007-allowances",
  statements: [
    `CREATE TABLE spent (
      community_id text NOT NULL,
      account text NOT NULL,
      n bigint GENERATED ALWAYS AS IDENTITY,
      at timestamptz NOT NULL,
      points int NOT NULL,
      creations int NOT NULL,
      PRIMARY KEY (community_id, account, n)
    )`,
    // An account's limits hold for all communities together.
    `CREATE INDEX spent_of_account ON spent (account, at)`,
    `CREATE TABLE silences (
      community_id text NOT NULL,
      account text NOT NULL,
      until timestamptz NOT NULL,
      pauses int NOT NULL,
      PRIMARY KEY (community_id, account)
    )`,
  ],
};
