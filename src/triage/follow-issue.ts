import type { Issue } from "./case.ts";
import { changeTicket, type StepDeps } from "./commit.ts";
import { PortError } from "./errors.ts";
import { followUp, type IssueEvent, isNeedsInfo } from "./follow-up.ts";
import type { IssueTracker, Wake } from "./ports.ts";

export type FollowDeps = StepDeps & {
  readonly wake: Wake;
  readonly tracker: Pick<IssueTracker, "lastWords" | "becameDiscussion">;
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
  const news =
    newestFirst.length > 0 ? await newsOf(communityId, { ...event, issue }, before, deps) : [];
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
  communityId: string,
  event: IssueEvent,
  before: Issue | null,
  deps: FollowDeps,
): Promise<IssueEvent[]> {
  const { issue } = event;
  const known = before ?? { state: "open", stateReason: null };
  const changed = known.state !== issue.state || known.stateReason !== issue.stateReason;
  const rest =
    event.event === "closed" || event.event === "reopened"
      ? []
      : [await worded(event, communityId, deps)];
  // What was deleted or went elsewhere has no state of its own any more.
  const gone = event.event === "deleted" || event.event === "transferred";
  if (gone || !changed) return rest;
  if (issue.state === "open") return [{ event: "reopened", issue }, ...rest];
  if (await becameDiscussion(issue, deps)) return [{ event: "converted", issue }, ...rest];
  const words = issue.stateReason === "completed" ? null : await lastWords(issue, deps);
  return [{ event: "closed", issue, words }, ...rest];
}

/** A request for information comes with what the team wrote about it. */
async function worded(
  event: IssueEvent,
  communityId: string,
  deps: FollowDeps,
): Promise<IssueEvent> {
  if (event.event !== "labeled") return event;
  if (!isNeedsInfo(event.label, await deps.policyOf(communityId))) return event;
  return { ...event, words: await lastWords(event.issue, deps) };
}

/** What cannot be read is as good as not said: a person writes the words then. */
function lastWords(issue: Issue, { tracker }: FollowDeps): Promise<string | null> {
  return ifReadable(() => tracker.lastWords(issue, issue.updatedAt), null);
}

function becameDiscussion(issue: Issue, { tracker }: FollowDeps): Promise<boolean> {
  return ifReadable(() => tracker.becameDiscussion(issue), false);
}

async function ifReadable<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PortError && error.retry === "never") return otherwise;
    throw error;
  }
}
