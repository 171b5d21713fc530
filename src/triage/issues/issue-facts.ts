import type { Case, Change, Issue } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import type { FactName } from "../model/way-back.ts";
import type { IssueEvent } from "./follow-up.ts";

/** A fact of the ticket that the issue was filed from; its followers have none of their own. */
export function factsOf(known: Case, fact: FactName, at: number): NonNullable<Change["facts"]> {
  const { issue, ticket } = known;
  if (!issue || issue.ticketId !== ticket.id) return [];
  return [{ fact, at, team: null, area: null, repository: issue.repository }];
}

/** What an event says about the issue that a team was given; null when that is nothing. */
export function factIn(
  event: IssueEvent,
  before: Pick<Issue, "milestone" | "assigned"> | null,
  policy: Pick<Policy, "invalidLabels">,
): FactName | null {
  const { issue } = event;
  switch (event.event) {
    case "closed":
      return closing(issue, policy);
    case "reopened":
    case "transferred":
    case "converted":
    case "deleted":
      return event.event;
    case "labeled":
      return "needs-info";
    case "directive":
      return event.directive === "ask" ? "asked" : null;
    case "progressed": {
      const taken = issue.assigned && !before?.assigned;
      const planned = issue.milestone !== null && issue.milestone !== before?.milestone;
      return taken || planned ? "accepted" : null;
    }
    case "opened":
    case "edited":
      return null;
  }
}

function closing({ stateReason, labels }: Issue, { invalidLabels }: Pick<Policy, "invalidLabels">) {
  const has = (names: readonly string[]) =>
    labels.some((label) => names.some((name) => name.toLowerCase() === label.toLowerCase()));
  // A reason that says less than the label: many teams close with both.
  if (stateReason === "duplicate" || has(["duplicate"])) return "duplicate";
  if (has(invalidLabels)) return "invalid";
  return stateReason === "not_planned" ? "not-planned" : "completed";
}
