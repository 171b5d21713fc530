import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { createSharedSession } from "./shared-session.ts";
import { type Compression, type FromWorker, type ToWorker, WorkerData } from "./worker-messages.ts";

/**
 * The thread that PGlite runs in: a slow query blocks this thread, and leaves heartbeats and
 * three-second acknowledgements on the main one alone.
 */
async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  const { folder, snapshot, patienceMs } = WorkerData.parse(workerData);
  const tell = (message: FromWorker) => port.postMessage(message);
  const database = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(snapshot === undefined ? {} : { loadDataDir: toFile(snapshot) }),
    extensions: { vector },
  });
  const session = createSharedSession({
    execute: (bytes) => execute(database, bytes),
    send: (connection, bytes) => tell({ type: "bytes", connection, bytes }),
    patienceMs,
  });

  port.on("message", async (message: ToWorker) => {
    switch (message.type) {
      case "bytes":
        return session.receive(message.connection, message.bytes);
      case "leave":
        return session.leave(message.connection);
      case "dump":
        return tell({ type: "dumped", tarball: await dump(database, message.compression) });
      case "measure":
        // Where garbage can be collected on demand, what is left is what is held.
        globalThis.gc?.();
        return tell({ type: "measured", heapUsed: process.memoryUsage().heapUsed });
      case "close":
        await database.close();
        tell({ type: "closed" });
        return port.close();
    }
  });
  tell({ type: "ready" });
}

/**
 * Runs protocol messages to their end, before it returns; whatever it throws ends the thread.
 * `execProtocolRawSync` would answer the same, but also parse each answer and keep for ever what it
 * has parsed: every row that was ever read.
 */
function execute(database: PGlite, bytes: Uint8Array): Uint8Array {
  const answers: Buffer[] = [];
  // The part lies in PGlite's own memory, and is overwritten by the next.
  const onRawData = (part: Uint8Array) => void answers.push(Buffer.from(part));
  void database.execProtocolRawStream(bytes, { syncToFs: false, onRawData });
  return Buffer.concat(answers);
}

/** PGlite goes by the file's name to tell whether it is compressed. */
function toFile(tarball: Uint8Array<ArrayBuffer>): File {
  const gzipped = tarball[0] === 0x1f && tarball[1] === 0x8b;
  return new File([tarball], gzipped ? "snapshot.tar.gz" : "snapshot.tar");
}

async function dump(database: PGlite, compression: Compression): Promise<Uint8Array<ArrayBuffer>> {
  const tarball = await database.dumpDataDir(compression);
  return new Uint8Array(await tarball.arrayBuffer());
}

if (parentPort) await main(parentPort);
