import type { Queues } from "./integrations/queue/queues.ts";
import type { Logger } from "./log.ts";
import { type TriageDeps, triageTicket } from "./triage/decide/triage-ticket.ts";
import { startExpiringImages } from "./triage/files/expire-images.ts";
import type { Images } from "./triage/files/kept-image.ts";
import { type ReconcileDeps, startReconciling } from "./triage/issues/reconcile.ts";
import { MINUTE } from "./triage/model/clock.ts";
import { applyActions, type ExecutorDeps } from "./triage/perform/apply-actions.ts";
import { type SweepDeps, startSweep } from "./triage/perform/sweep.ts";
import { type DigestDeps, startDigests } from "./triage/report/post-digest.ts";
import { updateBoard } from "./triage/review/arrange-board.ts";
import { watchDocs } from "./watch-docs.ts";

const TRIAGE_AT_ONCE = 4;
const ACT_AT_ONCE = 8;
/** How soon a new version of the docs index is noticed. */
const DOCS_WATCH_MS = MINUTE;

type Needs = {
  readonly communityId: string;
  readonly deps: TriageDeps &
    ExecutorDeps &
    Parameters<typeof updateBoard>[1] &
    DigestDeps &
    ReconcileDeps &
    Omit<SweepDeps, "communityId">;
  readonly queues: Queues;
  readonly images: Images;
  /** Follows a webhook's delivery that was saved. */
  readonly handleDelivery: (deliveryId: string) => Promise<void>;
  /** Does what a new version of the docs index asks for, and nothing when there is none. */
  readonly checkDocs: () => Promise<unknown>;
  /** Reads what webhooks should have told; null without access to GitHub. */
  readonly reconcile: {
    readonly everyMs: number;
    readonly repositories: () => Promise<readonly string[]>;
  } | null;
  readonly log: Logger;
};

/**
 * Starts whatever triages and acts, and what does it again and again. All of it may run in several
 * processes at once.
 * @returns `nudge` tells that something may be due sooner than it was
 */
export async function startWorkers({ communityId, deps, queues, log, ...needs }: Needs) {
  const { clock } = deps;
  const sweep = startSweep({ ...deps, communityId });
  const repeated = [
    sweep,
    startDigests({
      ...deps,
      communityId,
      onError: (error) => log.error({ error }, "The weekly digest could not be planned"),
    }),
    startExpiringImages({
      communityId,
      images: needs.images,
      clock,
      onError: (error) => log.error({ error }, "Images could not be deleted"),
    }),
    watchDocs({
      everyMs: DOCS_WATCH_MS,
      clock,
      check: needs.checkDocs,
      onError: (error) => log.error({ error }, "Docs could not be checked"),
    }),
  ];
  if (needs.reconcile) {
    repeated.push(
      startReconciling({
        ...deps,
        ...needs.reconcile,
        communityId,
        onError: (error, repository) =>
          log.warn({ error, repository }, "Could not read what changed on GitHub"),
      }),
    );
  }
  // What a job leaves behind may be due sooner than what the sweep sleeps for.
  const then = (work: Promise<void>) => work.finally(sweep.nudge);
  await queues.work("triage", (job) => then(triageTicket(job.communityId, job.ticketId, deps)), {
    concurrency: TRIAGE_AT_ONCE,
  });
  await queues.work("act", (job) => then(applyActions(job.communityId, job.ticketId, deps)), {
    concurrency: ACT_AT_ONCE,
  });
  await queues.work("board", (job) => then(updateBoard(job.communityId, deps)));
  await queues.work("follow-up", (job) => then(needs.handleDelivery(job.deliveryId)));
  return {
    nudge: sweep.nudge,
    async stop() {
      await Promise.all(repeated.map((one) => one.stop()));
    },
  };
}
