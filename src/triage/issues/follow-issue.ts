import type { Issue } from "../model/case.ts";
import { HOUR } from "../model/clock.ts";
import { PortError } from "../model/errors.ts";
import type { Ticket } from "../model/ticket.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import { nextSlots } from "../perform/pacing.ts";
import type { IssueTracker } from "../ports/issue-tracker.ts";
import type { Wake } from "../ports/outbox.ts";
import { announcing, MOST_THREADS_AN_EVENT } from "./announcing.ts";
import { followUp, type IssueEvent, isNeedsInfo } from "./follow-up.ts";

export type FollowDeps = StepDeps & {
  readonly wake: Wake;
  readonly tracker: Pick<IssueTracker, "lastWords" | "becameDiscussion" | "mayDirect">;
};

/** Brings an issue's event to every ticket that is filed as it or linked to it, newest first. */
export async function followIssue(
  communityId: string,
  event: IssueEvent,
  deps: FollowDeps,
): Promise<string> {
  const before = await deps.tickets.issue(communityId, event.issue.nodeId);
  const stale = before !== null && before.updatedAt > event.issue.updatedAt;
  if (stale && event.event !== "directive") return "older than what is known";
  // A directive holds however late it comes; what it shows of the issue does not.
  const seen = stale ? before : event.issue;
  const issue = { ...seen, ticketId: before?.ticketId ?? event.issue.ticketId };
  const tickets = await deps.tickets.find(communityId, { issueNodeId: issue.nodeId });
  const newestFirst = tickets.toSorted((a, b) => b.createdAt - a.createdAt);
  if (newestFirst.length > 0) {
    if (!(await mayFollow(event, deps))) return `${event.event}: ${NO_ACCESS}`;
    const about = { ...issue, ticketId: firstOf(issue, newestFirst) };
    const news = await newsOf(communityId, { ...event, issue: about }, before, deps);
    for (const one of news) await tellTickets(communityId, one, newestFirst, deps);
  }
  // Last: what the mirror shows was brought to every ticket, also when we died on the way.
  await deps.tickets.saveIssue(communityId, issue);
  return `${event.event}: ${newestFirst.length} tickets`;
}

const NO_ACCESS = "by somebody who may not change issues there";

/** To say that one is of the team is not enough: GitHub is asked who may change issues. */
async function mayFollow(event: IssueEvent, { tracker }: FollowDeps): Promise<boolean> {
  if (event.event !== "directive") return true;
  return ifReadable(() => tracker.mayDirect(event.issue.repository, event.by), true);
}

/** The ticket whose reporter is asked: the one that it was filed from, or the oldest that is left. */
function firstOf({ ticketId }: Issue, newestFirst: readonly Ticket[]): string | null {
  const left = newestFirst.filter(({ state }) => state !== "withdrawn");
  return left.find(({ id }) => id === ticketId)?.id ?? left.at(-1)?.id ?? ticketId;
}

async function tellTickets(
  communityId: string,
  event: IssueEvent,
  newestFirst: readonly Ticket[],
  deps: FollowDeps,
): Promise<void> {
  const fixed = event.event === "closed" && event.issue.stateReason === "completed";
  const announced = fixed && (await announce(communityId, event.issue, newestFirst, deps));
  const slots = announced ? [] : await slotsFor(communityId, event, newestFirst.length, deps);
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
async function slotsFor(
  communityId: string,
  event: IssueEvent,
  count: number,
  deps: FollowDeps,
): Promise<number[]> {
  const told = event.event === "directive" && event.directive === "tell";
  const fixed = event.event === "closed" && event.issue.stateReason === "completed";
  if (!told && !fixed) return [];
  const { noticesPerHour, settleMs } = await deps.policyOf(communityId);
  const now = deps.clock.now();
  const notices = await deps.tickets.notices(communityId, now - HOUR);
  const times = notices.map(({ at }) => at);
  // What the team says in so many words does not change its mind.
  return nextSlots(times, count, now + (fixed ? settleMs : 0), noticesPerHour);
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
  // What was deleted or went elsewhere has no state of its own any more.
  if (event.event === "deleted" || event.event === "transferred") return [event];
  const rest = [
    ...(event.event === "directive" ? [event] : []),
    ...(await labelled(communityId, event, before, deps)),
    ...(before && hasProgressed(before, issue) ? [{ event: "progressed", issue } as const] : []),
  ];
  if (!changed) return rest;
  if (issue.state === "open") return [{ event: "reopened", issue }, ...rest];
  if (await becameDiscussion(issue, deps)) return [{ event: "converted", issue }, ...rest];
  const words = issue.stateReason === "completed" ? null : await lastWords(issue, deps);
  return [{ event: "closed", issue, words }, ...rest];
}

function hasProgressed(before: Issue, { milestone, assigned, labels }: Issue): boolean {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.toSorted().join("\n") === b.toSorted().join("\n");
  return (
    before.milestone !== milestone || before.assigned !== assigned || !same(before.labels, labels)
  );
}

/** The team lacks something, by a label that was not there before; with what it wrote about it. */
async function labelled(
  communityId: string,
  event: IssueEvent,
  before: Issue | null,
  deps: FollowDeps,
): Promise<IssueEvent[]> {
  const { issue } = event;
  const put = event.event === "labeled" && event.label !== undefined ? [event.label] : [];
  const fresh = [...put, ...(before ? issue.labels : [])].filter(
    (label) => !before?.labels.includes(label),
  );
  const policy = await deps.policyOf(communityId);
  const label = fresh.find((one) => isNeedsInfo(one, policy));
  if (label === undefined) return [];
  return [{ event: "labeled", issue, label, words: await lastWords(issue, deps) }];
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
