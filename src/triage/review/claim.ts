import type { Change } from "../model/case.ts";
import type { Review } from "../model/review.ts";
import type { Step } from "../model/step.ts";
import type { Claim, Ticket } from "../model/ticket.ts";

/** Who has a ticket in hand now; null when nobody does, or no longer. */
export function holder({ claim }: Pick<Ticket, "claim">, now: number): Claim | null {
  return claim && claim.until > now ? claim : null;
}

/** Takes a ticket in hand for the policy's time; null while somebody else has it. */
export function claimed(
  ticket: Pick<Ticket, "claim">,
  by: Review["by"],
  { now, policy }: Pick<Step, "now" | "policy">,
): Change | null {
  const holding = holder(ticket, now);
  if (holding && holding.sourceId !== by.sourceId) return null;
  const claim = { sourceId: by.sourceId, name: by.name, until: now + policy.claimMs };
  const story = holding ? [] : [{ at: now, what: "claimed", detail: by.name }];
  return { ticket: { claim }, story };
}

/** Gives back what this person has in hand; null when they have not. */
export function released(
  ticket: Pick<Ticket, "claim">,
  by: Review["by"],
  now: number,
): Change | null {
  if (holder(ticket, now)?.sourceId !== by.sourceId) return null;
  return { ticket: { claim: null }, story: [{ at: now, what: "given back", detail: by.name }] };
}
