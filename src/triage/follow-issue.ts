import { changeTicket, type StepDeps } from "./commit.ts";
import { followUp, type IssueEvent } from "./follow-up.ts";
import type { Wake } from "./ports.ts";

/** Brings an issue's event to every ticket that is filed as it or linked to it, newest first. */
export async function followIssue(
  communityId: string,
  event: IssueEvent,
  deps: StepDeps & { readonly wake: Wake },
): Promise<string> {
  const before = await deps.tickets.issue(communityId, event.issue.nodeId);
  if (before && before.updatedAt > event.issue.updatedAt && event.event !== "directive") {
    return "older than what is known";
  }
  const issue = { ...event.issue, ticketId: before?.ticketId ?? event.issue.ticketId };
  await deps.tickets.saveIssue(communityId, issue);
  const tickets = await deps.tickets.find(communityId, { issueNodeId: issue.nodeId });
  const newestFirst = tickets.toSorted((a, b) => b.createdAt - a.createdAt);
  for (const [turn, ticket] of newestFirst.entries()) {
    const done = await changeTicket(communityId, ticket.id, deps, (known, step) =>
      followUp(known, { ...event, issue }, turn, step),
    );
    if (!done) continue;
    await deps.wake.act(communityId, ticket.id);
    if (done.change.proposal) await deps.wake.board(communityId);
  }
  return `${event.event}: ${newestFirst.length} tickets`;
}
