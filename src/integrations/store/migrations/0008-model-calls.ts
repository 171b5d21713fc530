import type { Migration } from "../migrate.ts";

/**
 * Calls to a model as rows of money: written before the call with the most that it can cost, then
 * settled. Findings say under which policy, index and redactor they were made.
 */
export const modelCalls: Migration = {
  name: "0008-model-calls",
  statements: [
    `ALTER TABLE model_calls ALTER COLUMN ticket_id DROP NOT NULL`,
    // Empty while the call is under way, or when the process died during it.
    `ALTER TABLE model_calls ALTER COLUMN body DROP NOT NULL`,
    `ALTER TABLE model_calls ADD COLUMN person_id text COLLATE "C"`,
    `ALTER TABLE model_calls ADD COLUMN purpose text NOT NULL DEFAULT 'triage'`,
    `ALTER TABLE model_calls ADD COLUMN day text NOT NULL DEFAULT ''`,
    `ALTER TABLE model_calls ADD COLUMN dollars double precision NOT NULL DEFAULT 0`,
    `CREATE INDEX model_calls_of_day ON model_calls (day, community_id)`,
    `CREATE TABLE daily_notices (
      community_id text NOT NULL,
      day text NOT NULL,
      what text NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      PRIMARY KEY (community_id, day, what)
    )`,
    ...["classifications", "candidates", "drafts", "decisions", "proposals"].map(
      (table) => `ALTER TABLE ${table} ADD COLUMN under jsonb`,
    ),
  ],
};
