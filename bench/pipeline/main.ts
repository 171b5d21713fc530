import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { untilQuiet } from "../../demo/headless/quiet.ts";
import { DEMO_CONFIG, startTown } from "../../demo/town.ts";
import { createWarpClock } from "../../demo/warp-clock.ts";
import { loadConfig } from "../../src/config/load.ts";
import { createQueues } from "../../src/integrations/queue/queues.ts";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { createLog } from "../../src/log.ts";
import { measureQueues } from "../queues/measure.ts";
import { countStatements } from "./count-statements.ts";
import { instantEngines, onePassage } from "./instant-engines.ts";

// node bench/pipeline/main.ts [--postgres URL] [--redis URL] [--posts N] [--json FILE]
// From a forum post at the gateway to its card in the review channel, with engines that answer at
// once, beside what the same queue back end carries of jobs that do nothing.

const { values } = parseArgs({
  options: {
    postgres: { type: "string" },
    redis: { type: "string" },
    posts: { type: "string", default: "150" },
    jobs: { type: "string", default: "3000" },
    json: { type: "string" },
  },
});

const CALM_POSTS = 30;

type Place = { readonly databaseUrl?: string; readonly redisUrl?: string };

async function measurePipeline(place: Place, posts: number) {
  const base = loadConfig(DEMO_CONFIG);
  const config = {
    ...base,
    review: { ...base.review, open_cards: CALM_POSTS + posts },
    limits: { ...base.limits, profile: "relaxed" as const, bundle: 0 },
  };
  const town = await startTown({
    config,
    clock: createWarpClock(),
    engines: instantEngines,
    passages: onePassage,
    log: createLog("error"),
    dataDir: null,
    ...place,
  });
  try {
    const review = town.channels.get(config.discord.review_channel) ?? "";
    const forum = town.channels.get("help") ?? "";
    const postedAt = new Map<string, number>();
    const latencies: number[] = [];
    town.discord.onChange((event) => {
      if (event.name !== "MESSAGE_CREATE" || event.data["channel_id"] !== review) return;
      const text = JSON.stringify(event.data);
      for (const [title, at] of postedAt) {
        if (!text.includes(title)) continue;
        latencies.push(performance.now() - at);
        postedAt.delete(title);
      }
    });
    const ids: string[] = [];
    async function post(n: number): Promise<void> {
      const member = town.discord.addMember({ name: `member-${n}` });
      const title = `How do I upload number ${n}?`;
      postedAt.set(title, performance.now());
      ids.push(await member.createForumPost(forum, { title, content: "It is over 1 GB." }));
    }
    const quiet = () => untilQuiet(town, ids.slice(-posts), Date.now() + 600_000);

    // One after the other: what a member's post takes to its card when nothing else goes on.
    for (let n = 0; n < CALM_POSTS; n += 1) {
      await post(n);
      await quiet();
    }
    const calm = latencies.splice(0).toSorted((a, b) => a - b);
    const at = (share: number) => Math.round(calm[Math.floor(share * (calm.length - 1))] ?? 0);

    const counted = countStatements(town.signalbox().database.pool);
    const started = performance.now();
    for (let n = 0; n < posts; n += 1) await post(CALM_POSTS + n);
    await quiet();
    const seconds = (performance.now() - started) / 1_000;
    return {
      posts,
      cards: latencies.length,
      ticketsPerSecond: round(posts / seconds),
      statementsPerTicket: round(counted.statements / posts),
      transactionsPerTicket: round(counted.transactions / posts),
      cardAfterMsP50: at(0.5),
      cardAfterMsP99: at(0.99),
    };
  } finally {
    await town.close();
  }
}

async function measureQueue({ databaseUrl, redisUrl }: Place) {
  const log = { warn: console.error, error: console.error };
  const database = await openDatabase({ url: databaseUrl });
  const queues = await createQueues({ redisUrl, database, prefix: `bench-${Date.now()}`, log });
  try {
    return await measureQueues(queues, Number(values.jobs), 20);
  } finally {
    await queues.close();
    await database.close();
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const places: Record<string, Place> = {
  pglite: {},
  ...(values.postgres ? { postgresql: { databaseUrl: values.postgres } } : {}),
  ...(values.postgres && values.redis
    ? { "redis + postgresql": { databaseUrl: values.postgres, redisUrl: values.redis } }
    : {}),
};
const results = [];
for (const [backend, place] of Object.entries(places)) {
  const { workedPerSecond } = await measureQueue(place);
  const pipeline = await measurePipeline(place, Number(values.posts));
  const noOpJobsPerSecond = Math.round(workedPerSecond);
  const share = round((100 * pipeline.ticketsPerSecond) / noOpJobsPerSecond);
  results.push({ backend, ...pipeline, noOpJobsPerSecond, ticketsPerHundredJobs: share });
}
console.table(results);
if (values.json)
  writeFileSync(values.json, JSON.stringify({ bench: "pipeline", results }, null, 2));
process.exit(0);
