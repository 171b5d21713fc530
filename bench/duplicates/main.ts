import { join } from "node:path";
import { parseArgs } from "node:util";
import { createAskIndex, type Near } from "../../src/integrations/same-asks/ask-index.ts";
import { chance, LOGISTIC } from "../../src/integrations/same-asks/likeness.ts";
import { readTerms } from "../../src/integrations/same-asks/terms.ts";
import { type Project, type Report, readProjects } from "./data.ts";
import { recallEmbedded } from "./embedded.ts";
import { type Example, fitLogistic } from "./fit.ts";
import { createPlainBm25 } from "./plain-bm25.ts";
import { precisionByThreshold, thresholdFor } from "./precision.ts";
import { measureRecall } from "./recall.ts";
import { measureSpeed } from "./speed.ts";

// node --expose-gc bench/duplicates/main.ts [--data DIR] [--items N]
// With a real model: --embed MODEL [--dimensions N] [--base-url URL] [--vectors DIR], and OPENAI_API_KEY

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(import.meta.dirname, "../../../shared/data/duplicates") },
    items: { type: "string", default: "100000" },
    embed: { type: "string" },
    dimensions: { type: "string", default: "512" },
    "base-url": { type: "string" },
    /** Where the vectors stay, so that another run pays for nothing. */
    vectors: { type: "string" },
  },
});

/** Near-misses are what a reviewer would see; the pairs at random are what the issue asks for. */
const SHOWN = 3;

function indexed({ reports }: Project) {
  const index = createAskIndex();
  for (const { id, title, body } of reports) index.put(id, readTerms(title, body));
  return (query: Report): Near[] =>
    index.near(readTerms(query.title, query.body)).filter(({ key }) => key !== query.id);
}

/** What would be shown for each query of a pair, and one unrelated report each, judged. */
function judge(project: Project) {
  const near = indexed(project);
  const reports = new Map(project.reports.map((report) => [report.id, report]));
  const { clusterOf } = project;
  return project.pairs.flatMap(({ query, dup_of }, at) => {
    const report = reports.get(query);
    if (!report) return [];
    const found = near(report);
    const unrelated = project.reports[(at * 7_919) % project.reports.length];
    const far = found.find(({ key }) => key === unrelated?.id);
    const own = found.find(({ key }) => key === dup_of);
    const score = (one: Near | undefined) => (one ? chance(one) : 0);
    return [
      {
        fold: at % 2,
        shown: found.slice(0, SHOWN).map((one) => ({
          figures: one,
          score: chance(one),
          same: clusterOf(one.key) === clusterOf(query),
          named: one.key === dup_of,
        })),
        pair: { score: score(own), same: true, named: true },
        unrelated: {
          score: score(far),
          same: clusterOf(unrelated?.id ?? "") === clusterOf(query),
          named: false,
        },
      },
    ];
  });
}

const projects = await readProjects(values.data);
const recall = [
  ...measureRecall("plain BM25", projects, ({ reports }) => createPlainBm25(reports)),
  ...measureRecall("signalbox", projects, (project) => {
    const near = indexed(project);
    return (query, top) =>
      near(query)
        .slice(0, top)
        .map(({ key }) => key);
  }),
  ...(values.embed === undefined
    ? []
    : await recallEmbedded(projects, {
        model: values.embed,
        dimensions: Number(values.dimensions),
        baseUrl: values["base-url"],
        folder: values.vectors,
      })),
];
console.table(recall);

const judged = projects.flatMap(judge);
const shown = judged.flatMap((one) => one.shown);
const random = judged.flatMap((one) => [one.pair, one.unrelated]);
const precision = precisionByThreshold(shown, judged.length);
const threshold = {
  amongShown: thresholdFor(0.9, shown),
  amongRandomPairs: thresholdFor(0.9, random),
};
console.log("The three that would be shown for each query, by threshold");
console.table(precision);
console.log("Known pairs against as many unrelated ones, by threshold");
const unrelated = precisionByThreshold(random, judged.length);
console.table(unrelated);
console.log("Lowest threshold with a precision of 0.9:", threshold);

const examples = (fold: number): Example[] =>
  judged.filter((one) => one.fold === fold).flatMap((one) => one.shown);
const fitted = [fitLogistic(examples(0)), fitLogistic(examples(1))];
console.log("Fitted on each half (in use:", LOGISTIC, ")");
console.table(fitted);

const reports = projects.flatMap((project) => project.reports);
const speed = [10_000, Number(values.items)].map((items) => measureSpeed(reports, items));
console.table(speed);
console.log(
  JSON.stringify({ bench: "duplicates", recall, precision, unrelated, threshold, fitted, speed }),
);
