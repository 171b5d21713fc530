import type { Migration } from "../migrate.ts";

/** What helpers said of a draft. */
export const vouches: Migration = {
  name: "0020-vouches",
  statements: ["ALTER TABLE proposals ADD COLUMN vouches jsonb"],
};
