import {
  type IQueueBackend,
  type JobsOptions,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from "bullmq";
import { connectQueues, type QueueConnections, type QueueDatabase } from "./connections.ts";
import { giveUpWhenHopeless, willPass } from "./give-up.ts";
import { JOBS, type Payload, QUEUE_NAMES, type QueueName } from "./jobs.ts";
import { createSparing } from "./sparing.ts";

export type QueueLog = {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

export type QueuesOptions = {
  /** With it the queues are on Redis, otherwise in the database. */
  readonly redisUrl?: string | undefined;
  readonly database?: QueueDatabase | undefined;
  /** Begins the name of every queue, so that several programs can share a server. */
  readonly prefix: string;
  readonly log: QueueLog;
  /** How long a job counts as being worked on after its worker was last heard of. */
  readonly lockMs?: number | undefined;
};

export type Counts = {
  readonly active: number;
  readonly waiting: number;
  readonly delayed: number;
};

export type Queues = {
  readonly backend: "redis" | "postgresql" | "pglite";
  /**
   * Wakes the queue's worker for `id`. While such a job waits, a second one changes nothing; while
   * one is being worked on, it runs once more afterwards, so that no wake-up is lost.
   */
  add<Name extends QueueName>(queue: Name, id: string, payload: Payload<Name>): Promise<void>;
  /** Begins to work. A handler may be called twice for one job (after a crash): be idempotent. */
  work<Name extends QueueName>(
    queue: Name,
    handler: (payload: Payload<Name>) => Promise<void>,
    options?: { readonly concurrency?: number },
  ): Promise<void>;
  /** What is under way or waits, for each queue. */
  counts(): Promise<Record<QueueName, Counts>>;
  /**
   * Lets the handlers that are running finish, then lets go of the connections. With `force` it
   * does not wait for them: their jobs are handed to another worker once their locks run out.
   */
  close(options?: { readonly force?: boolean }): Promise<void>;
};

type AnyQueue = Queue<unknown, void, string, unknown, void, string, IQueueBackend>;
type AnyWorker = Worker<unknown, void, string, IQueueBackend>;

const LOCK_MS = 10_000;
/** Failed jobs are kept for the operator to look at; the store decides what happens next. */
const KEEP_FAILED = { count: 500, age: 7 * 24 * 60 * 60 };
/** BullMQ's event stream, which nobody here reads. */
const KEEP_EVENTS = 100;
const MAX_STALLED = 5;

/** Opens the four queues on whichever back end there is. */
export async function createQueues(options: QueuesOptions): Promise<Queues> {
  const { prefix, log, redisUrl, database, lockMs = LOCK_MS } = options;
  const connectionFailed = createSparing((error, _, leftOut) =>
    log.error({ error, leftOut }, "Queue connection failed"),
  );
  const workerFailed = createSparing((error, queue, leftOut) =>
    log.error({ error, queue, leftOut }, "Worker error"),
  );
  const onError = (error: Error) => connectionFailed(error, "");
  const connections = await connectQueues(redisUrl, database, onError);
  const workers: AnyWorker[] = [];
  const nameOf = (queue: QueueName) => `${prefix}-${queue}`;
  const queues = Object.fromEntries(
    QUEUE_NAMES.map((name) => [name, openQueue(nameOf(name), connections, onError)]),
  ) as Record<QueueName, AnyQueue>;
  await Promise.all(Object.values(queues).map((queue) => queue.waitUntilReady()));

  return {
    backend: connections.backend,

    async add(queue, id, payload) {
      refuseUnsuitable(id);
      await queues[queue].add(queue, JOBS[queue].parse(payload), jobOptions(id));
    },

    async work(queue, handler, { concurrency = 1 } = {}) {
      const worker = newWorker(nameOf(queue), connections, { concurrency, lockMs }, (data) =>
        handler(JOBS[queue].parse(data) as Payload<typeof queue>),
      );
      worker.on("error", (error) => workerFailed(error, queue));
      worker.on("failed", (job, error) => {
        const told = { error, queue, job: job?.deduplicationId };
        // A neighbour that did not answer is asked again after the next sweep: nobody has to act.
        if (willPass(error)) log.warn(told, "Job failed; it is tried again");
        else log.error(told, "Job failed");
      });
      worker.on("stalled", (job) => log.warn({ queue, job }, "Job lost its worker"));
      workers.push(worker);
      await worker.waitUntilReady();
    },

    async counts() {
      const all = QUEUE_NAMES.map(async (name) => [name, await countsOf(queues[name])] as const);
      return Object.fromEntries(await Promise.all(all)) as Record<QueueName, Counts>;
    },

    async close({ force = false } = {}) {
      await Promise.all(workers.map((worker) => worker.close(force)));
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      await connections.close();
    },
  };
}

function openQueue(
  name: string,
  { forProducers, factory }: QueueConnections,
  onError: (error: Error) => void,
): AnyQueue {
  const options: QueueOptions = {
    connection: forProducers,
    streams: { events: { maxLen: KEEP_EVENTS } },
  };
  const queue: AnyQueue = new Queue(name, options, factory);
  queue.on("error", onError);
  return queue;
}

function newWorker(
  name: string,
  { forWorkers, factory }: QueueConnections,
  { concurrency, lockMs }: { readonly concurrency: number; readonly lockMs: number },
  handle: (data: unknown) => Promise<void>,
): AnyWorker {
  const options: WorkerOptions = {
    connection: forWorkers,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs / 2,
    maxStalledCount: MAX_STALLED,
  };
  const process = (job: { data: unknown }) => giveUpWhenHopeless(() => handle(job.data));
  return factory ? new Worker(name, process, options, factory) : new Worker(name, process, options);
}

/** The deduplication id frees itself when the job ends, and remembers who came while it ran. */
function jobOptions(id: string): JobsOptions {
  return {
    deduplication: { id, keepLastIfActive: true },
    attempts: 1,
    removeOnComplete: true,
    removeOnFail: KEEP_FAILED,
  };
}

/** BullMQ takes neither for an id, and would refuse only where the id becomes a job's own. */
function refuseUnsuitable(id: string): void {
  if (id === "" || /^\d+$/.test(id) || id.includes(":")) {
    throw new TypeError(`A job id may not be empty, a number or contain ":": ${id}`);
  }
}

async function countsOf(queue: AnyQueue): Promise<Counts> {
  const counts = await queue.getJobCounts("active", "waiting", "prioritized", "delayed");
  return {
    active: counts["active"] ?? 0,
    waiting: (counts["waiting"] ?? 0) + (counts["prioritized"] ?? 0),
    delayed: counts["delayed"] ?? 0,
  };
}
