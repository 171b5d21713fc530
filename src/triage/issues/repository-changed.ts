import type { Case, Change, Issue } from "../model/case.ts";
import type { RepositoryEvent } from "../model/repository-event.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { alerting } from "../perform/alert.ts";
import { changeTicket } from "../perform/commit.ts";
import { newsWaiting } from "./closing.ts";
import type { FollowDeps } from "./follow-issue.ts";
import { unlinking } from "./unlink.ts";

type Changed = Extract<RepositoryEvent, { event: "repository" }>;

const ADVICE: Readonly<Record<Changed["change"], (event: Changed) => string>> = {
  archived: ({ repository }) =>
    `${repository} was archived: nothing can be filed there any more. Name another repository in the routing, and tell the reporters of its open tickets what becomes of them`,
  unarchived: ({ repository }) => `${repository} takes issues again`,
  privatized: ({ repository }) =>
    `${repository} is private now: links to it were taken out of what members see. Change its visibility in the routing`,
  publicized: ({ repository }) =>
    `${repository} is public now: where the routing says private, nothing is filed there. Change the routing, or make it private again`,
  deleted: ({ repository }) =>
    `${repository} was deleted, and its issues with it. Name another repository in the routing, and look at its open tickets again with Triage`,
  renamed: ({ repository, before }) =>
    `${before ?? "a repository"} is called ${repository} now: change it in the routing`,
  transferred: ({ repository, before }) =>
    `${before ?? "a repository"} went to ${repository}: change it in the routing, and install the app there`,
};

/** What becomes of tickets whose issues are in a repository that changed; staff are told once. */
export async function repositoryChanged(
  communityId: string,
  event: Changed,
  deps: FollowDeps,
): Promise<string> {
  const names = [event.before, event.repository].filter((name) => name !== null);
  const issues: Issue[] = [];
  for (const name of names) issues.push(...(await deps.tickets.issuesIn(communityId, name, null)));
  // A periodic read may have found it before the webhook came.
  const news = issues.some((issue) => isNews(issue, event));
  const count = news ? await tellTickets(communityId, event, issues, deps) : 0;
  // Last: until then a delivery that was not worked on to its end finds the tickets again.
  for (const name of names) await deps.tickets.repositoryBecame(communityId, name, nowOf(event));
  return news ? `${event.change}: ${count} tickets` : `${event.change}: known already`;
}

/** @returns how many tickets it concerned; staff hear of it on the first */
async function tellTickets(
  communityId: string,
  event: Changed,
  issues: readonly Issue[],
  deps: FollowDeps,
): Promise<number> {
  let told = false;
  let count = 0;
  for (const issue of issues) {
    const tickets = await deps.tickets.find(communityId, { issueNodeId: issue.nodeId });
    for (const { id } of tickets) {
      const done = await changeTicket(communityId, id, deps, (known, step) => {
        const change = onTicket(known, event, step);
        if (told) return change;
        const alert = alerting(known, ADVICE[event.change](event), step);
        return { ...change, actions: [...(change.actions ?? []), alert] };
      });
      if (!done) continue;
      told = true;
      count += 1;
      await deps.wake.act(communityId, id);
    }
  }
  return count;
}

function nowOf({ change, repository }: Changed) {
  const visibility: Issue["visibility"] | null =
    change === "privatized" ? "private" : change === "publicized" ? "public" : null;
  return { repository, visibility };
}

function isNews({ visibility }: Issue, { change }: Changed): boolean {
  if (change === "privatized") return visibility === "public";
  return change !== "publicized" || visibility === "private";
}

function onTicket(known: Case, event: Changed, step: Step): Change {
  const story = [{ at: step.now, what: `repository ${event.change}`, detail: event.repository }];
  switch (event.change) {
    case "privatized":
      return { ...unlinking(known, step), story };
    case "deleted":
      return { ...gone(known, step), story };
    default:
      return { story };
  }
}

/** The issue is gone with its repository: no news of it will come, and no link leads anywhere. */
function gone(known: Case, step: Step): Change {
  const unlinked = unlinking(known, step);
  const serial = `issue:${known.ticket.issueNodeId}`;
  const about = known.actions.filter((one) => one.state === "waiting" && one.serial === serial);
  const moot = [...about, ...newsWaiting(known)].map(({ id }) => id);
  return {
    ticket: { ...becoming(known.ticket, "resting"), issueNodeId: null, linkedTo: null },
    actions: unlinked.actions ?? [],
    supersede: [...new Set([...(unlinked.supersede ?? []), ...moot])],
    story: [],
  };
}
