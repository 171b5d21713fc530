import { hostname } from "node:os";
import pg from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { createLease, type Holder, type Lease } from "../../../src/integrations/store/lease.ts";
import { aDatabase } from "../../cli/a-database.ts";
import { describeWithService } from "../../services.ts";

const PATIENCE = { timeout: 20_000, interval: 20 };
const NAME = "gateway of acme";

describeWithService("postgresql", "what one process has at a time", (server) => {
  let own: Awaited<ReturnType<typeof aDatabase>>;
  let admin: pg.Client;
  const opened: { lease: Lease; database: Database }[] = [];

  beforeEach(async () => {
    own = await aDatabase(server);
    admin = new pg.Client(own.url);
    await admin.connect();
  });
  afterEach(async () => {
    for (const { lease, database } of opened.splice(0)) {
      await lease.release();
      await database.close();
    }
    await admin.end();
    await own.drop();
  });

  async function aProcess(name = NAME, lapseMs?: number) {
    const database = await openDatabase({ url: own.url });
    const lost: Holder[] = [];
    const errors: unknown[] = [];
    const lease = createLease({
      database,
      name,
      onLost: (holder) => void lost.push(holder),
      onError: (error) => void errors.push(error),
      lookEveryMs: 20,
      ...(lapseMs === undefined ? {} : { lapseMs }),
    });
    opened.push({ lease, database });
    return { ...lease, lost, errors };
  }

  const backends = async () =>
    (
      await admin.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'signalbox gateway%' AND datname = current_database() ORDER BY backend_start",
      )
    ).rows.map(({ pid }) => pid);

  it("is told with who has it, and goes over when that one lets go", async () => {
    const [first, second, other] = [await aProcess(), await aProcess(), await aProcess("another")];
    expect(await first.take()).toBeNull();
    expect(await other.take()).toBeNull();
    expect(await second.take()).toEqual({
      name: `signalbox gateway ${process.pid} on ${hostname()}`.slice(0, 63),
      since: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const waiting = second.wait();
    await first.release();
    expect(await waiting).toBe(true);
    opened.shift();
  });

  it("goes over when the holder's connection breaks, and the holder hears of it", async () => {
    const [first, second] = [await aProcess(), await aProcess()];
    expect(await first.take()).toBeNull();
    expect(await second.take()).not.toBeNull();
    const [pid] = await backends();
    // Whoever stands in line has it the moment that the connection is gone.
    const next = new pg.Client(own.url);
    await next.connect();
    const inLine = next.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [NAME]);
    await vi.waitFor(async () => {
      const waiting = await admin.query("SELECT FROM pg_locks WHERE NOT granted");
      expect(waiting.rowCount).toBe(1);
    }, PATIENCE);
    await admin.query("SELECT pg_terminate_backend($1)", [pid]);
    await inLine;
    await vi.waitFor(() => expect(first.lost).toHaveLength(1), PATIENCE);
    expect(first.isInDoubt()).toBe(true);
    await next.end();
    expect(await second.wait()).toBe(true);
  });

  it("stays where it was when the connection breaks and nobody else wants it", async () => {
    const first = await aProcess();
    expect(await first.take()).toBeNull();
    const [pid] = await backends();
    await admin.query("SELECT pg_terminate_backend($1)", [pid]);
    await vi.waitFor(async () => {
      const [now] = await backends();
      expect(now).toBeDefined();
      expect(now).not.toBe(pid);
    }, PATIENCE);
    const second = await aProcess();
    await vi.waitFor(async () => expect(await second.take()).not.toBeNull(), PATIENCE);
    await vi.waitFor(() => expect(first.isInDoubt()).toBe(false), PATIENCE);
    expect(first.lost).toEqual([]);
  });

  it("is kept by a holder that is heard of, and taken by the server from one that is not", async () => {
    const kept = await aProcess(NAME, 400);
    expect(await kept.take()).toBeNull();
    const second = await aProcess();
    // Three lapses, by the server's clock.
    await admin.query("SELECT pg_sleep(1.2)");
    expect(await second.take()).not.toBeNull();
    await kept.release();
    opened.shift();

    // A process that is frozen holds its connection, and says nothing.
    const frozen = new pg.Client(own.url);
    frozen.on("error", () => {});
    await frozen.connect();
    await frozen.query("SET idle_session_timeout = '400ms'");
    await frozen.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [NAME]);
    expect(await second.wait()).toBe(true);
    await frozen.end().catch(() => {});
  });

  it("is waited for no longer once it was released", async () => {
    const [first, second] = [await aProcess(), await aProcess()];
    await first.take();
    const waiting = second.wait();
    await second.release();
    expect(await waiting).toBe(false);
    opened.pop();
  });
});

it("is had at once on the embedded database, which belongs to one process", async () => {
  const database = { kind: "pglite" as const, createPool: () => expect.unreachable() };
  const options = { database, name: NAME, onLost: () => {}, onError: () => {} };
  expect(await createLease(options).take()).toBeNull();
});
