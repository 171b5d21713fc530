import type { Migration } from "../migrate.ts";

/** Who of the staff has a ticket in hand, and until when. */
export const claims: Migration = {
  name: "0014-claims",
  statements: [
    "ALTER TABLE tickets ADD COLUMN claim jsonb",
    "CREATE INDEX tickets_claimed ON tickets (community_id, (claim->>'sourceId')) WHERE claim IS NOT NULL",
    "CREATE INDEX tickets_unanswered ON tickets (community_id, created_at) WHERE state IN ('proposed', 'resting')",
  ],
};
