import type { Migration } from "../migrate.ts";

/** Which of the asks that a post holds is a ticket's; null for a ticket that has its posts alone. */
export const askParts: Migration = {
  name: "0013-ask-parts",
  statements: ["ALTER TABLE tickets ADD COLUMN part jsonb"],
};
