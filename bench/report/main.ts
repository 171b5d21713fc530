import { isDeepStrictEqual, parseArgs } from "node:util";
import { type Database, openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createReportRows } from "../../src/integrations/store/report-rows.ts";
import { type Db, openTables } from "../../src/integrations/store/tables.ts";
import { LONGEST_WAIT_MS } from "../../src/triage/report/answering.ts";
import { FILLED, fill, MONTH } from "./fill.ts";
import { ticketsByOneStatement } from "./one-statement.ts";

// node bench/report/main.ts [--postgres URL] [--tickets N] [--rounds N]

const { values } = parseArgs({
  options: {
    postgres: { type: "string" },
    tickets: { type: "string", default: "20000" },
    rounds: { type: "string", default: "3" },
  },
});

const askedFrom = MONTH.from - LONGEST_WAIT_MS;
type Spent = { readonly ms: number; readonly cpuMs: number };

async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1_000 };
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const read = (db: Db, withText: boolean) =>
  createReportRows(db).happened(FILLED, MONTH, { askedFrom, withText, keep: (row) => row });

/** Both in turn, so that whatever else the machine does befalls both. */
async function measure(name: string, database: Database) {
  await migrate(database.pool);
  await fill(database.pool, Number(values.tickets));
  const db = openTables(database.pool);
  const [pages, whole] = [
    (await read(db, true)).tickets,
    await ticketsByOneStatement(db, FILLED, MONTH, askedFrom),
  ];
  if (!isDeepStrictEqual(pages, whole)) throw new Error("the two do not read the same rows");
  const ways = {
    "one statement": () => ticketsByOneStatement(db, FILLED, MONTH, askedFrom),
    "pages, with text": () => read(db, true),
    pages: () => read(db, false),
  };
  const taken = new Map<string, Spent[]>();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [way, work] of Object.entries(ways)) {
      taken.set(way, [...(taken.get(way) ?? []), await spent(work)]);
    }
  }
  const of = (way: string, what: keyof Spent) =>
    median((taken.get(way) ?? []).map((one) => one[what]));
  return Object.keys(ways).map((way) => ({
    database: name,
    way,
    tickets: whole.length,
    ms: Math.round(of(way, "ms")),
    cpuMs: Math.round(of(way, "cpuMs")),
    timesAsFast: Number((of("one statement", "ms") / of(way, "ms")).toFixed(1)),
  }));
}

const results = [];
const embedded = await openDatabase({});
results.push(...(await measure("PGlite", embedded)));
await embedded.close();
if (values.postgres !== undefined) {
  const schema = `bench_report_${process.pid}`;
  const server = await openDatabase({ url: values.postgres, searchPath: schema });
  await server.pool.query(`CREATE SCHEMA ${schema}`);
  try {
    results.push(...(await measure("PostgreSQL", server)));
  } finally {
    await server.pool.query(`DROP SCHEMA ${schema} CASCADE`);
    await server.close();
  }
}
console.table(results);
console.log(JSON.stringify({ bench: "report", results }));
