import { z } from "zod";
import type { FactName } from "../model/way-back.ts";

/** Tickets that were filed, each with all that became of its issue, oldest first. */
export type IssueTickets = readonly {
  readonly team: string | null;
  readonly area: string | null;
  readonly facts: readonly { readonly fact: FactName; readonly at: number }[];
}[];

/** What became of issues; part of the store. */
export interface Quality {
  /** Tickets that were filed since then. */
  filedSince(communityId: string, since: number): Promise<IssueTickets>;
}

/** How good the issues of one team and area were. Every figure counts issues. */
export const QualityLine = z.object({
  team: z.string(),
  area: z.string(),
  filed: z.number(),
  /** Taken up or completed, and nothing was asked back before that. */
  acceptedAsFiled: z.number(),
  /** Taken up or completed after a question. */
  acceptedAfterQuestion: z.number(),
  /** The team asked, or said by a label that something was missing. */
  asked: z.number(),
  invalid: z.number(),
  duplicate: z.number(),
  /** Transferred: it was filed in the wrong repository. */
  wrongRepository: z.number(),
  notPlanned: z.number(),
  /** Somebody said after the fix that it is still broken. */
  stillBroken: z.number(),
  /** Nothing of the above yet. */
  undecided: z.number(),
});
export type QualityLine = z.infer<typeof QualityLine>;

const ACCEPTING: readonly FactName[] = ["accepted", "completed"];
const ASKING: readonly FactName[] = ["asked", "needs-info"];
const DECIDED: readonly FactName[] = [
  ...ACCEPTING,
  ...ASKING,
  "invalid",
  "duplicate",
  "transferred",
  "not-planned",
  "converted",
  "deleted",
];

/** Figures by team and area, most issues first. */
export function qualityOf(tickets: IssueTickets): QualityLine[] {
  const groups = Map.groupBy(tickets, ({ team, area }) => JSON.stringify([team, area]));
  return [...groups.values()]
    .map(lineOf)
    .toSorted((a, b) => b.filed - a.filed || nameOf(a).localeCompare(nameOf(b), "en"));
}

function lineOf(tickets: IssueTickets): QualityLine {
  const count = (holds: (facts: IssueTickets[number]["facts"]) => boolean) =>
    tickets.filter(({ facts }) => holds(facts)).length;
  const last = (name: FactName) => count((facts) => closingOf(facts) === name);
  const has = (...names: readonly FactName[]) =>
    count((facts) => facts.some(({ fact }) => names.includes(fact)));
  const [first] = tickets;
  return {
    team: first?.team ?? "",
    area: first?.area ?? "",
    filed: tickets.length,
    acceptedAsFiled: count((facts) => acceptance(facts) === "as filed"),
    acceptedAfterQuestion: count((facts) => acceptance(facts) === "after a question"),
    asked: has(...ASKING),
    invalid: last("invalid"),
    duplicate: last("duplicate"),
    wrongRepository: has("transferred"),
    notPlanned: last("not-planned"),
    stillBroken: has("still-broken"),
    undecided: count((facts) => facts.every(({ fact }) => !DECIDED.includes(fact))),
  };
}

function acceptance(facts: IssueTickets[number]["facts"]) {
  const accepted = facts.find(({ fact }) => ACCEPTING.includes(fact));
  const closed = closingOf(facts);
  // Taken up and then refused was not accepted after all.
  if (!accepted || (closed !== null && closed !== "completed")) return null;
  const asked = facts.find(({ fact }) => ASKING.includes(fact));
  return asked && asked.at <= accepted.at ? "after a question" : "as filed";
}

const CLOSING: readonly FactName[] = ["completed", "not-planned", "invalid", "duplicate"];

/** How it is closed now; null while it is open. */
function closingOf(facts: IssueTickets[number]["facts"]): FactName | null {
  const last = facts.findLast(({ fact }) => CLOSING.includes(fact) || fact === "reopened");
  return last && last.fact !== "reopened" ? last.fact : null;
}

function nameOf({ team, area }: QualityLine): string {
  return `${team} ${area}`;
}
