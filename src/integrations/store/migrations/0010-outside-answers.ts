import type { Migration } from "../migrate.ts";

/** What a person answered where the docs failed an ask: text, who, and the message it came from. */
export const outsideAnswers: Migration = {
  name: "0010-outside-answers",
  statements: [`ALTER TABLE gap_asks ADD COLUMN answer jsonb`],
};
