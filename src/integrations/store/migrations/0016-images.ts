import type { Migration } from "../migrate.ts";

/** Images that came with posts, cleaned, until their time is over. */
export const images: Migration = {
  name: "0016-images",
  statements: [
    `CREATE TABLE images (
      community_id text NOT NULL,
      id text COLLATE "C" NOT NULL,
      post_id text COLLATE "C" NOT NULL,
      type text NOT NULL,
      sha256 text NOT NULL,
      bytes bytea NOT NULL,
      keep_until timestamptz NOT NULL,
      PRIMARY KEY (community_id, id),
      FOREIGN KEY (community_id, post_id) REFERENCES posts (community_id, id) ON DELETE CASCADE
    )`,
    // Pictures are compressed already: trying again would only cost time.
    "ALTER TABLE images ALTER COLUMN bytes SET STORAGE EXTERNAL",
    "CREATE INDEX images_of_post ON images (community_id, post_id)",
    "CREATE INDEX images_by_age ON images (community_id, keep_until)",
  ],
};
