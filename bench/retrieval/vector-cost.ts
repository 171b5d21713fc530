import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FUSED_PAGES, PASSAGES_A_PAGE } from "../../src/integrations/docs/fused-search.ts";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { prepareVectors } from "../../src/integrations/vectors/vector-schema.ts";
import { createVectorTable, EXACT_UP_TO } from "../../src/integrations/vectors/vector-table.ts";
import { createRandom } from "./random.ts";

export type VectorCost = {
  readonly vectors: number;
  readonly dimensions: number;
  readonly storeSeconds: number;
  /** How long the longest write kept the database from others. */
  readonly longestWriteMs: number;
  /** Sorting five thousand into cells, once, in batches of which none kept the database longer than the longest write. */
  readonly cellsMs: number | null;
  readonly memoryMegabytes: number;
  readonly diskMegabytes: number;
  /** Processor time of a search, which other programs on the machine change little. */
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const BATCH = 128;
const QUERIES = 200;
const MIDDLES = 300;
const SHELF = {
  communityId: "bench",
  collection: "passages",
  space: { model: "random", dimensions: 512 },
} as const;

/** What so many vectors cost in the embedded database, written and searched as in production. */
export async function vectorCostAt(count: number, seed: number): Promise<VectorCost> {
  const folder = await mkdtemp(join(tmpdir(), "vector-cost-"));
  const random = createRandom(seed);
  const { dimensions } = SHELF.space;
  const middles = Array.from({ length: MIDDLES }, () => anywhere(random, dimensions));
  const vector = () => around(middles[Math.floor(random() * MIDDLES)] ?? [], random);
  const memory = process.memoryUsage().rss;
  const database = await openDatabase({ dataDir: folder });
  try {
    await prepareVectors(database.pool);
    const table = createVectorTable(database.pool);
    let cellsMs: number | null = null;
    let storing = 0;
    let longestWriteMs = 0;
    for (let from = 0; from < count; from += BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => {
        const key = `${from + at}`;
        return { key, hash: key, origin: null, vector: vector() };
      });
      const wrote = await timed(() => table.put(SHELF, rows));
      storing += wrote;
      longestWriteMs = Math.max(longestWriteMs, wrote);
      if (cellsMs === null && from + BATCH > EXACT_UP_TO) {
        cellsMs = await timed(() => table.sortIntoCells(SHELF, from + BATCH));
      }
    }
    const top = FUSED_PAGES * PASSAGES_A_PAGE;
    const times: number[] = [];
    const cpu = process.cpuUsage();
    for (let query = 0; query < QUERIES; query += 1) {
      const asked = vector();
      times.push(await timed(() => table.near(SHELF, asked, { top })));
    }
    const { user, system } = process.cpuUsage(cpu);
    times.sort((a, b) => a - b);
    const { rows } = await database.pool.query<{ bytes: string }>(
      "SELECT pg_total_relation_size('vectors') AS bytes",
    );
    return {
      vectors: count,
      dimensions,
      storeSeconds: storing / 1_000,
      longestWriteMs,
      cellsMs,
      memoryMegabytes: (process.memoryUsage().rss - memory) / 1e6,
      diskMegabytes: Number(rows[0]?.bytes ?? 0) / 1e6,
      cpuMs: (user + system) / 1_000 / QUERIES,
      p50Ms: times[Math.floor(QUERIES * 0.5)] ?? 0,
      p99Ms: times[Math.floor(QUERIES * 0.99)] ?? 0,
    };
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function anywhere(random: () => number, dimensions: number): number[] {
  return Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
}

/** Texts of one docs come in clusters; so do these. */
function around(middle: readonly number[], random: () => number): Float32Array {
  const vector = Float32Array.from(
    middle,
    (value) => value + 1.3 * (random() + random() + random() - 1.5),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
