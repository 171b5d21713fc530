import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createStore } from "../../src/integrations/store/store.ts";
import { createManualClock } from "../../test/fakes/clock.ts";
import { createTestIds } from "../../test/fakes/samples.ts";
import { fileAll, type Scenario } from "./file-all.ts";

// node bench/github/main.ts [--postgres URL] [--issues N] [--json FILE]
// How long approved issues take under GitHub's documented limits, in scaled time: the clock jumps
// over every wait, and the simulator counts what arrives by that clock. With --postgres each run
// has a schema of its own there, gone afterwards; else it has an embedded database, which is slower.

const { values } = parseArgs({
  options: {
    postgres: { type: "string" },
    issues: { type: "string", default: "1000" },
    json: { type: "string" },
  },
});
const issues = Number(values.issues);
if (!Number.isInteger(issues) || issues < 1) throw new Error("--issues must be a whole number");

const SCENARIOS: readonly Scenario[] = [
  { name: "one process", processes: 1 },
  { name: "two processes", processes: 2 },
  { name: "two, both killed on the way", processes: 2, dieAt: Math.ceil(issues / 4) },
  { name: "two that count alone", processes: 2, countAlone: true },
];
const AN_HOUR = 500;
const HOUR_S = 3_600;

/** 500 an hour, the last of them a second apart: nobody can be faster. */
const leastSeconds = Math.floor((issues - 1) / AN_HOUR) * HOUR_S + ((issues - 1) % AN_HOUR);

async function measure(scenario: Scenario) {
  const schema = `bench_github_${process.pid}`;
  const database = await openDatabase({ url: values.postgres, searchPath: schema });
  await database.pool.query(`CREATE SCHEMA ${schema}`);
  try {
    await migrate(database.pool);
    const clock = createManualClock();
    const store = createStore({ pool: database.pool, ids: createTestIds(), clock });
    const { tookMs, ...rest } = await fileAll(scenario, issues, { store, clock });
    const seconds = Math.round(tookMs / 1_000);
    const overLeast = Number((tookMs / 1_000 / leastSeconds).toFixed(3));
    return { ...rest, seconds, overLeast };
  } finally {
    await database.pool.query(`DROP SCHEMA ${schema} CASCADE`);
    await database.close();
  }
}

const results = [];
for (const scenario of SCENARIOS) {
  const result = await measure(scenario);
  console.error(JSON.stringify(result));
  results.push(result);
}
const shown = results.map(({ run, seconds, realMs, ...rest }) => ({
  run,
  time: new Date(seconds * 1_000).toISOString().slice(11, 19),
  ...rest,
  "real s": Math.round(realMs / 1_000),
}));
console.table(shown);
const [, two, killed] = results;
const restartCost = two && killed ? killed.seconds - two.seconds : null;
console.log(`A restart in the middle costs ${restartCost} s of ${two?.seconds} s.`);
const told = JSON.stringify({ bench: "github", issues, leastSeconds, restartCost, results });
if (values.json === undefined) console.log(told);
else writeFileSync(values.json, `${told}\n`);
