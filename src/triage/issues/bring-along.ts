import type { IssueRef } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import type { Wake } from "../ports/outbox.ts";

/**
 * Tickets that were linked to one before it had an issue come along to it; once, however often
 * called, and not when the link was undone meanwhile.
 */
export async function bringAlong(
  communityId: string,
  leader: Case["ticket"],
  issue: IssueRef,
  deps: StepDeps & { readonly wake: Wake },
): Promise<void> {
  if (leader.issueNodeId !== issue.nodeId) return;
  const followers = await deps.tickets.find(communityId, { linkedTo: `ticket:${leader.id}` });
  for (const follower of followers) {
    const done = await changeTicket(communityId, follower.id, deps, (known, step) =>
      known.ticket.linkedTo === `ticket:${leader.id}` ? joined(known, leader, issue, step) : null,
    );
    if (done) await deps.wake.act(communityId, follower.id);
  }
}

function joined({ ticket }: Case, leader: Case["ticket"], issue: IssueRef, step: Step): Change {
  const { nodeId, repository, number, url } = issue;
  return {
    ticket: {
      issueNodeId: nodeId,
      linkedTo: `issue:${nodeId}`,
      ...becoming(ticket, "with-team"),
    },
    actions: [
      {
        id: step.ids(),
        act: "link",
        public: true,
        deed: { do: "count-reporters", issue: { nodeId, repository, number, url } },
        serial: `issue:${nodeId}`,
        notBefore: step.now,
      },
    ],
    story: [{ at: step.now, what: "linked", detail: `came along with ${leader.code}` }],
  };
}
