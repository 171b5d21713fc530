import type { Action } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Say } from "../model/say.ts";
import type { TicketState } from "../model/ticket.ts";

/** Done, or under way where nobody can stop it any more. */
function stands({ state }: Action): boolean {
  return state === "done" || state === "claimed";
}

/** Whether something of this sort was said on the ticket, or is being said right now. */
export function wasSaid(known: Pick<Case, "actions">, ...what: readonly Say["say"][]): boolean {
  return known.actions.some(
    (action) => stands(action) && action.deed.do === "say" && what.includes(action.deed.say.say),
  );
}

/** Whether the team has an issue for the ticket, or one is being opened right now. */
export function wasFiled(known: Pick<Case, "actions" | "ticket">): boolean {
  const { actions, ticket } = known;
  return (
    ticket.issueNodeId !== null ||
    // What was opened and is gone again counts as never filed.
    actions.some(
      (action) =>
        action.state === "claimed" && action.deed.do === "open-issue" && !isGapFiling(action),
    )
  );
}

/** Where a ticket stands by what was done on it, for a decision that adds nothing. */
export function standingState(known: Pick<Case, "actions" | "ticket">): TicketState {
  if (wasFiled(known) || known.ticket.linkedTo !== null) return "with-team";
  if (wasSaid(known, "answer")) return "answered";
  if (wasSaid(known, "redirect")) return "redirected";
  return wasSaid(known, "ask", "team-asks") ? "waiting-reporter" : "resting";
}

/** Files a gap in the docs: it only happens to hang on this ticket, and goes on whatever becomes of it. */
export function isGapFiling({ deed }: Pick<Action, "deed">): boolean {
  return deed.do === "open-issue" && deed.gap !== undefined;
}

/** Follows from a credential that leaked: it is right whatever becomes of the ask. */
export function isWarning({ deed }: Pick<Action, "deed">): boolean {
  if (deed.do === "tell-privately") return deed.say.say === "leaked-credential";
  return deed.do === "delete-post" || deed.do === "alert";
}

/** What an earlier plan would still do in public; a new plan takes its place. */
export function stillPlanned(known: Pick<Case, "actions">): string[] {
  return known.actions
    .filter(
      (action) =>
        action.state === "waiting" &&
        action.public &&
        action.deed.do !== "mark" &&
        !isWarning(action) &&
        !isGapFiling(action),
    )
    .map((action) => action.id);
}
