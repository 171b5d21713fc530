import type { Migration } from "../migrate.ts";

/** How far admins have come in setting a community up, so that a restart loses nothing of it. */
export const setupWalks: Migration = {
  name: "0017-setup-walks",
  statements: [
    `CREATE TABLE setup_walks (
      community_id text NOT NULL,
      id text COLLATE "C" NOT NULL,
      body jsonb NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (community_id, id)
    )`,
  ],
};
