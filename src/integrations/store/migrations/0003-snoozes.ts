import type { Migration } from "../migrate.ts";

/** Finds the proposals whose snooze ends next. */
export const snoozes: Migration = {
  name: "0003-snoozes",
  statements: [
    `CREATE INDEX proposals_snoozed ON proposals (snoozed_until)
      WHERE state = 'open' AND snoozed_until IS NOT NULL`,
  ],
};
