import { z } from "zod";
import { headcount } from "../decide/fresh-accounts.ts";
import type { Policy } from "../model/policy.ts";
import { type GatheringRow, rootOf } from "./rows.ts";

/** A wish, or a matter of model behaviour, with everybody who brought it. */
export const DemandLine = z.object({
  kind: z.enum(["feature", "model-behavior"]),
  code: z.string(),
  title: z.string(),
  permalink: z.string(),
  area: z.string().nullable(),
  tickets: z.number(),
  /** Distinct people; new accounts are among them and do not count towards `needed`. */
  people: z.number(),
  fresh: z.number(),
  needed: z.number(),
  /** `enough`: it may be filed, and nobody has been asked yet. */
  state: z.enum(["gathers", "enough", "with-staff", "filed", "shipped", "refused"]),
  issueUrl: z.string().nullable(),
});
export type DemandLine = z.infer<typeof DemandLine>;

/** What people ask for, that which most ask for first. */
export function demandOf(
  rows: readonly GatheringRow[],
  kind: DemandLine["kind"],
  { filedFrom }: Pick<Policy, "filedFrom">,
): DemandLine[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const groups = Map.groupBy(rows, (row) => rootOf(row, byId));
  return [...groups.values()]
    .flatMap((group) => lineOf(group, kind, filedFrom[kind]) ?? [])
    .toSorted((a, b) => b.people - a.people || b.tickets - a.tickets);
}

function lineOf(
  group: readonly GatheringRow[],
  kind: DemandLine["kind"],
  needed: number,
): DemandLine | null {
  const [first] = group.filter((row) => row.kind === kind && row.lane === "open");
  if (!first) return null;
  const issue = group.find((row) => row.issue)?.issue ?? null;
  const { all, fresh, seasoned } = headcount(group.flatMap(({ reporters }) => reporters));
  return {
    kind,
    code: first.code,
    title: first.title ?? "",
    permalink: first.permalink,
    area: first.area,
    tickets: group.length,
    people: all,
    fresh,
    needed,
    state: stateOf(group, issue, seasoned >= needed),
    issueUrl: issue?.url ?? null,
  };
}

function stateOf(
  group: readonly GatheringRow[],
  issue: GatheringRow["issue"],
  enough: boolean,
): DemandLine["state"] {
  if (issue?.state === "closed") return issue.stateReason === "completed" ? "shipped" : "refused";
  if (issue) return "filed";
  if (group.some(({ state }) => state === "proposed")) return "with-staff";
  return enough ? "enough" : "gathers";
}
