import type { Case, Change } from "../model/case.ts";
import type { Clock } from "../model/clock.ts";
import type { Ids } from "../model/ids.ts";
import type { Policy } from "../model/policy.ts";
import type { Step } from "../model/step.ts";
import type { TicketStore } from "../ports/ticket-store.ts";

/** What every use-case that changes a ticket works with. */
export type StepDeps = {
  readonly tickets: TicketStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policyOf: (communityId: string) => Promise<Policy>;
  /** Told when something that was done turned out to be wrong; it must not fail. */
  readonly onRegret?: (communityId: string, ticketId: string) => Promise<void>;
};

/** Whether a change says that something done was wrong. */
function isRegret({ answerOutcome, closeProposal, review }: Change): boolean {
  if (answerOutcome?.outcome === "wrong" && !answerOutcome.bystander) return true;
  return closeProposal?.state === "retracted" || review?.verdict.verdict === "retract";
}

/**
 * Reads a ticket, lets `change` decide on it as it is now, and writes the result; again from the
 * start when somebody was faster. `change` returns null when there is nothing to do.
 * @returns the case that the change was made for and the change; null when nothing was written
 */
export async function changeTicket<C extends Change>(
  communityId: string,
  ticketId: string,
  deps: StepDeps,
  change: (known: Case, step: Step) => C | null,
): Promise<{ readonly known: Case; readonly change: C } | null> {
  for (;;) {
    const known = await deps.tickets.load(communityId, ticketId);
    if (!known) return null;
    const policy = await deps.policyOf(communityId);
    const planned = change(known, { now: deps.clock.now(), ids: deps.ids, policy });
    if (!planned) return null;
    if (await deps.tickets.commit(communityId, ticketId, known.ticket.version, planned)) {
      if (isRegret(planned)) await deps.onRegret?.(communityId, ticketId);
      return { known, change: planned };
    }
  }
}
