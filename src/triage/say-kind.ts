import type { Kind } from "./classification.ts";
import { changeTicket, type StepDeps } from "./commit.ts";

/** What staff or a helper say that an ask is. */
export type SaidKind = { readonly kind: Kind; readonly by: string };

/**
 * Notes what a person says a post is before any engine has looked at it: triage keeps their word.
 * A ticket that was decided already is left to its card.
 */
export async function sayKind(
  communityId: string,
  ticketId: string,
  { kind, by }: SaidKind,
  deps: StepDeps,
): Promise<void> {
  await changeTicket(communityId, ticketId, deps, ({ ticket }, { now }) => {
    if (ticket.state !== "gathering" || ticket.labelledBy !== null) return null;
    return {
      ticket: { kind, labelledBy: by },
      story: [{ at: now, what: "sent in as", detail: `${kind}, by ${by}` }],
    };
  });
}
