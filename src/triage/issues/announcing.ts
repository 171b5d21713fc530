import type { Case, Change, Issue } from "../model/case.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { changeTicket } from "../perform/commit.ts";
import { threadNewsWaiting } from "./closing.ts";
import type { FollowDeps } from "./follow-issue.ts";

/** More threads than this are not told one by one of the same event. */
export const MOST_THREADS_AN_EVENT = 40;
/** Links in one announcement, at the most. */
const MOST_LINKS = 10;

/**
 * One post in the announcements place instead of a notice in every thread, carried by one of the
 * tickets; null when it is planned already.
 */
export function announcing(
  known: Case,
  about: {
    readonly placeId: string;
    readonly nodeIds: readonly string[];
    readonly release: string | null;
  },
  step: Step,
): Change | null {
  const { placeId, nodeIds, release } = about;
  const planned = known.actions.some(
    ({ deed, state }) =>
      deed.do === "announce" &&
      (state === "waiting" || state === "claimed" || release !== null) &&
      deed.release === release &&
      nodeIds.every((id) => deed.nodeIds.includes(id)),
  );
  if (planned) return null;
  return {
    actions: [
      {
        id: step.ids(),
        act: "tell-fixed",
        public: true,
        deed: { do: "announce", placeId, nodeIds: [...nodeIds], release },
        serial: `announce:${placeId}`,
        notBefore: step.now + step.policy.settleMs,
      },
    ],
    story: [{ at: step.now, what: "to be announced", detail: release ?? "fixed" }],
  };
}

/** Its thread is not told: the announcement does that for all. */
export function announcedInstead(known: Case, { now }: Step): Change | null {
  const news = threadNewsWaiting(known);
  if (news.length === 0) return null;
  return {
    supersede: news.map(({ id }) => id),
    story: [{ at: now, what: "not told in its thread", detail: "announced for all at once" }],
  };
}

/** What is announced: issues that are still closed, private ones by number of reports alone. */
export async function announcementOf(
  communityId: string,
  { nodeIds, release }: { readonly nodeIds: readonly string[]; readonly release: string | null },
  deps: Pick<FollowDeps, "tickets">,
): Promise<Say | null> {
  const issues: Issue[] = [];
  let reports = 0;
  for (const nodeId of nodeIds) {
    const issue = await deps.tickets.issue(communityId, nodeId);
    if (!isFixed(issue)) continue;
    issues.push(issue);
    reports += (await deps.tickets.find(communityId, { issueNodeId: nodeId })).length;
  }
  if (issues.length === 0) return null;
  const open = issues.filter(({ visibility }) => visibility === "public");
  const links = open.slice(0, MOST_LINKS).map(({ title, url }) => ({ title, url }));
  return { say: "announcement", release, reports, links };
}

/** Every ticket of what was announced is at its end; `/status` shows it to its reporters. */
export async function concludeAnnounced(
  communityId: string,
  nodeIds: readonly string[],
  deps: Pick<FollowDeps, "tickets" | "clock" | "ids" | "policyOf">,
): Promise<void> {
  for (const nodeId of nodeIds) {
    if (!isFixed(await deps.tickets.issue(communityId, nodeId))) continue;
    for (const { id } of await deps.tickets.find(communityId, { issueNodeId: nodeId })) {
      await changeTicket(communityId, id, deps, (known, { now }) =>
        known.ticket.state === "resolved" || known.ticket.state === "withdrawn"
          ? null
          : {
              ticket: becoming(known.ticket, "resolved"),
              supersede: threadNewsWaiting(known).map((action) => action.id),
              story: [{ at: now, what: "announced", detail: "fixed" }],
            },
      );
    }
  }
}

function isFixed(issue: Issue | null): issue is Issue {
  return issue?.state === "closed" && issue.stateReason === "completed";
}
