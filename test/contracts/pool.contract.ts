import { Kysely, PostgresDialect, sql } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../src/integrations/store/database.ts";
import { PoolInsideTransactionError } from "../../src/integrations/store/guarded-pool.ts";

/** What the store and BullMQ expect of a pool, whatever database is behind it. */
export function poolContract(open: () => Promise<Database>): void {
  let database: Database;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await open();
    pool = database.pool;
    await pool.query("DROP TABLE IF EXISTS pool_rows");
    await pool.query("CREATE TABLE pool_rows (id int PRIMARY KEY, note text)");
  });
  afterAll(() => database.close());

  describe("queries", () => {
    it("gives types as pg gives them", async () => {
      const { rows } = await pool.query(
        `SELECT 9007199254740993::int8 AS int8, 7::int4 AS int4, 1.50::numeric AS numeric, '\\x0102'::bytea AS bytea,
                '2026-01-02T03:04:05.678Z'::timestamptz AS at, '{"a":[1]}'::jsonb AS jsonb, '[2]'::json AS json,
                ARRAY['a','b c',NULL]::text[] AS texts, ARRAY[1,2]::int[] AS ints, true AS flag, NULL AS nothing,
                'x'::text AS text, 0.5::float8 AS float8, count(*) AS count FROM pool_rows`,
      );
      expect(rows).toEqual([
        {
          int8: "9007199254740993",
          int4: 7,
          numeric: "1.50",
          bytea: Buffer.from([1, 2]),
          at: new Date("2026-01-02T03:04:05.678Z"),
          jsonb: { a: [1] },
          json: [2],
          texts: ["a", "b c", null],
          ints: [1, 2],
          flag: true,
          nothing: null,
          text: "x",
          float8: 0.5,
          count: "0",
        },
      ]);
    });

    it("takes values as pg takes them", async () => {
      const at = new Date("2026-05-06T07:08:09.010Z");
      const values = [Buffer.from([0, 255]), at, { a: "ü" }, ["x", 'y"z'], 12n, null];
      const { rows } = await pool.query(
        "SELECT $1::bytea AS b, $2::timestamptz AS at, $3::jsonb AS j, $4::text[] AS t, $5::int8 AS n, $6::text AS nil",
        values,
      );
      expect(rows).toEqual([
        { b: Buffer.from([0, 255]), at, j: { a: "ü" }, t: ["x", 'y"z'], n: "12", nil: null },
      ]);
    });

    it("takes a query as an object, in rows of arrays too", async () => {
      const found = await pool.query({ text: "SELECT $1::int AS one, 2 AS two", values: [1] });
      expect(found).toMatchObject({ rows: [{ one: 1, two: 2 }], rowCount: 1, command: "SELECT" });
      const { rows } = await pool.query({ text: "SELECT 1, 2", rowMode: "array" });
      expect(rows).toEqual([[1, 2]]);
    });

    it("counts the rows that a statement changed", async () => {
      const { rowCount, command } = await pool.query(
        "INSERT INTO pool_rows VALUES (101,'a'),(102,'b') ON CONFLICT DO NOTHING",
      );
      expect({ rowCount, command }).toEqual({ rowCount: 2, command: "INSERT" });
    });

    it("carries a megabyte either way", async () => {
      const text = "x".repeat(1024 * 1024);
      const { rows } = await pool.query("SELECT $1::text AS text", [text]);
      expect(rows[0].text === text).toBe(true);
    });

    it("rejects with the server's code, and goes on", async () => {
      await expect(pool.query("SELECT * FROM nowhere")).rejects.toMatchObject({ code: "42P01" });
      await expect(pool.query("SELECT $1::int", ["x"])).rejects.toMatchObject({ code: "22P02" });
      await pool.query("INSERT INTO pool_rows VALUES (103)");
      await expect(pool.query("INSERT INTO pool_rows VALUES (103)")).rejects.toMatchObject({
        code: "23505",
        constraint: "pool_rows_pkey",
      });
      expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    });

    it("answers many at once", async () => {
      const numbers = Array.from({ length: 200 }, (_, n) => n);
      const answers = await Promise.all(
        numbers.map(async (n) => (await pool.query("SELECT $1::int AS n", [n])).rows[0].n),
      );
      expect(answers).toEqual(numbers);
    });
  });

  describe("transactions", () => {
    it("keeps other clients out of an open transaction", async () => {
      const one = await pool.connect();
      const two = await pool.connect();
      await one.query("-- a comment first\nBEGIN");
      await one.query("INSERT INTO pool_rows VALUES (1, 'draft')");
      const meanwhile = two.query("SELECT count(*)::int AS n FROM pool_rows WHERE id = 1");
      await one.query("ROLLBACK");
      expect((await meanwhile).rows).toEqual([{ n: 0 }]);
      one.release();
      two.release();
    });

    it("lets a failed transaction be rolled back, and others in after it", async () => {
      const client = await pool.connect();
      await client.query("BEGIN");
      await expect(client.query("SELECT 1/0")).rejects.toMatchObject({ code: "22012" });
      await expect(client.query("SELECT 1")).rejects.toMatchObject({ code: "25P02" });
      await client.query("ROLLBACK");
      client.release();
      expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    });

    it("ends the transaction of a client that is thrown away", async () => {
      const client = await pool.connect();
      await client.query("BEGIN");
      await client.query("INSERT INTO pool_rows VALUES (2, 'never')");
      client.release(true);
      await vi.waitFor(async () => {
        await afresh(async () => {
          const { rows } = await pool.query("SELECT id FROM pool_rows WHERE id = 2");
          expect(rows).toEqual([]);
        });
      });
    });

    it("refuses the pool inside a transaction of the same flow, and only there", async () => {
      const client = await pool.connect();
      const elsewhere = Promise.withResolvers<void>();
      const other = elsewhere.promise.then(() => pool.query("SELECT 1 AS one"));
      await client.query("BEGIN");
      await expect(pool.query("SELECT 1")).rejects.toThrow(PoolInsideTransactionError);
      await expect(pool.connect()).rejects.toThrow(PoolInsideTransactionError);
      elsewhere.resolve();
      await client.query("COMMIT");
      client.release();
      expect((await other).rows).toEqual([{ one: 1 }]);
      expect((await pool.query("SELECT 2 AS two")).rows).toEqual([{ two: 2 }]);
    });
  });

  describe("notifications", () => {
    it("reach the clients that listen on the channel", async () => {
      const listener = await pool.connect();
      const bystander = await pool.connect();
      const heard: unknown[] = [];
      const overheard: unknown[] = [];
      listener.on("notification", ({ channel, payload }) => heard.push([channel, payload]));
      bystander.on("notification", (notification) => overheard.push(notification));
      await listener.query("-- comments come first here\n/* of both kinds */ LISTEN pool_news;\n");
      await bystander.query("LISTEN pool_other");

      await pool.query("SELECT pg_notify('pool_news', $1)", ["first"]);
      await bystander.query("BEGIN; NOTIFY pool_news, 'undone'; ROLLBACK");
      await listener.query("NOTIFY pool_news, 'own'");
      await vi.waitFor(() =>
        expect(heard).toEqual([
          ["pool_news", "first"],
          ["pool_news", "own"],
        ]),
      );
      expect(overheard).toEqual([]);
      listener.release(true);
      bystander.release(true);
    });

    it("stop for one client after UNLISTEN, not for the others", async () => {
      const leaving = await pool.connect();
      const staying = await pool.connect();
      const heard: string[] = [];
      leaving.on("notification", () => heard.push("leaving"));
      staying.on("notification", () => heard.push("staying"));
      await leaving.query('LISTEN "Pool News"');
      await staying.query('LISTEN "Pool News"');
      await leaving.query('UNLISTEN "Pool News"');
      await pool.query("SELECT pg_notify('Pool News', '')");
      await vi.waitFor(() => expect(heard).toEqual(["staying"]));
      await staying.query("UNLISTEN *");
      await pool.query("SELECT pg_notify('Pool News', '')");
      await pool.query("SELECT 1");
      expect(heard).toEqual(["staying"]);
      leaving.release(true);
      staying.release(true);
    });
  });

  it("looks names up in each pool's own search path", async () => {
    await pool.query("DROP SCHEMA IF EXISTS pool_side CASCADE");
    await pool.query("CREATE SCHEMA pool_side");
    await pool.query("CREATE TABLE pool_side.pool_rows (side text)");
    const side = database.createPool({ searchPath: "pool_side", max: 2 });
    await side.query("INSERT INTO pool_rows VALUES ('here')");
    const [ours, theirs] = await Promise.all([
      pool.query("SELECT * FROM pool_rows WHERE id < 0"),
      side.query("SELECT * FROM pool_rows"),
    ]);
    expect(ours.fields.map(({ name }) => name)).toEqual(["id", "note"]);
    expect(theirs.rows).toEqual([{ side: "here" }]);
    await side.end();
    await pool.query("DROP SCHEMA pool_side CASCADE");
  });

  it("serves Kysely, transactions included", async () => {
    const side = database.createPool({ max: 4 });
    const db = new Kysely<{ pool_rows: { id: number; note: string | null } }>({
      dialect: new PostgresDialect({ pool: side }),
    });
    const failure = db.transaction().execute(async (trx) => {
      await trx.insertInto("pool_rows").values({ id: 301, note: "undone" }).execute();
      await expect(db.selectFrom("pool_rows").selectAll().execute()).rejects.toThrow(
        PoolInsideTransactionError,
      );
      throw new Error("changed my mind");
    });
    await expect(failure).rejects.toThrow("changed my mind");
    await db.transaction().execute(async (trx) => {
      await trx.insertInto("pool_rows").values({ id: 302, note: "kept" }).execute();
    });
    const rows = await db.selectFrom("pool_rows").selectAll().where("id", ">", 300).execute();
    expect(rows).toEqual([{ id: 302, note: "kept" }]);
    expect((await sql<{ n: string }>`select 5::int8 as n`.execute(db)).rows).toEqual([{ n: "5" }]);
    await db.destroy();
  });

  it("ends cleanly, and refuses afterwards", async () => {
    const side = database.createPool({ max: 2 });
    await side.query("SELECT 1");
    await side.end();
    await expect(side.query("SELECT 1")).rejects.toThrow(/after calling end/);
  });
}

/** Runs outside the transaction that an earlier BEGIN of the same test left marked as open. */
async function afresh(work: () => Promise<void>): Promise<void> {
  const { AsyncResource } = await import("node:async_hooks");
  await AsyncResource.bind(work)();
}
