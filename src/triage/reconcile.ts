import { type Clock, MINUTE } from "./clock.ts";
import { followIssue } from "./follow-issue.ts";
import { followRepository } from "./follow-repository.ts";
import type { IssueTracker } from "./ports.ts";

type Deps = Parameters<typeof followRepository>[2] & {
  readonly tracker: Pick<IssueTracker, "changesSince">;
};

/** GitHub's lists may lag behind; what was read twice changes nothing. */
const OVERLAP_MS = MINUTE;

/**
 * Reads what changed in a repository since the last time and follows it as if a webhook had told:
 * deliveries get lost, and none come while nobody listens. The first time it only begins.
 * @returns how many issues and releases had changed
 */
export async function reconcile(
  communityId: string,
  repository: string,
  deps: Deps,
): Promise<number> {
  const place = `changes:${repository.toLowerCase()}`;
  const cursor = await deps.tickets.cursor(communityId, place);
  const begun = deps.clock.now();
  if (cursor === null) {
    await deps.tickets.moveCursor(communityId, place, String(begun));
    return 0;
  }
  const since = Number(cursor) - OVERLAP_MS;
  const { issues, releases, whole } = await deps.tracker.changesSince(repository, since);
  for (const issue of issues) await followIssue(communityId, { event: "edited", issue }, deps);
  for (const release of releases) await followRepository(communityId, release, deps);
  const reached = whole ? begun : Math.max(Number(cursor), issues.at(-1)?.updatedAt ?? 0);
  await deps.tickets.moveCursor(communityId, place, String(reached));
  return issues.length + releases.length;
}

/** Reconciles each repository again and again, one after the other. */
export function startReconciling(
  options: Deps & {
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
