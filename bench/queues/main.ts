import { parseArgs } from "node:util";
import { createQueues, type QueuesOptions } from "../../src/integrations/queue/queues.ts";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { type Measured, measureQueues } from "./measure.ts";

// node bench/queues/main.ts [--postgres URL] [--redis URL] [--jobs N] [--concurrency N]

const { values } = parseArgs({
  options: {
    postgres: { type: "string" },
    redis: { type: "string" },
    jobs: { type: "string", default: "3000" },
    concurrency: { type: "string", default: "20" },
  },
});
const log = { warn: console.error, error: console.error };

async function measureOn(place: Pick<QueuesOptions, "redisUrl" | "database">): Promise<Measured> {
  const queues = await createQueues({ ...place, prefix: `bench-${Date.now()}`, log });
  try {
    return await measureQueues(queues, Number(values.jobs), Number(values.concurrency));
  } finally {
    await queues.close();
  }
}

async function measureDatabase(url: string | undefined): Promise<Measured> {
  const database = await openDatabase({ url });
  try {
    return await measureOn({ database });
  } finally {
    await database.close();
  }
}

const results = [await measureDatabase(undefined)];
if (values.postgres !== undefined) results.push(await measureDatabase(values.postgres));
if (values.redis !== undefined) results.push(await measureOn({ redisUrl: values.redis }));
console.table(results);
console.log(JSON.stringify({ bench: "queues", results }));
