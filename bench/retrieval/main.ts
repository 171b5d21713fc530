import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { loadIndex } from "../../src/integrations/docs/open-index.ts";
import { pagesInFile } from "../../src/integrations/docs/page-sources.ts";
import { RANKING } from "../../src/integrations/docs/ranking.ts";
import { type Cost, costAt } from "./cost.ts";
import { crossValidate, FOLDS, tryGrid } from "./cross-validate.ts";
import { placesEmbedded } from "./embedded.ts";
import { fusedWith, pagesByWords } from "./fused.ts";
import { ABLATIONS, NEARBY, placesWith } from "./ours.ts";
import { PEERS } from "./peers.ts";
import { readDocsQa } from "./questions.ts";
import {
  compare,
  foundRates,
  meanScore,
  type Places,
  placesOf,
  type Score,
  scoreOf,
} from "./score.ts";
import { type VectorCost, vectorCostAt } from "./vector-cost.ts";

/** A published ranking that goes by words too: fusing with it says nothing about vectors. */
const BY_WORDS = /lexical|bm25/;
const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    seed: { type: "string", default: "1" },
    sizes: { type: "string", default: "6000,30000,100000" },
    "vector-sizes": { type: "string", default: "6000,30000,100000" },
    "no-peers": { type: "boolean", default: false },
    /** A real model: needs OPENAI_API_KEY, or --base-url of a compatible endpoint. */
    embed: { type: "string" },
    dimensions: { type: "string", default: "512" },
    "base-url": { type: "string" },
    vectors: { type: "string" },
  },
});
const seed = Number(values.seed);
const shared = resolve(process.env["SIGNALBOX_SHARED"] ?? "../shared");
const qa = await readDocsQa(shared);
const data = await mkdtemp(join(tmpdir(), "retrieval-"));
try {
  const source = { name: "docs", version: null, official: false };
  const built = await buildIndex(data, [{ source, pages: pagesInFile(qa.file) }]);
  const index = await loadIndex(data);
  if (index === null) throw new Error("the index was not built");
  console.log(
    `${qa.questions.length} questions, ${built.pages} pages, ${built.passages} passages; ${FOLDS} folds by page, seeds from ${seed}\n`,
  );
  console.log(row("", "found", "of first 5", "first", "MRR"));

  const tried = tryGrid(index, qa.questions);
  const runs = SEEDS.map((one) => crossValidate(tried, qa.questions, seed + one));
  const validated = runs.map(({ places }) => places);
  show(`ours, cross-validated, mean of ${runs.length} seeds`, meanScore(validated));
  for (const run of runs) show(`  seed ${run.seed}`, scoreOf(run.places));
  const results = new Map<string, Places>();
  add("ours, as shipped", placesWith(index, qa.questions, { options: RANKING }));
  if (!values["no-peers"]) {
    const passages = Array.from({ length: built.passages }, (_, number) => index.passage(number));
    for (const peer of PEERS) {
      add(peer.name, placesOf(qa.questions, await peer.rank(qa.pages, passages, qa.questions)));
    }
  }
  for (const [system, ranked] of qa.published) {
    add(`published: ${system}`, placesOf(qa.questions, ranked));
  }

  const words = pagesByWords(index, qa.questions);
  for (const [system, ranked] of qa.published) {
    if (BY_WORDS.test(system)) continue;
    add(`ours fused with published: ${system}`, fusedWith(words, ranked, qa.questions));
  }
  if (values.embed !== undefined) {
    const { fused, alone, tokens } = await placesEmbedded(data, index, qa.questions, {
      model: values.embed,
      dimensions: Number(values.dimensions),
      baseUrl: values["base-url"],
      folder: values.vectors,
    });
    add(`${values.embed} alone (${tokens} tokens embedded now)`, alone);
    add(`ours fused with ${values.embed}`, fused);
  }

  console.log(
    `\nOurs with a part left out, mean of ${NEARBY.length} settings near the shipped ones:`,
  );
  const ablations = ABLATIONS.map(([name, variant]) => {
    const near = NEARBY.map((options) => placesWith(index, qa.questions, variant(options)));
    const score = meanScore(near);
    show(`  ${name}`, score);
    return { name, ...score };
  });

  console.log("\nOurs, cross-validated, against each (paired bootstrap of the first five):");
  const compared = Array.from(results)
    .filter(([name]) => !name.startsWith("ours"))
    .map(([name, places]) => ({
      name,
      ...compare(foundRates(validated), foundRates([places]), seed),
    }));
  for (const one of compared) showDifference(one);

  console.log("\nOurs fused, against ours as shipped by words alone (the same bootstrap):");
  const shipped = foundRates([results.get("ours, as shipped") ?? []]);
  const gained = Array.from(results)
    .filter(([name]) => name.startsWith("ours fused"))
    .map(([name, places]) => ({ name, ...compare(foundRates([places]), shipped, seed) }));
  for (const one of gained) showDifference(one);

  const passageCounts = new Map(index.pages.map(({ page, passages }) => [page, passages]));
  const passagesOf = (page: string) => passageCounts.get(page) ?? 0;
  const costs: Cost[] = [];
  if (values.sizes !== "") console.log("\nCost, as in production:");
  for (const size of values.sizes.split(",").filter(Boolean).map(Number)) {
    const cost = await costAt(size, qa.pages, passagesOf, qa.questions, seed);
    costs.push(cost);
    console.log(
      `  ${String(cost.passages).padStart(7)} passages, ${cost.terms} terms: built in ${cost.buildSeconds.toFixed(1)} s (${cost.buildCpuSeconds.toFixed(1)} s of processor), ${cost.diskMegabytes.toFixed(0)} MB on disk, loaded in ${cost.loadMs.toFixed(0)} ms, ${cost.memoryMegabytes.toFixed(0)} MB in memory, a query p50 ${cost.p50Ms.toFixed(2)} ms, p99 ${cost.p99Ms.toFixed(2)} ms`,
    );
  }
  const vectorCosts: VectorCost[] = [];
  const vectorSizes = values["vector-sizes"].split(",").filter(Boolean).map(Number);
  if (vectorSizes.length > 0) console.log("\nCost of vectors, in the embedded database:");
  for (const size of vectorSizes) {
    const cost = await vectorCostAt(size, seed);
    vectorCosts.push(cost);
    const { vectors, dimensions, storeSeconds, longestWriteMs, cellsMs } = cost;
    console.log(
      `  ${String(vectors).padStart(7)} of ${dimensions} dimensions: stored in ${storeSeconds.toFixed(1)} s (longest write ${longestWriteMs.toFixed(0)} ms${cellsMs === null ? "" : `, first cells made in ${cellsMs.toFixed(0)} ms`}), ${cost.diskMegabytes.toFixed(0)} MB on disk, ${cost.memoryMegabytes.toFixed(0)} MB in memory with the database, a search ${cost.cpuMs.toFixed(1)} ms of processor, p50 ${cost.p50Ms.toFixed(1)} ms, p99 ${cost.p99Ms.toFixed(1)} ms`,
    );
  }
  if (values.json) {
    const scores = Object.fromEntries(Array.from(results, ([name, one]) => [name, scoreOf(one)]));
    const folds = runs.map((run) => ({ ...run, ...scoreOf(run.places), places: undefined }));
    const crossValidated = meanScore(validated);
    const report = {
      folds,
      crossValidated,
      scores,
      ablations,
      compared,
      gained,
      costs,
      vectorCosts,
    };
    await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }

  function add(name: string, places: Places): void {
    results.set(name, places);
    show(name, scoreOf(places));
  }
} finally {
  await rm(data, { recursive: true, force: true });
}

function showDifference({
  name,
  difference,
  low,
  high,
  ahead,
}: { readonly name: string } & ReturnType<typeof compare>): void {
  const range = `[${signed(low)}, ${signed(high)}]`;
  console.log(
    `  ${name.padEnd(48)} ${signed(difference)}  95 % ${range}  ahead in ${(100 * ahead).toFixed(1)} %`,
  );
}

function show(name: string, { found, share, first, mrr }: Score): void {
  console.log(
    row(
      name,
      String(Math.round(found * 10) / 10),
      share.toFixed(3),
      first.toFixed(3),
      mrr.toFixed(3),
    ),
  );
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(50) + cells.map((cell) => cell.padStart(11)).join("");
}

function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(3)}`;
}
