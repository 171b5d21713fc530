import type { Migration } from "../migrate.ts";

/** Tickets that staff were reminded of, since they had waited too long for a review. */
export const reminders: Migration = {
  name: "0018-reminders",
  statements: [
    `CREATE TABLE reminders (
      community_id text NOT NULL,
      ticket_id text NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (community_id, ticket_id),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
    )`,
    "CREATE INDEX reminders_latest ON reminders (community_id, at)",
  ],
};
