import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import {
  checkpointIfDue,
  startBackgroundWork,
  vacuumWorn,
} from "../../../src/integrations/store/pglite/background-work.ts";
import { MINUTE } from "../../../src/triage/model/clock.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { emptySnapshot } from "../../snapshot.ts";

let database: Database;

beforeAll(async () => {
  database = await openDatabase({ snapshot: await emptySnapshot() });
  await database.pool.query("CREATE TABLE jobs (n int, done int DEFAULT 0)");
  await vacuumWorn(database.pool);
});
afterAll(() => database.close());

/** What a queue does to its table: each job is added, and soon gone. */
async function wearOut(): Promise<void> {
  for (let n = 0; n < 30; n += 1) {
    await database.pool.query("INSERT INTO jobs SELECT n FROM generate_series(1, 20) AS n");
    await database.pool.query("DELETE FROM jobs");
  }
}

async function deadRows(): Promise<number> {
  // Statistics are written down once a second otherwise.
  await database.pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await database.pool.query<{ dead: number }>(
    "SELECT n_dead_tup::int AS dead FROM pg_stat_user_tables WHERE relname = 'jobs'",
  );
  return rows[0]?.dead ?? -1;
}

it("vacuums the tables that are worn, and leaves the others alone", async () => {
  await wearOut();
  expect(await deadRows()).toBeGreaterThan(500);
  expect(await vacuumWorn(database.pool)).toEqual(["public.jobs"]);
  expect(await deadRows()).toBe(0);
  expect(await vacuumWorn(database.pool)).toEqual([]);
});

it("keeps a table small through whatever passes through it, every minute until it is stopped", async () => {
  const clock = createManualClock(0);
  const onError = vi.fn();
  const stop = startBackgroundWork({ pool: database.pool, clock, onError });
  const size = async () =>
    (await database.pool.query("SELECT pg_relation_size('jobs')::int AS bytes")).rows[0].bytes;
  const sizes: number[] = [];
  for (let minute = 0; minute < 3; minute += 1) {
    await wearOut();
    sizes.push(await size());
    expect(await deadRows()).toBeGreaterThan(500);
    await vi.waitFor(() => expect(clock.waiting()).toBe(1));
    clock.advance(MINUTE);
    await vi.waitFor(async () => expect(await deadRows()).toBe(0));
  }
  expect(Math.max(...sizes)).toBe(sizes[0]);
  await stop();
  await wearOut();
  clock.advance(10 * MINUTE);
  expect(await deadRows()).toBeGreaterThan(500);
  expect(onError).not.toHaveBeenCalled();
});

it("writes a checkpoint when much was written, so that the log's files are used again", async () => {
  const { pool } = database;
  const logged = async () =>
    (await pool.query("SELECT sum(size)::int AS bytes FROM pg_ls_waldir()")).rows[0].bytes;
  async function write(): Promise<boolean> {
    await pool.query(
      "INSERT INTO jobs SELECT n FROM generate_series(1, 40000) AS n, generate_series(1, 12) AS m",
    );
    await pool.query("DELETE FROM jobs");
    return checkpointIfDue(pool);
  }
  expect(await write()).toBe(true);
  expect(await checkpointIfDue(pool)).toBe(false);
  const once = await logged();
  for (let n = 0; n < 3; n += 1) expect(await write()).toBe(true);
  expect(await logged()).toBeLessThan(2.5 * once);
});

it("tells of a failure, and tries again a minute later", async () => {
  const clock = createManualClock(0);
  const told: unknown[] = [];
  const query = vi.fn().mockRejectedValue(new Error("no disk"));
  const stop = startBackgroundWork({
    pool: { query },
    clock,
    onError: (error) => told.push(error),
  });
  clock.advance(MINUTE);
  // Neither of the two keeps the other from being tried.
  const noDisk = { message: "no disk" };
  await vi.waitFor(() => expect(told).toMatchObject([noDisk, noDisk]));
  await vi.waitFor(() => {
    clock.advance(MINUTE);
    expect(query.mock.calls.length).toBeGreaterThan(1);
  });
  await stop();
});

/** Three worn tables, one of which may not be vacuumed. */
function worn(vacuumed: string[], damaged?: string) {
  const rows = ["a", "b", "c"].map((name) => ({ name }));
  return vi.fn(async (text: string) => {
    const name = /^VACUUM.* (\w)$/.exec(text)?.[1];
    if (name) vacuumed.push(name);
    if (name && name === damaged) throw new Error("damaged");
    return { rows };
  });
}

it("goes on to the other tables when one cannot be vacuumed", async () => {
  const vacuumed: string[] = [];
  const query = worn(vacuumed, "a") as unknown as Database["pool"]["query"];
  await expect(vacuumWorn({ query })).rejects.toThrow("damaged");
  expect(vacuumed).toEqual(["a", "b", "c"]);
});

it("ends with the table at hand", async () => {
  const vacuumed: string[] = [];
  const query = worn(vacuumed) as unknown as Database["pool"]["query"];
  await vacuumWorn({ query }, () => vacuumed.length > 0);
  expect(vacuumed).toEqual(["a"]);
});
