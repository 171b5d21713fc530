import type { Case } from "../model/case.ts";
import type { Kind } from "../model/classification.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import type { Wake } from "../ports/outbox.ts";

/** What staff or a helper say that an ask is. */
export type SaidKind = { readonly kind: Kind; readonly by: string };

/**
 * Notes what a person says a post is: triage keeps their word. Said before any engine has looked at
 * it, or while it gathers people, when it is looked at again. What was decided is left to its card.
 */
export async function sayKind(
  communityId: string,
  ticketId: string,
  { kind, by }: SaidKind,
  deps: StepDeps & { readonly wake: Pick<Wake, "triage"> },
): Promise<void> {
  const done = await changeTicket(communityId, ticketId, deps, (known, { now }) => {
    const { ticket } = known;
    if (ticket.labelledBy !== null) return null;
    const again = gathersPeople(known);
    if (ticket.state !== "gathering" && !again) return null;
    return {
      ticket: {
        kind,
        labelledBy: by,
        ...(again ? { state: "gathering" as const, dueAt: now } : {}),
      },
      story: [{ at: now, what: "sent in as", detail: `${kind}, by ${by}` }],
    };
  });
  if (done?.change.ticket.dueAt) await deps.wake.triage(communityId, ticketId);
}

/** Decided, with no card: it waits for others who want the same. */
function gathersPeople({ ticket, decision }: Case): boolean {
  const gathers = decision?.reasons.some(({ code }) => code === "gathers") === true;
  return gathers && ticket.state === "resting" && ticket.issueNodeId === null;
}
