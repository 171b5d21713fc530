import { type GapDeps, listGaps } from "../gaps/gap-desk.ts";
import { LONGEST_WAIT_MS } from "./answering.ts";
import { type Period, periodBefore } from "./period.ts";
import { makeReport, type Report } from "./report.ts";
import type { ReportRows } from "./rows.ts";
import { teamOf } from "./team.ts";

export type ReportDeps = Pick<GapDeps, "gaps" | "passages" | "ids" | "clock" | "policyOf"> & {
  readonly reportRows: ReportRows;
};

/** The report of a period, from the store; of one team alone when it is named. */
export async function readReport(
  communityId: string,
  { period, team }: { readonly period: Period; readonly team: string | null },
  deps: ReportDeps,
): Promise<Report> {
  const { reportRows, clock } = deps;
  const policy = await deps.policyOf(communityId);
  const happened = (of: Period) =>
    reportRows.happened(communityId, of, {
      askedFrom: of.from - LONGEST_WAIT_MS,
      // Whose a ticket is may go by its words; nothing else of the report does.
      withText: team !== null,
      keep: (row) => (team === null || teamOf(row, policy) === team ? row : null),
    });
  // First: it puts new asks to their gaps. The rest one after the other, on one connection.
  const gaps = await listGaps(communityId, deps);
  const now = await happened(period);
  const before = await happened(periodBefore(period));
  const gathering = await reportRows.gathering(communityId);
  return makeReport({
    policy,
    team,
    period,
    madeAt: clock.now(),
    happened: now,
    happenedBefore: before,
    gathering,
    gaps,
    repliesSince: await reportRows.repliesSince(),
  });
}
