import type { PlannedAction } from "./action.ts";
import type { Case } from "./case.ts";
import type { Step } from "./step.ts";

/** Tells staff, in the review place, something that they should know about a ticket now. */
export function alerting(
  { ticket }: Pick<Case, "ticket">,
  what: string,
  step: Step,
): PlannedAction {
  return {
    id: step.ids(),
    act: null,
    public: false,
    deed: {
      do: "alert",
      say: {
        say: "alert",
        code: ticket.code,
        lane: ticket.lane ?? "open",
        permalink: ticket.permalink,
        what,
      },
    },
    serial: `alert:${ticket.id}`,
    notBefore: step.now,
  };
}
