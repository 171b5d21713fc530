import type { Migration } from "../migrate.ts";

/** Asks that the docs failed, the gaps that they gather into, and which index was checked last. */
export const gaps: Migration = {
  name: "0005-gaps",
  statements: [
    `CREATE TABLE gaps (
      community_id text NOT NULL,
      id text COLLATE "C" NOT NULL,
      code text NOT NULL,
      title text NOT NULL,
      filing_id text COLLATE "C",
      filed_by text,
      created_at timestamptz NOT NULL,
      closed_at timestamptz,
      closed_because text,
      PRIMARY KEY (community_id, id),
      UNIQUE (community_id, code)
    )`,
    // No gap: not grouped yet. A ticket counts once for each way in which the docs failed it.
    `CREATE TABLE gap_asks (
      community_id text NOT NULL,
      ticket_id text COLLATE "C" NOT NULL,
      reason text NOT NULL,
      gap_id text COLLATE "C",
      seen jsonb NOT NULL,
      noted_at timestamptz NOT NULL,
      answerable_at timestamptz,
      PRIMARY KEY (community_id, ticket_id, reason),
      FOREIGN KEY (community_id, ticket_id) REFERENCES tickets ON DELETE CASCADE,
      FOREIGN KEY (community_id, gap_id) REFERENCES gaps
    )`,
    `CREATE INDEX gap_asks_of_gap ON gap_asks (community_id, gap_id)`,
    `CREATE TABLE gap_lines (
      community_id text NOT NULL,
      gap_id text COLLATE "C" NOT NULL,
      n bigint GENERATED ALWAYS AS IDENTITY,
      at timestamptz NOT NULL,
      what text NOT NULL,
      detail text NOT NULL,
      PRIMARY KEY (community_id, gap_id, n),
      FOREIGN KEY (community_id, gap_id) REFERENCES gaps ON DELETE CASCADE
    )`,
    `CREATE TABLE index_checks (
      community_id text NOT NULL,
      version text NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (community_id)
    )`,
  ],
};
