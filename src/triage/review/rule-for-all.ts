import type { Case } from "../model/case.ts";
import type { Verdict } from "../model/review.ts";

/**
 * Whom the others of a card follow comes first: of many about the same thing, the one that is
 * answered or filed, before those that are linked to it.
 */
export function leadFirst(cases: readonly Case[]): Case[] {
  const isLink = ({ proposal }: Case) => proposal?.proposed.outcome === "link";
  return [...cases.filter((one) => !isLink(one)), ...cases.filter(isLink)];
}

/** Whether a case is to be linked to the ticket that leads its card. */
export function follows({ proposal }: Case, lead: Case | undefined): boolean {
  const proposed = proposal?.proposed;
  if (proposed?.outcome !== "link" || proposed.candidate.target.type !== "ticket") return false;
  return proposed.candidate.target.ticketId === lead?.ticket.id;
}

/**
 * What a verdict on a card means for one of its cases: what follows the lead is linked when the lead
 * is sent, and goes on waiting when its kind, route or draft is decided anew.
 * @returns null when the case is left as it is
 */
export function turnOf(known: Case, lead: Case | undefined, verdict: Verdict): Verdict | null {
  if (!follows(known, lead)) return verdict;
  switch (verdict.verdict) {
    case "edit":
      return { verdict: "send" };
    case "change":
    case "file":
    case "ask":
    case "redraft":
      return null;
    default:
      return verdict;
  }
}
