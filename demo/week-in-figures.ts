import { reportPage } from "../src/cli/report/page.ts";
import { DAY } from "../src/triage/model/clock.ts";
import { readReport } from "../src/triage/report/read-report.ts";
import type { Town } from "./town.ts";

/** The page that `signalbox report` writes, of the seven days until now. */
export async function weekInFigures(town: Town): Promise<string> {
  const { communityId, deps } = town.signalbox();
  const to = town.clock.now();
  const period = { from: to - 7 * DAY, to };
  return reportPage(await readReport(communityId, { period, team: null }, deps));
}
