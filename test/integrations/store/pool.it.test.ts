import pg from "pg";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/integrations/store/database.ts";
import { UserError } from "../../../src/triage/model/errors.ts";
import { poolContract } from "../../contracts/pool.contract.ts";
import { describeWithService } from "../../services.ts";
import { emptySnapshot } from "../../snapshot.ts";

describe("a pool on PGlite", () => {
  poolContract(async () => openDatabase({ snapshot: await emptySnapshot() }));

  it("goes on when a connection breaks, idle or in somebody's hands", async () => {
    const told: string[] = [];
    const onError = ({ message }: Error) => void told.push(message);
    const database = await openDatabase({ snapshot: await emptySnapshot(), onError });
    const client = await database.pool.connect();
    // Nobody listening, an event of this name throws.
    client.emit("error", new Error("in use"));
    client.release(true);
    database.pool.emit("error", new Error("idle"), client);
    expect(told).toEqual(["idle"]);
    await database.close();
  });
});

/** Ends a connection from outside, as a server that stops does. */
async function ended(url: string, pid: number | undefined): Promise<void> {
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query("SELECT pg_terminate_backend($1)", [pid]);
  await admin.end();
}

describeWithService("postgresql", "a pool on PostgreSQL", (url) => {
  poolContract(() => openDatabase({ url }));

  it("loses a connection that somebody has: their query fails, and the process goes on", async () => {
    const unforeseen: Error[] = [];
    const note = (error: Error) => void unforeseen.push(error);
    process.on("uncaughtException", note);
    const database = await openDatabase({ url });
    try {
      const client = await database.pool.connect();
      const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      const gone = new Promise((resolve) => client.once("end", () => resolve(null)));
      const waiting = expect(client.query("SELECT pg_sleep(60)")).rejects.toThrow();
      await ended(url, rows[0]?.pid);
      await waiting;
      await gone;
      client.release(true);
      await database.pool.query("SELECT 1");
      expect(unforeseen).toEqual([]);
    } finally {
      process.off("uncaughtException", note);
      await database.close();
    }
  });
});

describe("a PostgreSQL server that cannot be used", () => {
  it("is named by its host, without the password", async () => {
    const opening = openDatabase({ url: "postgres://bot:hidden@127.0.0.1:1/signalbox" });
    await expect(opening).rejects.toBeInstanceOf(UserError);
    await expect(opening).rejects.toThrow(/^(?!.*hidden).*127\.0\.0\.1:1.*DATABASE_URL/);
  });
});
