import { headcount } from "../decide/fresh-accounts.ts";
import type { Case, Change } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import { takingAlong } from "../perform/consequences.ts";
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
 * What a link to a ticket means for that ticket: one that gathers reporters is looked at again once
 * it has all that it needs, and one that has an issue takes whoever was linked along to it. Called
 * after the link was written; calling it again changes nothing.
 */
export async function gatherAgain(
  communityId: string,
  { ticket }: Change,
  deps: StepDeps & { readonly wake: Wake },
): Promise<void> {
  const leaderId = /^ticket:(.+)$/.exec(ticket?.linkedTo ?? "")?.[1];
  if (leaderId === undefined) return;
  const done = await changeTicket(communityId, leaderId, deps, (leader, step) => {
    const { now, policy } = step;
    if (leader.issue?.state === "open" && leader.ticket.issueNodeId === leader.issue.nodeId) {
      // Not before the link can no longer be undone.
      const after = { ...step, now: now + policy.undoMs };
      return { actions: takingAlong(leader.issue, after), story: [] };
    }
    const { seasoned } = headcount(allReporters(leader));
    const gathers = leader.decision?.reasons.some(({ code }) => code === "gathers") === true;
    const enough = seasoned >= neededReporters(leader.ticket.kind, policy);
    if (!gathers || !enough || leader.ticket.state !== "resting") return null;
    return {
      ticket: { state: "gathering", dueAt: now },
      story: [{ at: now, what: "looked at again", detail: `${seasoned} people report it` }],
    };
  });
  if (done?.change.actions) await deps.wake.act(communityId, leaderId);
  else if (done) await deps.wake.triage(communityId, leaderId);
}
