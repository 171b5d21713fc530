import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backUp } from "../../../src/integrations/store/backup.ts";
import { type Database, openDatabase } from "../../../src/integrations/store/database.ts";
import { emptySnapshot } from "../../snapshot.ts";

let dataDir: string;
const opened: Database[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "signalbox-"));
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(options: Parameters<typeof openDatabase>[0] = {}): Promise<Database> {
  const database = await openDatabase({ dataDir, ...options });
  opened.push(database);
  return database;
}

describe("the embedded database", () => {
  it("keeps what was written across a restart", async () => {
    const first = await open({ snapshot: await emptySnapshot() });
    await first.pool.query("CREATE TABLE kept AS SELECT 7 AS n");
    await opened.pop()?.close();
    const second = await open();
    expect((await second.pool.query("SELECT n FROM kept")).rows).toEqual([{ n: 7 }]);
  });

  it("keeps every acknowledged row when the process is killed", async () => {
    await open({ snapshot: await emptySnapshot() });
    await opened.pop()?.close();
    const acknowledged = await writeUntilKilled(dataDir, 50);
    const database = await open();
    const { rows } = await database.pool.query("SELECT n FROM survivors ORDER BY n");
    const survivors = rows.map(({ n }) => n);
    expect(acknowledged.length).toBeGreaterThanOrEqual(50);
    expect(survivors).toEqual(expect.arrayContaining(acknowledged));
  });

  it("lets one process own the folder, and names it to the second", async () => {
    await open({ snapshot: await emptySnapshot() });
    await expect(openDatabase({ dataDir })).rejects.toThrow(
      new RegExp(`in use by process ${process.pid} .*DATABASE_URL`),
    );
  });

  it("keeps nothing of what it answered", async () => {
    const { pool, heapUsed } = await open({ dataDir: undefined, snapshot: await emptySnapshot() });
    const read = () => pool.query("SELECT n, repeat('x', 100) FROM generate_series(1, 1000) AS n");
    for (let n = 0; n < 5; n += 1) await read();
    const before = (await heapUsed?.()) ?? 0;
    for (let n = 0; n < 100; n += 1) await read();
    // Each row takes more than a hundred bytes; a hundred thousand were read.
    expect(((await heapUsed?.()) ?? 0) - before).toBeLessThan(8_000_000);
  });

  it("leaves the main thread free during a slow query", async () => {
    const database = await open({ dataDir: undefined, snapshot: await emptySnapshot() });
    let longest = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    await database.pool.query("SELECT count(*) FROM generate_series(1, 4000000) AS n");
    const took = performance.now() - started;
    clearInterval(pulse);
    expect(longest).toBeLessThan(took / 2);
  });

  it("finds vectors by nearness", async () => {
    const database = await open({ dataDir: undefined, snapshot: await emptySnapshot() });
    const { pool } = database;
    await pool.query("CREATE EXTENSION vector");
    await pool.query("CREATE TABLE points (name text, at vector(2))");
    await pool.query("INSERT INTO points VALUES ('far','[9,9]'), ('near','[1,0]')");
    const { rows } = await pool.query("SELECT name FROM points ORDER BY at <=> '[1,0.1]' LIMIT 1");
    expect(rows).toEqual([{ name: "near" }]);
  });

  it("refuses a query that waits too long for a silent transaction, and serves it later", async () => {
    const snapshot = await emptySnapshot();
    const database = await open({ dataDir: undefined, snapshot, patienceMs: 50 });
    const holder = await database.pool.connect();
    const other = await database.pool.connect();
    await holder.query("BEGIN");
    await expect(other.query("SELECT 1")).rejects.toMatchObject({ code: "55P03" });
    await holder.query("COMMIT");
    expect((await other.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    holder.release();
    other.release();
  });

  it("refuses to copy from the client, and goes on", async () => {
    const database = await open({ dataDir: undefined, snapshot: await emptySnapshot() });
    const copying = database.pool.query("COPY pg_class FROM STDIN");
    await expect(copying).rejects.toMatchObject({ code: "0A000" });
    expect((await database.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("comes back from a backup, and deletes the oldest ones", async () => {
    const database = await open({ dataDir: undefined, snapshot: await emptySnapshot() });
    const { dump, pool } = database;
    if (!dump) throw new Error("the embedded database can be dumped");
    await pool.query("CREATE TABLE kept AS SELECT 1 AS n");
    const folder = join(dataDir, "backups");
    const options = { database: { dump }, folder, keep: 2 };
    const first = await backUp(options, Date.UTC(2026, 0, 1));
    await pool.query("UPDATE kept SET n = 2");
    await backUp(options, Date.UTC(2026, 0, 2));
    const third = await backUp(options, Date.UTC(2026, 0, 3));
    await expect(readFile(first)).rejects.toThrow("ENOENT");

    const restored = await open({ snapshot: new Uint8Array(await readFile(third)) });
    expect((await restored.pool.query("SELECT n FROM kept")).rows).toEqual([{ n: 2 }]);
  });
});

/** Another process writes row after row, and is killed once it has said so `enough` times. */
async function writeUntilKilled(folder: string, enough: number): Promise<number[]> {
  const module = new URL("../../../src/integrations/store/database.ts", import.meta.url);
  const script = join(folder, "writer.ts");
  await writeFile(
    script,
    `import { openDatabase } from ${JSON.stringify(module.href)};
     const { pool } = await openDatabase({ dataDir: ${JSON.stringify(folder)} });
     await pool.query("CREATE TABLE survivors (n int PRIMARY KEY)");
     for (let n = 0; ; n++) {
       await pool.query("INSERT INTO survivors VALUES ($1)", [n]);
       process.stdout.write(n + "\\n");
     }`,
  );
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.split("\n").length > enough) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return said.split("\n").slice(0, -1).map(Number);
}
