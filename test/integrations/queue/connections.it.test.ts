import { DEFAULT_SCHEMA } from "bullmq";
import type pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connectQueues } from "../../../src/integrations/queue/connections.ts";
import { createQueues } from "../../../src/integrations/queue/queues.ts";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function connectionsOn(open: () => Promise<Database>): void {
  async function connected() {
    const database = await open();
    closers.push(() => database.close());
    const told: Error[] = [];
    const connections = await connectQueues(undefined, database, (error) => told.push(error));
    closers.push(() => connections.close());
    return { database, told, pool: connections.forWorkers as unknown as pg.Pool };
  }

  it("have BullMQ's schema on their search path, and the store's pool has not", async () => {
    const { database, pool } = await connected();
    const pathOf = async (one: pg.Pool) => (await one.query("SHOW search_path")).rows[0];
    expect(await pathOf(pool)).toEqual({ search_path: DEFAULT_SCHEMA });
    expect(JSON.stringify(await pathOf(database.pool))).not.toContain(DEFAULT_SCHEMA);
  });

  it("make no table beside the store's own", async () => {
    const { database } = await connected();
    const { rows } = await database.pool.query<{ table_schema: string }>(
      `SELECT DISTINCT table_schema FROM information_schema.tables
        WHERE table_name IN ('bullmq_job', 'bullmq_migrations') OR table_schema = $1`,
      [DEFAULT_SCHEMA],
    );
    expect(rows).toEqual([{ table_schema: DEFAULT_SCHEMA }]);
  });

  it("tell of an idle connection that broke, and the process goes on", async () => {
    const { pool, told } = await connected();
    pool.emit("error", new Error("the server went away"), undefined as never);
    expect(told.map(({ message }) => message)).toContain("the server went away");
  });
}

describe("the queues' connections to PGlite", () => {
  connectionsOn(async () => openDatabase({ snapshot: await emptySnapshot() }));

  it("may be lost by every queue and worker: that is logged, and nobody else hears of it", async () => {
    const database = await openDatabase({ snapshot: await emptySnapshot() });
    const logged: string[] = [];
    const note = (_: object, message: string) => void logged.push(message);
    const queues = await createQueues({
      database,
      prefix: "test",
      log: { warn: note, error: note },
    });
    await queues.work("act", async () => {});
    const printed = vi.spyOn(console, "error").mockReturnValue();
    closers.push(async () => printed.mockRestore());
    const unforeseen: unknown[] = [];
    const seen = (error: unknown) => void unforeseen.push(error);
    process.on("uncaughtException", seen).on("unhandledRejection", seen);
    closers.push(async () =>
      process.off("uncaughtException", seen).off("unhandledRejection", seen),
    );
    closers.push(() => queues.close({ force: true }).catch(() => {}));
    await database.close().catch(() => {});
    await queues
      .add("act", "t1", { communityId: "c1", ticketId: "t1" })
      .catch((error: unknown) => expect(error).toBeInstanceOf(Error));
    await expect.poll(() => logged, { timeout: 10_000 }).toContain("Worker error");
    expect(unforeseen).toEqual([]);
    // Where the libraries print what nobody listens for: past the log, and past its redaction.
    expect(printed).not.toHaveBeenCalled();
  });
});

describeWithService("postgresql", "the queues' connections to PostgreSQL", (url) => {
  connectionsOn(() => openDatabase({ url }));
});

it("to a Redis that goes away tell of it, and print nothing", async () => {
  const printed = vi.spyOn(console, "error").mockReturnValue();
  closers.push(async () => printed.mockRestore());
  const told: Error[] = [];
  const opening = connectQueues("redis://127.0.0.1:1", undefined, (error) => told.push(error));
  await expect(opening).rejects.toThrow(/REDIS_URL/);
  expect(told.length).toBeGreaterThan(0);
  expect(printed).not.toHaveBeenCalled();
});
