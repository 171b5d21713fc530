import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { loadIndex } from "../../src/integrations/docs/open-index.ts";
import { pagesInFile } from "../../src/integrations/docs/page-sources.ts";
import { type Cost, costAt } from "./cost.ts";
import { crossValidate, FOLDS, tryGrid } from "./cross-validate.ts";
import { ABLATIONS, placesWith } from "./ours.ts";
import { PEERS } from "./peers.ts";
import { readDocsQa } from "./questions.ts";
import { compare, type Places, placesOf, scoreOf } from "./score.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    seed: { type: "string", default: "1" },
    sizes: { type: "string", default: "6000,30000,100000" },
    "no-peers": { type: "boolean", default: false },
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
    `${qa.questions.length} questions, ${built.pages} pages, ${built.passages} passages; ${FOLDS} folds by page, seed ${seed}\n`,
  );
  console.log(row("", "found", "of first 5", "first", "MRR"));

  const tried = tryGrid(index, qa.questions);
  const validated = crossValidate(tried, qa.questions, seed);
  const results = new Map<string, Places>([["ours, cross-validated", validated.places]]);
  show("ours, cross-validated", validated.places);
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const found = seeds.map((one) => scoreOf(crossValidate(tried, qa.questions, one).places).found);
  console.log(`  the same with seeds 1 to 10: ${found.join(", ")}`);
  for (const [name, variant] of ABLATIONS) {
    add(`ours, ${name}`, placesWith(index, qa.questions, variant));
  }
  if (!values["no-peers"]) {
    const passages = Array.from({ length: built.passages }, (_, number) => index.passage(number));
    for (const peer of PEERS) {
      add(peer.name, placesOf(qa.questions, await peer.rank(qa.pages, passages, qa.questions)));
    }
  }
  for (const [system, ranked] of qa.published) {
    add(`published: ${system}`, placesOf(qa.questions, ranked));
  }

  console.log("\nOurs, cross-validated, against each (paired bootstrap of the first five):");
  const compared = Array.from(results)
    .filter(([name]) => !name.startsWith("ours"))
    .map(([name, places]) => ({ name, ...compare(validated.places, places, seed) }));
  for (const { name, difference, low, high, ahead } of compared) {
    const range = `[${signed(low)}, ${signed(high)}]`;
    console.log(
      `  ${name.padEnd(48)} ${signed(difference)}  95 % ${range}  ahead in ${(100 * ahead).toFixed(1)} %`,
    );
  }

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
  if (values.json) {
    const scores = Object.fromEntries(Array.from(results, ([name, one]) => [name, scoreOf(one)]));
    const { chosen } = validated;
    const report = { seed, folds: FOLDS, foundBySeed: found, scores, chosen, compared, costs };
    await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }

  function add(name: string, places: Places): void {
    results.set(name, places);
    show(name, places);
  }
} finally {
  await rm(data, { recursive: true, force: true });
}

function show(name: string, places: Places): void {
  const { found, share, first, mrr } = scoreOf(places);
  console.log(row(name, String(found), share.toFixed(3), first.toFixed(3), mrr.toFixed(3)));
}

function row(name: string, ...cells: string[]): string {
  return name.padEnd(50) + cells.map((cell) => cell.padStart(11)).join("");
}

function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(3)}`;
}
