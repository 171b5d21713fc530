import { headcount } from "../decide/fresh-accounts.ts";
import type { Case, Change } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import type { Wake } from "../ports/outbox.ts";

/** Everybody who reported the ask: on the ticket itself, and on those that were linked to it. */
export function allReporters({ reporters, followers = [] }: Case) {
  return [...reporters, ...followers];
}

/** How many people have to report an ask of this kind before it is filed; one is enough for most. */
export function neededReporters(kind: Case["ticket"]["kind"], { filedFrom }: Policy): number {
  return kind === "model-behavior" || kind === "feature" ? filedFrom[kind] : 1;
}

/**
 * A ticket that gathers reporters is looked at again once another, linked to it, brings the last
 * that it needs. Called after the link was written; calling it again changes nothing.
 */
export async function gatherAgain(
  communityId: string,
  { ticket }: Change,
  deps: StepDeps & { readonly wake: Wake },
): Promise<void> {
  const leaderId = /^ticket:(.+)$/.exec(ticket?.linkedTo ?? "")?.[1];
  if (leaderId === undefined) return;
  const done = await changeTicket(communityId, leaderId, deps, (leader, { now, policy }) => {
    const { seasoned } = headcount(allReporters(leader));
    const gathers = leader.decision?.reasons.some(({ code }) => code === "gathers") === true;
    const enough = seasoned >= neededReporters(leader.ticket.kind, policy);
    if (!gathers || !enough || leader.ticket.state !== "resting") return null;
    return {
      ticket: { state: "gathering", dueAt: now },
      story: [{ at: now, what: "looked at again", detail: `${seasoned} people report it` }],
    };
  });
  if (done) await deps.wake.triage(communityId, leaderId);
}
