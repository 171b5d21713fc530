import type { PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Review } from "../model/review.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { retracting, withdrawing } from "../perform/perform.ts";
import { isGapFiling, isWarning } from "../perform/spoken.ts";
import { changed, closing, type Reviewed, refused, told } from "./verdict-result.ts";

/** Takes back what was last published, with what still waits; the issue is told. */
export function retract(
  known: Case,
  proposal: Proposal,
  review: Review,
  words: string | null,
  step: Step,
): Reviewed {
  const { ticket } = known;
  const published = known.actions.filter(
    ({ state, deed, externalRef }) =>
      state === "done" && deed.do === "say" && deed.say.say !== "retracted" && externalRef !== null,
  );
  const last = published.at(-1);
  const waiting = known.actions.filter(
    (one) => one.state === "waiting" && one.public && !isGapFiling(one) && !isWarning(one),
  );
  if (!last && !known.issue && waiting.length === 0) return refused("nothing was published");
  const actions: PlannedAction[] = [];
  if (last?.externalRef) {
    actions.push(retracting(known, last.externalRef, words, step, step.now));
  }
  if (known.issue?.ticketId === ticket.id) actions.push(withdrawing(known.issue, ticket.id, step));
  return changed({
    ticket: becoming(known.ticket, "resting"),
    supersede: waiting.map((one) => one.id),
    closeProposal: closing("retracted", words ?? "retracted", review),
    actions,
    review,
    story: [told(review, `retracted the ${proposal.proposed.outcome}${words ? `: ${words}` : ""}`)],
  });
}
