import { isAdvisory } from "../model/action.ts";
import type { Issue } from "../model/case.ts";
import { type Clock, MINUTE } from "../model/clock.ts";
import type { RepositoryEvent } from "../model/repository-event.ts";
import type { IssueTracker } from "../ports/issue-tracker.ts";
import { type Deliverable, takeDelivery, workDelivery } from "./deliveries.ts";
import { followIssue } from "./follow-issue.ts";

export type ReconcileDeps = Parameters<typeof workDelivery>[2] & {
  readonly tracker: Pick<IssueTracker, "changesSince" | "whereIs">;
};

/** GitHub's lists may lag behind; what was read twice changes nothing. */
const OVERLAP_MS = MINUTE;
/** Lists do not show what is gone, so open issues are looked up in turn: so many in a round. */
const LOOKED_UP = 20;

/**
 * Reads what changed in a repository since the last time and follows it as if a webhook had told:
 * deliveries get lost, and none come while nobody listens. The first time it only begins.
 * @returns how many issues had changed and what else had happened
 */
export async function reconcile(
  communityId: string,
  repository: string,
  deps: ReconcileDeps,
): Promise<number> {
  const place = `changes:${repository.toLowerCase()}`;
  const cursor = await deps.tickets.cursor(communityId, place);
  const begun = deps.clock.now();
  if (cursor === null) {
    await deps.tickets.moveCursor(communityId, place, String(begun));
    return 0;
  }
  const changes = await deps.tracker.changesSince(repository, Number(cursor) - OVERLAP_MS);
  const take = async (event: Deliverable) => {
    const found = { id: `found-${deps.ids()}`, name: `found.${event.event}` };
    const id = await takeDelivery(communityId, event, found, deps);
    if (id !== null) await workDelivery(communityId, id, deps);
  };
  for (const event of await turned(communityId, repository, changes, deps)) await take(event);
  for (const issue of changes.issues) {
    await followIssue(communityId, { event: "edited", issue }, deps);
  }
  for (const event of changes.events) await take(event);
  const gone = await followGone(communityId, changes.repository, begun, deps);
  const reached = changes.whole ? begun : Math.max(Number(cursor), changes.reached ?? 0);
  await deps.tickets.moveCursor(communityId, place, String(reached));
  return changes.issues.length + changes.events.length + gone;
}

/** A repository that was renamed, made private or public, while nobody told us. */
async function turned(
  communityId: string,
  asked: string,
  { repository, visibility }: Pick<Issue, "repository" | "visibility">,
  { tickets }: Pick<ReconcileDeps, "tickets">,
): Promise<RepositoryEvent[]> {
  const events: RepositoryEvent[] = [];
  const known = await tickets.issuesIn(communityId, asked, null);
  if (asked.toLowerCase() !== repository.toLowerCase() && known.length > 0) {
    const [was, is] = [asked, repository].map((name) => name.split("/")[0]?.toLowerCase());
    const change = was === is ? "renamed" : "transferred";
    events.push({ event: "repository", repository, change, before: asked });
  }
  if (known.some((issue) => issue.visibility !== visibility)) {
    const change = visibility === "private" ? "privatized" : "publicized";
    events.push({ event: "repository", repository, change, before: null });
  }
  return events;
}

/** Issues that were deleted or went elsewhere; of many, some in each round. */
async function followGone(
  communityId: string,
  repository: string,
  round: number,
  deps: ReconcileDeps,
): Promise<number> {
  const known = await deps.tickets.issuesIn(communityId, repository, null);
  // Advisories are no issues, and would look as if they were gone.
  const open = known.filter((issue) => issue.state === "open" && !isAdvisory(issue));
  const place = `gone:${repository.toLowerCase()}`;
  // A cursor only moves forward: it counts how many were looked up in all.
  const lookedUp = Number((await deps.tickets.cursor(communityId, place)) ?? 0);
  const from = open.length === 0 ? 0 : lookedUp % open.length;
  const inTurn = [...open.slice(from), ...open.slice(0, from)].slice(0, LOOKED_UP);
  let gone = 0;
  for (const issue of inTurn) {
    const found = await deps.tracker.whereIs(issue);
    if (found.is === "there") continue;
    gone += 1;
    if (found.is === "moved") {
      const movedTo = found.issue;
      await followIssue(communityId, { event: "transferred", issue, movedTo }, deps);
      // It may have been closed on the way, or since.
      await followIssue(communityId, { event: "edited", issue: movedTo }, deps);
    } else {
      const updatedAt = Math.max(issue.updatedAt, round);
      await followIssue(communityId, { event: "deleted", issue: { ...issue, updatedAt } }, deps);
    }
  }
  await deps.tickets.moveCursor(communityId, place, String(lookedUp + inTurn.length));
  return gone;
}

/** Reconciles each repository again and again, one after the other. */
export function startReconciling(
  options: ReconcileDeps & {
    readonly communityId: string;
    readonly repositories: () => Promise<readonly string[]>;
    readonly everyMs: number;
    readonly clock: Clock;
    readonly onError: (error: unknown, repository: string) => void;
  },
): { stop(): Promise<void> } {
  const { clock, communityId, everyMs } = options;
  let stopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();

  async function round(): Promise<void> {
    const repositories = await options.repositories().catch((error: unknown) => {
      options.onError(error, "");
      return [];
    });
    for (const repository of repositories) {
      if (stopped) return;
      await reconcile(communityId, repository, options).catch((error: unknown) =>
        options.onError(error, repository),
      );
    }
  }

  function run(): void {
    running = round().then(() => {
      if (!stopped) cancel = clock.after(everyMs, run);
    });
  }

  run();
  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
