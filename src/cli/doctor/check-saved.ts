import type { Config } from "../../config/schema.ts";
import { overInWords, savedOverFile } from "../../saved-over-file.ts";
import type { SetUp } from "../../triage/setup/community-settings.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning } = reporter("config");

/** What admins saved in the community over other values of the file: a line for each. */
export function checkSaved(config: Config, setUp: Partial<SetUp>): Finding[] {
  return savedOverFile(config, setUp).map((one) => {
    const { what, mend } = overInWords(one);
    return one.isLooser ? warning(what, mend) : ok(what);
  });
}
