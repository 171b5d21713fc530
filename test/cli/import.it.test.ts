import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { triageInBatches } from "../../src/cli/import/run-batches.ts";
import { toAsk } from "../../src/cli/import/to-asks.ts";
import { Config } from "../../src/config/schema.ts";
import { createBatchEngine } from "../../src/engines.ts";
import { readPosts } from "../../src/integrations/imports/read-posts.ts";
import { createOfflineClassifier } from "../../src/integrations/offline/classifier.ts";
import { type Database, openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createStore } from "../../src/integrations/store/store.ts";
import { createMeter } from "../../src/triage/decide/meter.ts";
import { type ImportDeps, saveImported } from "../../src/triage/intake/import-post.ts";
import { createIds } from "../../src/triage/model/ids.ts";
import { createManualClock } from "../fakes/clock.ts";
import { createFakeDrafter, createFakeIndex, createFakeSameAsks } from "../fakes/engines.ts";
import { aPolicy } from "../fakes/house.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../simulators/openai/server.ts";
import { emptySnapshot } from "../snapshot.ts";
import { anInstallation } from "./an-installation.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const ROWS = [
  {
    id: 1,
    title: "Upload crashes",
    text: "It crashes on start. Error 500 since 2.4.1.",
    author: "ada",
  },
  { id: 2, title: "Timeouts", text: "How do I set a timeout?", author: "grace" },
  { id: 3, title: "", text: "Thanks all, this is great!", author: "linus" },
];
const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("signalbox import", () => {
  async function anOperator(config: Record<string, unknown> = {}) {
    const operator = await anInstallation({ config });
    closers.push(() => operator.close());
    // As a first start leaves it.
    const database = await openDatabase({ dataDir: join(operator.folder, ".signalbox", "db") });
    await migrate(database.pool);
    const clock = createManualClock();
    const ids = createIds(clock.now, () => randomBytes(10));
    const { tickets } = createStore({ pool: database.pool, ids, clock });
    const set = { key: "installedAt", value: 1, by: "a test", at: 1 };
    await tickets.changeSetting(operator.discord.guildId, set);
    await database.close();
    return operator;
  }

  it("imports a backlog that rests, and nothing when it is run again", async () => {
    const operator = await anOperator();
    const file = join(operator.folder, "posts.jsonl");
    await writeFile(file, jsonl([...ROWS, { id: 4, text: "" }]));
    const first = await operator.signalbox(["import", "--posts", file, "--json"]).done();
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({
      imported: 3,
      known: 0,
      triaged: 3,
      failed: 0,
    });
    const again = await operator.signalbox(["import", "--posts", file, "--json"]).done();
    expect(JSON.parse(again.out)).toMatchObject({ imported: 0, known: 3, triaged: 0 });
    const explained = await operator.signalbox(["explain", "SB-1"]).done();
    expect(explained.out).toMatch(/resting, bug.*silent: imported/);
  });

  it("says plainly what is wrong", async () => {
    const operator = await anOperator();
    const run = (...args: string[]) => operator.signalbox(["import", ...args]).done();
    expect(await run("--posts", "nowhere.jsonl")).toMatchObject({
      code: 2,
      err: expect.stringContaining("nowhere.jsonl: there is no such file"),
    });
    const file = join(operator.folder, "posts.jsonl");
    await writeFile(file, jsonl(ROWS));
    expect(await run("--posts", file, "--batch")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--batch needs engine: openai"),
    });
  });

  it("tells the cost of a model first, and spends nothing without a yes", async () => {
    const openai = await startOpenAiSimulator();
    closers.push(() => openai.close());
    const operator = await anOperator({ engine: "openai", openai: { base_url: openai.url } });
    const file = join(operator.folder, "posts.jsonl");
    await writeFile(file, jsonl(ROWS));
    const run = (...args: string[]) =>
      operator
        .signalbox(["import", "--posts", file, "--json", ...args], {
          OPENAI_API_KEY: "for this test",
        })
        .done();
    const unsaid = await run();
    expect(unsaid.code).toBe(2);
    expect(unsaid.err).toMatch(
      /3 posts: about \d+ tokens in and 1200 out, \$0\.\d+, by gpt-5-mini/,
    );
    expect(openai.requests()).toEqual([]);
    const agreed = await run("--yes");
    expect(JSON.parse(agreed.out)).toMatchObject({ imported: 3, triaged: 3 });
    expect(JSON.parse(agreed.out).dollars).toBeGreaterThan(0);
  });
});

describe("a backlog in batches", () => {
  let database: Database;
  let sim: OpenAiSimulator;

  async function aBacklog(rows: readonly object[]) {
    sim = await startOpenAiSimulator();
    database = await openDatabase({ snapshot: await emptySnapshot() });
    closers.push(
      () => sim.close(),
      () => database.close(),
    );
    await migrate(database.pool);
    const clock = createManualClock();
    const ids = createIds(clock.now, () => randomBytes(10));
    const store = createStore({ pool: database.pool, ids, clock });
    const policy = aPolicy();
    const deps: ImportDeps = {
      tickets: store.tickets,
      privacy: store.privacy,
      clock,
      ids,
      classifier: createOfflineClassifier(),
      drafter: createFakeDrafter(),
      passages: createFakeIndex(),
      sameAsks: createFakeSameAsks(),
      policyOf: async () => policy,
    };
    const folder = await mkdtemp(join(tmpdir(), "signalbox-backlog-"));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, "backlog.jsonl");
    await writeFile(file, jsonl(rows));
    for await (const row of readPosts(file)) {
      if (row.type === "post") await saveImported("acme", toAsk(row, 0), deps);
    }
    const budgets = { day: null, server: null, person: null };
    const meter = createMeter({ calls: store.calls, clock, budgets, zone: "UTC" });
    const config = Config.parse({
      community: "acme",
      discord: { server: "acme", channels: {}, review_channel: "r" },
      engine: "openai",
      openai: { base_url: sim.url },
    });
    const engine = createBatchEngine(config, { openaiKey: "none" }, clock, meter);
    const told: string[] = [];
    const run = async () => {
      const untriaged = () => store.imports.untriaged("acme");
      const running = triageInBatches("acme", untriaged, deps, {
        ...engine,
        told: (line) => void told.push(line),
        step: () => {},
      });
      let over = false;
      const end = running.then(
        () => {
          over = true;
        },
        () => {
          over = true;
        },
      );
      await vi.waitFor(() => {
        clock.advance(30_000);
        expect(over).toBe(true);
      }, 20_000);
      await end;
      return running;
    };
    return { store, engine, told, run };
  }

  it("is classified by the answers, each for its own post", async () => {
    const { store, run } = await aBacklog(ROWS);
    expect(await run()).toEqual({ triaged: 3, failed: [] });
    const { byKind } = await store.reports.figures("acme");
    expect(byKind).toEqual({ bug: 1, question: 1, other: 1 });
    expect(await store.tickets.settings("acme")).toMatchObject({ importBatches: [] });
    expect(await run()).toEqual({ triaged: 0, failed: [] });
    expect(sim.batches()).toHaveLength(1);
  });

  it("goes into another batch where one expired, and pays for nothing twice", async () => {
    const { store, run } = await aBacklog(ROWS);
    sim.nextBatch({ fate: "expires", after: 1 });
    expect(await run()).toEqual({ triaged: 3, failed: [] });
    expect(sim.batches().map(({ request_counts: counts }) => counts.total)).toEqual([3, 2]);
    const { rows } = await database.pool.query("SELECT 1 FROM model_calls");
    expect(rows).toHaveLength(3);
    expect(await store.imports.spent("acme")).toBeGreaterThan(0);
  });

  it("is left for a later run when batches expire again and again", async () => {
    const { run } = await aBacklog(ROWS);
    for (let n = 0; n < 3; n += 1) sim.nextBatch({ fate: "expires", after: 0 });
    const { triaged, failed } = await run();
    expect(triaged).toBe(0);
    expect(failed.map(({ why }) => why)).toEqual(
      Array(3).fill("its batch expired again and again"),
    );
    expect(await run()).toEqual({ triaged: 3, failed: [] });
  });

  it("collects what a killed run handed over, also when its answer was lost", async () => {
    const { store, engine, run } = await aBacklog(ROWS);
    const items = (await store.imports.untriaged("acme")).map((id) => ({
      id,
      input: { title: "It crashes", text: "", areas: [], tags: [] },
    }));
    await engine.batch.submit(items, "the-key");
    const value = [{ key: "the-key", id: null }];
    await store.tickets.changeSetting("acme", { key: "importBatches", value, by: "a test", at: 1 });
    expect(await run()).toEqual({ triaged: 3, failed: [] });
    expect(sim.batches()).toHaveLength(1);
  });

  it("takes the offline engine for a post that the model refuses, and says so", async () => {
    const { store, run } = await aBacklog(ROWS.slice(0, 1));
    sim.next({ twist: "refusal", text: "No." });
    expect(await run()).toEqual({ triaged: 1, failed: [] });
    const [ticket] = await store.tickets.find("acme", { code: "SB-1" });
    const known = ticket && (await store.tickets.load("acme", ticket.id));
    expect(known?.classification?.stamp).toMatchObject({
      engine: "offline",
      standsInBecause: "the model refused: No.",
    });
  });

  it("that is refused as a whole stops with the vendor's words, and can be tried again", async () => {
    const { run } = await aBacklog(ROWS);
    sim.nextBatch({ fate: "fails", message: "Enqueued token limit reached." });
    await expect(run()).rejects.toThrow(/Enqueued token limit reached\. Run the command again/);
    expect(await run()).toEqual({ triaged: 3, failed: [] });
  });
});
