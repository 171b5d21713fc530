import type { PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Step } from "../model/step.ts";

/** Tells staff, in the review place, something that they should know about a ticket now. */
export function alerting(known: Pick<Case, "ticket">, what: string, step: Step): PlannedAction {
  const { code, permalink, lane } = known.ticket;
  return toldToStaff(known, { say: "alert", code, lane: lane ?? "open", permalink, what }, step);
}

/** Posts `say` in the review place, in order with whatever else staff are told of the ticket. */
export function toldToStaff(
  { ticket }: Pick<Case, "ticket">,
  say: Extract<PlannedAction["deed"], { do: "alert" }>["say"],
  step: Step,
): PlannedAction {
  return {
    id: step.ids(),
    act: null,
    public: false,
    deed: { do: "alert", say },
    serial: `alert:${ticket.id}`,
    notBefore: step.now,
  };
}
