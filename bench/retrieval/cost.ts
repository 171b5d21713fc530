import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { loadIndex } from "../../src/integrations/docs/open-index.ts";
import type { Delivery } from "../../src/integrations/docs/page-sources.ts";
import { searchPages } from "../../src/integrations/docs/search-pages.ts";
import type { CorpusPage, Question } from "./questions.ts";
import { createRandom } from "./random.ts";

export type Cost = {
  readonly passages: number;
  readonly pages: number;
  readonly terms: number;
  readonly buildSeconds: number;
  /** Processor time of the build, which other programs on the machine change little. */
  readonly buildCpuSeconds: number;
  readonly diskMegabytes: number;
  readonly loadMs: number;
  readonly memoryMegabytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** What an index of about so many passages costs, built, loaded and asked as in production. */
export async function costAt(
  passages: number,
  corpus: readonly CorpusPage[],
  passagesOf: (page: string) => number,
  questions: readonly Question[],
  seed: number,
): Promise<Cost> {
  const data = await mkdtemp(join(tmpdir(), "retrieval-cost-"));
  try {
    const source = { name: "docs", version: null, official: false };
    const pages = replicate(corpus, passages, passagesOf, seed);
    const cpu = process.cpuUsage();
    const started = performance.now();
    const report = await buildIndex(data, [{ source, pages }]);
    const built = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    const before = memoryInUse();
    const loading = performance.now();
    const index = await loadIndex(data);
    const loaded = performance.now();
    if (index === null) throw new Error("the index was not built");
    const ask = () =>
      questions.map(({ question }) => {
        const from = performance.now();
        searchPages(index, question, 5);
        return performance.now() - from;
      });
    ask();
    const times = [...ask(), ...ask(), ...ask()].sort((a, b) => a - b);
    return {
      passages: report.passages,
      pages: report.pages,
      terms: index.lexicon.terms.size,
      buildSeconds: (built - started) / 1_000,
      buildCpuSeconds: (user + system) / 1e6,
      diskMegabytes: (await sizeOf(join(data, "docs-index"))) / 1e6,
      loadMs: loaded - loading,
      memoryMegabytes: (memoryInUse() - before) / 1e6,
      p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
      p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

const CHANGED_WORDS = 0.1;

// Copies say the same in other words: one word in ten gets one of a hundred endings, so that vocabulary grows too.
async function* replicate(
  corpus: readonly CorpusPage[],
  wanted: number,
  passagesOf: (page: string) => number,
  seed: number,
): AsyncGenerator<Delivery> {
  const random = createRandom(seed);
  const change = (word: string) =>
    random() < CHANGED_WORDS ? `${word}q${Math.floor(random() * 100)}` : word;
  let passages = 0;
  for (let copy = 0; passages < wanted; copy += 1) {
    for (const { page, text } of corpus) {
      if (passages >= wanted) return;
      passages += passagesOf(page);
      const name = copy === 0 ? page : `copy-${copy}/${page}`;
      const words = copy === 0 ? text : text.replace(/\b[a-z]{4,}\b/g, change);
      const made = { page: name, text: words, title: null, url: null, file: name, changedAt: null };
      yield { type: "page", page: made };
    }
  }
}

function memoryInUse(): number {
  setFlagsFromString("--expose_gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
