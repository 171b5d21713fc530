import { route } from "../decide/route.ts";
import type { Policy } from "../model/policy.ts";
import type { TicketRow } from "./rows.ts";

/**
 * Whose a ticket is: the team that it was filed with, else that which it was proposed to, else that
 * which the routing names. A question belongs to whoever would get a bug of its area.
 */
export function teamOf(
  row: Pick<
    TicketRow,
    | "facts"
    | "proposedTeam"
    | "kind"
    | "lane"
    | "area"
    | "severity"
    | "language"
    | "placeId"
    | "text"
  >,
  policy: Pick<Policy, "rules" | "fallback">,
): string | null {
  const filed = row.facts.findLast(({ fact, team }) => fact === "filed" && team !== null);
  if (filed) return filed.team;
  if (row.proposedTeam !== null) return row.proposedTeam;
  const { kind, lane, area, severity, language, placeId, text } = row;
  if (kind === null || lane === null || area === null) return null;
  const labels = {
    kind: kind === "question" || kind === "other" ? "bug" : kind,
    lane,
    area,
    severity: severity ?? "low",
    language: language ?? "en",
  } as const;
  return route(labels, { placeId, text }, policy).route?.team ?? null;
}
