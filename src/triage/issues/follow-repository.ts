import type { Issue } from "../model/case.ts";
import type { Merge, RepositoryEvent } from "../model/repository-event.ts";
import { changeTicket } from "../perform/commit.ts";
import type { IssueTracker } from "../ports/issue-tracker.ts";
import { accessChanged } from "./access-changed.ts";
import { announcedInstead, announcing, MOST_THREADS_AN_EVENT } from "./announcing.ts";
import { threadNewsWaiting } from "./closing.ts";
import { type FollowDeps, followIssue } from "./follow-issue.ts";
import { factsOf } from "./issue-facts.ts";
import { released } from "./released.ts";
import { repositoryChanged } from "./repository-changed.ts";

type Deps = FollowDeps & { readonly tracker: Pick<IssueTracker, "fixedIn"> };
type Release = Extract<RepositoryEvent, { event: "released" }>;

/** Brings what happened to a repository to every ticket that it concerns. */
export async function followRepository(
  communityId: string,
  event: RepositoryEvent,
  deps: Deps,
): Promise<string> {
  switch (event.event) {
    case "released":
      return followRelease(communityId, event, deps);
    case "merged":
      return followMerge(communityId, event, deps);
    case "repository":
      return repositoryChanged(communityId, event, deps);
    case "access":
      return accessChanged(communityId, event, deps);
  }
}

async function followRelease(communityId: string, event: Release, deps: Deps): Promise<string> {
  if (event.visibility === "private") return "a private repository's release is not named";
  const issues = await deps.tracker.fixedIn(event.repository, event.notes);
  // The release may be heard of before the closing.
  for (const issue of issues) {
    await followIssue(communityId, { event: "edited", issue }, deps);
  }
  const tickets = await ticketsOf(communityId, issues, deps);
  const announced = await announceRelease(communityId, event.release, issues, tickets, deps);
  for (const ticketId of tickets) {
    const done = await changeTicket(communityId, ticketId, deps, (known, step) =>
      announced
        ? (announcedInstead(known, step) ?? released(known, event.release, step))
        : released(known, event.release, step),
    );
    if (done) await deps.wake.act(communityId, ticketId);
  }
  return `released: ${issues.length} issues, ${tickets.length} tickets`;
}

/** One post for all when more threads wait for the news than are told one by one. */
async function announceRelease(
  communityId: string,
  release: string,
  issues: readonly Issue[],
  newestFirst: readonly string[],
  deps: Deps,
): Promise<boolean> {
  const { announcePlaceId: placeId } = await deps.policyOf(communityId);
  const [lead] = newestFirst;
  if (lead === undefined || placeId === null) return false;
  const about = { placeId, nodeIds: issues.map(({ nodeId }) => nodeId), release };
  const leading = await deps.tickets.load(communityId, lead);
  // Begun before, by a delivery that was not worked on to its end.
  const begun = leading?.actions.some(
    ({ deed }) => deed.do === "announce" && deed.release === release,
  );
  if (!begun) {
    let waiting = 0;
    for (const ticketId of newestFirst) {
      const known = await deps.tickets.load(communityId, ticketId);
      if (known && threadNewsWaiting(known).length > 0) waiting += 1;
    }
    if (waiting <= MOST_THREADS_AN_EVENT) return false;
  }
  await changeTicket(communityId, lead, deps, (known, step) => announcing(known, about, step));
  await deps.wake.act(communityId, lead);
  return true;
}

/** Merged is not released, nor even closed: staff read it in the story, reporters hear nothing. */
async function followMerge(communityId: string, event: Merge, deps: Deps): Promise<string> {
  const issues = await deps.tickets.issuesIn(communityId, event.repository, event.closes);
  const tickets = await ticketsOf(communityId, issues, deps);
  for (const ticketId of tickets) {
    await changeTicket(communityId, ticketId, deps, (known, { now }) => ({
      facts: factsOf(known, "accepted", now),
      story: [{ at: now, what: "change merged", detail: `${event.repository}#${event.number}` }],
    }));
  }
  return `merged: ${tickets.length} tickets`;
}

/** Tickets that any of the issues is about, newest first. */
export async function ticketsOf(
  communityId: string,
  issues: readonly Issue[],
  { tickets }: Pick<FollowDeps, "tickets">,
): Promise<string[]> {
  const found = new Map<string, number>();
  for (const { nodeId } of issues) {
    for (const { id, createdAt } of await tickets.find(communityId, { issueNodeId: nodeId })) {
      found.set(id, createdAt);
    }
  }
  return [...found].toSorted(([, a], [, b]) => b - a).map(([id]) => id);
}
