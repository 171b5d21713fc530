import type { Issue } from "./case.ts";
import { changeTicket, type StepDeps } from "./commit.ts";
import { PortError } from "./errors.ts";
import { followUp, type IssueEvent } from "./follow-up.ts";
import type { IssueTracker, Wake } from "./ports.ts";

export type FollowDeps = StepDeps & {
  readonly wake: Wake;
  readonly tracker: Pick<IssueTracker, "lastWords">;
};

/** Brings an issue's event to every ticket that is filed as it or linked to it, newest first. */
export async function followIssue(
  communityId: string,
  event: IssueEvent,
  deps: FollowDeps,
): Promise<string> {
  const before = await deps.tickets.issue(communityId, event.issue.nodeId);
  if (before && before.updatedAt > event.issue.updatedAt && event.event !== "directive") {
    return "older than what is known";
  }
  const issue = { ...event.issue, ticketId: before?.ticketId ?? event.issue.ticketId };
  const tickets = await deps.tickets.find(communityId, { issueNodeId: issue.nodeId });
  const newestFirst = tickets.toSorted((a, b) => b.createdAt - a.createdAt);
  const news = newestFirst.length > 0 ? await newsOf({ ...event, issue }, before, deps) : [];
  const { noticesPerHour, settleMs } = await deps.policyOf(communityId);
  for (const [turn, ticket] of newestFirst.entries()) {
    const paced = Math.floor(turn / noticesPerHour) * 3_600_000;
    const tellAt = deps.clock.now() + settleMs + paced;
    for (const one of news) {
      const done = await changeTicket(communityId, ticket.id, deps, (known, step) =>
        followUp(known, one, tellAt, step),
      );
      if (!done) continue;
      await deps.wake.act(communityId, ticket.id);
      if (done.change.proposal || done.change.closeProposal) await deps.wake.board(communityId);
    }
  }
  // Last: what the mirror shows was brought to every ticket, also when we died on the way.
  await deps.tickets.saveIssue(communityId, issue);
  return `${event.event}: ${newestFirst.length} tickets`;
}

/**
 * What is new in an event, against the issue as we knew it: a closing that another event shows
 * first counts as one, and one that we have heard of is none.
 */
async function newsOf(
  event: IssueEvent,
  before: Issue | null,
  deps: FollowDeps,
): Promise<IssueEvent[]> {
  const { issue } = event;
  const known = before ?? { state: "open", stateReason: null };
  const changed = known.state !== issue.state || known.stateReason !== issue.stateReason;
  const rest = event.event === "closed" || event.event === "reopened" ? [] : [event];
  // What was deleted or went elsewhere has no state of its own any more.
  const gone = event.event === "deleted" || event.event === "transferred";
  if (gone || !changed) return rest;
  if (issue.state === "open") return [{ event: "reopened", issue }, ...rest];
  const words = issue.stateReason === "completed" ? null : await lastWords(issue, deps);
  return [{ event: "closed", issue, words }, ...rest];
}

/** What cannot be read is as good as not said: a person writes the words then. */
async function lastWords(issue: Issue, { tracker }: FollowDeps): Promise<string | null> {
  try {
    return await tracker.lastWords(issue, issue.updatedAt);
  } catch (error) {
    if (error instanceof PortError && error.retry === "never") return null;
    throw error;
  }
}
