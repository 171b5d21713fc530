import type { Migration } from "../migrate.ts";

/** Who wants to hear how it ends, what they said of the fix, and what became of issues. */
export const wayBack: Migration = {
  name: "0012-way-back",
  statements: [
    `ALTER TABLE issues ADD COLUMN milestone text`,
    `ALTER TABLE issues ADD COLUMN assigned boolean NOT NULL DEFAULT false`,
    `CREATE TABLE subscriptions (
      community_id text NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      person_id text COLLATE "C" NOT NULL,
      since timestamptz NOT NULL,
      PRIMARY KEY (community_id, ticket_id, person_id),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE,
      FOREIGN KEY (community_id, person_id) REFERENCES persons ON DELETE CASCADE
    )`,
    `CREATE INDEX subscriptions_by_person ON subscriptions (community_id, person_id)`,
    `CREATE TABLE fix_verdicts (
      community_id text NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      person_id text COLLATE "C" NOT NULL,
      verdict text NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (community_id, ticket_id, person_id),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE,
      FOREIGN KEY (community_id, person_id) REFERENCES persons ON DELETE CASCADE
    )`,
    `CREATE INDEX fix_verdicts_by_person ON fix_verdicts (community_id, person_id)`,
    // Appended, never overwritten. Its key makes a delivery that is worked on twice one fact.
    `CREATE TABLE issue_facts (
      community_id text NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      fact text NOT NULL,
      at timestamptz NOT NULL,
      team text,
      area text,
      repository text NOT NULL,
      PRIMARY KEY (community_id, ticket_id, fact, at),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
    )`,
    `CREATE INDEX issue_facts_by_time ON issue_facts (community_id, at) WHERE fact = 'filed'`,
  ],
};
