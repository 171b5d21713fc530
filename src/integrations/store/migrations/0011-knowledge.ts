import type { Migration } from "../migrate.ts";

/** Answers that were accepted as knowledge. Forgetting their author takes them along. */
export const knowledge: Migration = {
  name: "0011-knowledge",
  statements: [
    `CREATE TABLE accepted_answers (
      community_id text NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      answer_source_id text COLLATE "C" NOT NULL,
      person_id text COLLATE "C",
      text text NOT NULL,
      permalink text NOT NULL,
      accepted_by text NOT NULL,
      accepted_at timestamptz NOT NULL,
      PRIMARY KEY (community_id, ticket_id),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE,
      FOREIGN KEY (community_id, person_id) REFERENCES persons ON DELETE CASCADE
    )`,
    `CREATE INDEX accepted_answers_by_message
      ON accepted_answers (community_id, answer_source_id)`,
    `CREATE INDEX accepted_answers_by_person ON accepted_answers (community_id, person_id)`,
  ],
};
