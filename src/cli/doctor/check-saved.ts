import type { Config } from "../../config/schema.ts";
import { overInWords, savedOverFile } from "../../saved-over-file.ts";
import { misfits } from "../../triage/setup/community-settings.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning } = reporter("config");

/**
 * What admins saved in the community over other values of the file, and what of it cannot be read:
 * a line for each.
 */
export function checkSaved(config: Config, stored: Readonly<Record<string, unknown>>): Finding[] {
  const over = savedOverFile(config, stored).map((one) => {
    const { what, mend } = overInWords(one);
    return one.isLooser ? warning(what, mend) : ok(what);
  });
  const unread = misfits(stored).map((name) =>
    warning(
      `${name}, as saved in /setup, means nothing to this release and counts as not set: what the file says stands.`,
      "Choose it again in /setup.",
    ),
  );
  return [...over, ...unread];
}
