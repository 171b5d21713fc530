import { announcing, MOST_THREADS_AN_EVENT } from "./announcing.ts";
import type { Issue } from "./case.ts";
import { HOUR } from "./clock.ts";
import { changeTicket, type StepDeps } from "./commit.ts";
import { PortError } from "./errors.ts";
import { followUp, type IssueEvent, isNeedsInfo } from "./follow-up.ts";
import { nextSlots } from "./pacing.ts";
import type { IssueTracker, Wake } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

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
  for (const one of news) await tellTickets(communityId, one, newestFirst, deps);
  // Last: what the mirror shows was brought to every ticket, also when we died on the way.
  await deps.tickets.saveIssue(communityId, issue);
  return `${event.event}: ${newestFirst.length} tickets`;
}

async function tellTickets(
  communityId: string,
  event: IssueEvent,
  newestFirst: readonly Ticket[],
  deps: FollowDeps,
): Promise<void> {
  const fixed = event.event === "closed" && event.issue.stateReason === "completed";
  const announced = fixed && (await announce(communityId, event.issue, newestFirst, deps));
  const slots = fixed && !announced ? await slotsFor(communityId, newestFirst.length, deps) : [];
  for (const [turn, ticket] of newestFirst.entries()) {
    const done = await changeTicket(communityId, ticket.id, deps, (known, step) =>
      followUp(known, event, announced ? null : (slots[turn] ?? step.now), step),
    );
    if (!done) continue;
    await deps.wake.act(communityId, ticket.id);
    if (done.change.proposal || done.change.closeProposal) await deps.wake.board(communityId);
  }
}

/** Too many threads for one event: one post for all, if there is a place for it. */
async function announce(
  communityId: string,
  issue: Issue,
  newestFirst: readonly Ticket[],
  deps: FollowDeps,
): Promise<boolean> {
  const { announcePlaceId: placeId, mode, acts } = await deps.policyOf(communityId);
  const [lead] = newestFirst;
  if (!lead || placeId === null || newestFirst.length <= MOST_THREADS_AN_EVENT) return false;
  if (mode === "shadow" || acts["tell-fixed"] === "off") return false;
  const about = { placeId, nodeIds: [issue.nodeId], release: null };
  await changeTicket(communityId, lead.id, deps, (known, step) => announcing(known, about, step));
  await deps.wake.act(communityId, lead.id);
  return true;
}

/** When so many notices may be said: after settling, behind those that are planned already. */
async function slotsFor(communityId: string, count: number, deps: FollowDeps): Promise<number[]> {
  const { noticesPerHour, settleMs } = await deps.policyOf(communityId);
  const now = deps.clock.now();
  const notices = await deps.tickets.notices(communityId, now - HOUR);
  const times = notices.map(({ at }) => at);
  return nextSlots(times, count, now + settleMs, noticesPerHour);
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
