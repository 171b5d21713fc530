import type { Migration } from "../migrate.ts";

/**
 * Numbers every write of a ticket or an issue, so that an index in memory can ask for what changed
 * since it last looked, whatever the clocks of the processes say.
 */
export const changes: Migration = {
  name: "0002-changes",
  statements: [
    `CREATE SEQUENCE changes`,
    `ALTER TABLE tickets ADD COLUMN changed bigint NOT NULL DEFAULT nextval('changes')`,
    `ALTER TABLE issues ADD COLUMN changed bigint NOT NULL DEFAULT nextval('changes')`,
    `CREATE INDEX tickets_changed ON tickets (community_id, changed)`,
    `CREATE INDEX issues_changed ON issues (community_id, changed)`,
    `CREATE FUNCTION number_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN NEW.changed := nextval('changes'); RETURN NEW; END $$`,
    `CREATE TRIGGER number_change BEFORE UPDATE ON tickets
      FOR EACH ROW EXECUTE FUNCTION number_change()`,
    `CREATE TRIGGER number_change BEFORE UPDATE ON issues
      FOR EACH ROW EXECUTE FUNCTION number_change()`,
  ],
};
