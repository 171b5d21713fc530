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
    execute: (bytes) => database.execProtocolRawSync(bytes),
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
      case "close":
        await database.close();
        tell({ type: "closed" });
        return port.close();
    }
  });
  tell({ type: "ready" });
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
