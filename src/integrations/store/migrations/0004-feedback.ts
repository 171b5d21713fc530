import type { Migration } from "../migrate.ts";

/** What reviewers changed in a proposal, and what reporters said of an answer: rows to be counted. */
export const feedback: Migration = {
  name: "0004-feedback",
  statements: [
    `ALTER TABLE reviews ADD COLUMN edit jsonb`,
    `CREATE TABLE answer_outcomes (
      community_id text NOT NULL,
      action_id text COLLATE "C" NOT NULL,
      person_id text COLLATE "C" NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      outcome text NOT NULL,
      sources jsonb NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (community_id, action_id, person_id),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE,
      FOREIGN KEY (community_id, person_id) REFERENCES persons ON DELETE CASCADE
    )`,
    `CREATE INDEX answer_outcomes_of_ticket ON answer_outcomes (community_id, ticket_id)`,
    `CREATE INDEX answer_outcomes_by_person ON answer_outcomes (community_id, person_id)`,
  ],
};
