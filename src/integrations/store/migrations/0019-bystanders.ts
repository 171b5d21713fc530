import type { Migration } from "../migrate.ts";

/** Whether what was said of an answer came from somebody who neither asked, nor helps, nor is staff. */
export const bystanders: Migration = {
  name: "0019-bystanders",
  statements: ["ALTER TABLE answer_outcomes ADD COLUMN bystander boolean NOT NULL DEFAULT false"],
};
