import type { Migration } from "../migrate.ts";

/**
 * Who replied to an ask, and when, and whose message solved it: as member, helper, staff or bot,
 * never as a person. The report counts from it.
 */
export const replies: Migration = {
  name: "0015-replies",
  statements: [
    `CREATE TABLE replies (
      community_id text NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      fact text NOT NULL,
      voice text NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (community_id, ticket_id, fact, voice),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
    )`,
    // The report asks for what happened in a period.
    `CREATE INDEX posts_by_time ON posts (community_id, posted_at)`,
    `CREATE INDEX actions_done_by_time ON actions (community_id, not_before) WHERE state = 'done' AND public`,
    `CREATE INDEX proposals_decided_by_time ON proposals (community_id, decided_at)`,
  ],
};
