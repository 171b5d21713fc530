import { join } from "node:path";
import type { Duplex } from "node:stream";
import { Worker } from "node:worker_threads";
import { UserError } from "../../../triage/model/errors.ts";
import { lockFolder } from "./folder-lock.ts";
import { PgliteStream } from "./stream.ts";
import type { Compression, FromWorker, ToWorker, WorkerData } from "./worker-messages.ts";

type Options = {
  /** Where the data live; in memory when left out. */
  readonly dataDir?: string | undefined;
  /** A dump to begin from, for a folder that is still empty. */
  readonly snapshot?: Uint8Array<ArrayBuffer> | undefined;
  /** How long a query waits for somebody else's silent transaction before it is refused. */
  readonly patienceMs?: number | undefined;
  /** Told when the thread ended by itself: nothing works any more, and only a restart helps. */
  readonly onDeath?: ((error: Error) => void) | undefined;
};

export type Embedded = {
  /** A connection of its own, to be spoken to as to a PostgreSQL server's socket. */
  connect(): Duplex;
  /** The whole database as a tar archive. */
  dump(compression: Compression): Promise<Uint8Array<ArrayBuffer>>;
  /** Bytes of JavaScript's heap that the thread uses. */
  heapUsed(): Promise<number>;
  close(): Promise<void>;
};

/** The files of the embedded database are there, and no database can be made of them. */
export class UnopenedError extends UserError {
  constructor(folder: string, cause: unknown) {
    const why = cause instanceof Error && cause.message !== "" ? ` (${cause.message})` : "";
    super(
      `The embedded database in ${folder} did not open: its files may be damaged, or the disk is full${why}. Move that folder away and go back to a backup (signalbox restore FILE); docs/operations.md tells how.`,
      { cause },
    );
  }
}

const PATIENCE_MS = 30_000;

/** Opens PGlite in a thread of its own, holding the folder's lock from before until after. */
export async function openEmbedded(options: Options = {}): Promise<Embedded> {
  const { dataDir, snapshot, patienceMs = PATIENCE_MS } = options;
  const lock = dataDir === undefined ? undefined : await lockFolder(dataDir);
  const folder = dataDir === undefined ? undefined : join(dataDir, "pglite");
  const workerData: WorkerData = { folder, snapshot, patienceMs };
  // Options that the program itself was started with, such as --input-type, are not for the thread.
  const worker = new Worker(workerFile(), { workerData, execArgv: [] });
  try {
    await answerFrom(worker, "ready");
  } catch (error) {
    await lock?.release();
    throw dataDir === undefined
      ? new Error("The embedded database did not open", { cause: error })
      : new UnopenedError(dataDir, error);
  }

  const streams = new Map<number, Duplex>();
  let made = 0;
  let fate: Error | undefined;
  let closing = false;
  const tell = (message: ToWorker) => worker.postMessage(message);
  worker.on("message", (message: FromWorker) => {
    if (message.type === "bytes") streams.get(message.connection)?.push(message.bytes);
  });
  const die = (error: Error) => {
    if (!closing && !fate) options.onDeath?.(error);
    fate = error;
    for (const stream of streams.values()) stream.destroy(error);
  };
  worker.on("error", die);
  worker.on("exit", () => die(fate ?? new Error("The embedded database is closed")));

  return {
    connect() {
      const connection = ++made;
      const stream = new PgliteStream({
        write: (bytes) => tell({ type: "bytes", connection, bytes }),
        leave: () => {
          streams.delete(connection);
          tell({ type: "leave", connection });
        },
      });
      streams.set(connection, stream);
      if (fate) stream.destroy(fate);
      return stream;
    },

    async dump(compression) {
      tell({ type: "dump", compression });
      return (await answerFrom(worker, "dumped")).tarball;
    },

    async heapUsed() {
      tell({ type: "measure" });
      return (await answerFrom(worker, "measured")).heapUsed;
    },

    async close() {
      closing = true;
      if (!fate) {
        tell({ type: "close" });
        await answerFrom(worker, "closed");
        await worker.terminate();
      }
      await lock?.release();
    },
  };
}

/** Node runs the TypeScript file as it is; in the published package it has become JavaScript. */
function workerFile(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./worker.${extension}`, import.meta.url);
}

function answerFrom<Type extends FromWorker["type"]>(
  worker: Worker,
  type: Type,
): Promise<Extract<FromWorker, { type: Type }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromWorker) => {
      if (message.type !== type) return;
      settle();
      resolve(message as Extract<FromWorker, { type: Type }>);
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    const onExit = () => onError(new Error("The embedded database's thread ended"));
    const settle = () => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}
