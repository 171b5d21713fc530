import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../../demo/headless/random.ts";
import { createReviewer } from "../../demo/headless/reviewer.ts";
import { indexDemoDocs } from "../../demo/index-docs.ts";
import { type Services, startServices, WEBHOOK_SECRET } from "../../demo/services.ts";
import { DEMO_CONFIG } from "../../demo/town.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema.ts";
import { HOUR, SECOND } from "../../src/triage/model/clock.ts";
import { type BotLink, startBotProcess } from "./bot-link.ts";
import { type Crowd, createCrowd } from "./crowd.ts";
import { type Checkpoint, growthPerThousand, measurePresses } from "./measures.ts";
import { createPresses } from "./presses.ts";
import { findBroken, GIVEN_UP } from "./promises.ts";
import { createScaledClock } from "./scaled-clock.ts";
import { createTeam } from "./team.ts";
import type { Written } from "./texts.ts";
import { createWeather, type Weather } from "./weather.ts";

export type SoakOptions = {
  readonly posts: number;
  readonly seed: number;
  readonly profile: "relaxed" | "documented";
  readonly databaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  /** Posts of real people in place of made-up ones, in turn. */
  readonly rows?: readonly Written[];
  /** How many simulated seconds pass in a real one. */
  readonly rate: number;
  /** Keeps what the bot logs there; thrown away otherwise. */
  readonly logFile?: string | undefined;
  readonly onPost?: () => void;
};

export type SoakReport = Awaited<ReturnType<typeof runSoak>>;

/** Posts that may be on their way at once: a busy community, not a flood. */
const AHEAD = 40;
/** How often the heap is looked at, at least. */
const CHECKPOINTS = 10;
const CHECK_EVERY = 1_000;
const TEAM_EVERY = 20;
const FEW_LEFT = 5;
/** People are never all at once: real milliseconds between two presses of one of them. */
const PRESS_EVERY_MS = 150;
const REVIEW_EVERY_MS = 300;
// Each look asks the same database that the bot works on.
const LOOK_EVERY_MS = 250;
/** So long a reviewer waits for a bot that may be away. */
const PATIENCE_MS = 4_000;
/** How long the bot may need to become quiet. */
const QUIET_WITHIN_MS = 300_000;

/**
 * Lets a community live for so many posts with everything that can go wrong at Discord, and tells
 * what became of the promises, the heap and the people who pressed something.
 */
export async function runSoak(options: SoakOptions) {
  const { posts, seed, profile, rate, databaseUrl, redisUrl } = options;
  const folder = await mkdtemp(join(tmpdir(), "signalbox-soak-"));
  const scale = { origin: Date.now(), rate };
  const clock = createScaledClock(scale);
  const services = await startServices({
    config: configOf(profile, rate),
    clock,
    databaseUrl,
    redisUrl,
    // A frozen connection is noticed by its heartbeat.
    discord: { heartbeatIntervalMs: 2 * SECOND, clockRate: rate },
    // GitHub's client keeps a token for an hour of the system's clock.
    github: { tokensLiveMs: rate * HOUR },
  });
  const { config, env } = services;
  const logFile = options.logFile ?? join(folder, "bot.log");
  await writeFile(logFile, "");
  const docsFolder = await indexDemoDocs(config, folder);
  const started = Date.now();
  const bot = await startBotProcess({ config, env, docsFolder, logFile, scale });
  services.github.webhooks.deliverTo({ url: bot.webhookUrl, secret: WEBHOOK_SECRET });

  const random = createRandom(seed);
  let next = 0;
  const given = () => options.rows?.[next++ % options.rows.length] ?? null;
  const crowd = createCrowd({ ...services, random, now: clock.now, given });
  const weather = createWeather(services.discord, posts, () => Date.now() - scale.origin);
  const team = createTeam(services, createRandom(seed + 1));
  const people = startPeople(services, crowd, seed);
  const checkpoints: Checkpoint[] = [];
  try {
    const every = Math.min(CHECK_EVERY, Math.max(1, Math.floor(posts / CHECKPOINTS)));
    for (let n = 1; n <= posts; n += 1) {
      await crowd.post();
      if (random() < 0.4) crowd.comeBack();
      weather.afterPost(n);
      if (n % TEAM_EVERY === 0) team();
      options.onPost?.();
      if (n % AHEAD === 0) await untilCalm(bot, crowd, AHEAD);
      if (n % every === 0) {
        // People rest only for the last of it, or they would hardly do anything in between.
        await untilCalm(bot, crowd, FEW_LEFT);
        await people.pause();
        await untilCalm(bot, crowd, 0);
        checkpoints.push({ posts: n, ...(await bot.memory()) });
        people.resume();
      }
    }
    await people.stop();
    const left = await untilDone(bot, crowd);
    const { written, deleted, planted } = crowd;
    const books = await bot.books({ ids: written, deleted: [...deleted.keys()], planted });
    const heap = growthPerThousand(checkpoints, ({ heapUsed }) => heapUsed);
    const external = growthPerThousand(checkpoints, (one) => one.external + one.arrayBuffers);
    const { identifies, requests, rateLimited, requestsChecked } = services.discord.stats();
    return {
      posts,
      seed,
      profile,
      store: databaseUrl === undefined ? "embedded" : "postgresql",
      queues: redisUrl === undefined ? "in the database" : "redis",
      seconds: Math.round((Date.now() - started) / 1_000),
      messages: written.length,
      deleted: deleted.size,
      keysPlanted: planted.length,
      storms: weather.storms,
      identifies,
      requests,
      requestsChecked,
      rateLimited,
      presses: measurePresses(services.discord.interactions()),
      unanswered: unansweredIn(services, weather, (at) => (at - scale.origin) / rate),
      checkpoints,
      heapMbPerThousandPosts: heap === null ? null : mb(heap),
      externalMbPerThousandPosts: external === null ? null : mb(external),
      books: { ...books, lost: books.lost.length, ofOther: books.ofOther.length },
      broken: findBroken(services, crowd, books, { logFile, rate, left }),
    };
  } finally {
    await people.stop();
    await bot.stop();
    await Promise.all([services.discord.close(), services.github.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The demo's community, in which nothing waits for minutes. */
function configOf(profile: SoakOptions["profile"], rate: number): Config {
  const base = loadConfig(DEMO_CONFIG);
  const inReal = (seconds: number) => seconds * rate * SECOND;
  return {
    ...base,
    review: { ...base.review, undo: inReal(1) },
    limits: { ...base.limits, profile, bundle: inReal(1), settle: inReal(5) },
  };
}

/** Reviewers and members at work, until they are told to rest. */
function startPeople(services: Services, crowd: Crowd, seed: number) {
  const reviewer = createReviewer(services, "mixed", createRandom(seed + 2), PATIENCE_MS);
  const press = createPresses({ ...services, crowd, random: createRandom(seed + 3) });
  let resting = Promise.withResolvers<void>();
  let isResting = false;
  let stopped = false;
  let atWork = 0;

  async function again(act: () => Promise<unknown>, everyMs: number): Promise<void> {
    while (!stopped) {
      if (isResting) await resting.promise;
      atWork += 1;
      // Whose press nobody answers, because the bot is away, or whose card has changed, tries again.
      await act().catch((error: unknown) => {
        if (!/did not|no member|no component|unknown|gone/i.test(String(error))) throw error;
      });
      atWork -= 1;
      await pause(everyMs);
    }
  }

  const shifts = [
    again(reviewer.work, REVIEW_EVERY_MS),
    again(press, PRESS_EVERY_MS),
    again(press, PRESS_EVERY_MS),
  ];
  return {
    async pause() {
      isResting = true;
      while (atWork > 0) await pause(LOOK_EVERY_MS);
    },
    resume() {
      isResting = false;
      resting.resolve();
      resting = Promise.withResolvers();
    },
    async stop() {
      stopped = true;
      isResting = false;
      resting.resolve();
      await Promise.all(shifts);
    },
  };
}

/**
 * Waits until no more than so many things are left to do. What has to be taken in is looked for
 * among the latest messages; at the end the books are asked about all.
 * @returns what is left all the same
 */
async function untilCalm(bot: BotLink, crowd: Crowd, most: number): Promise<readonly string[]> {
  const deadline = Date.now() + QUIET_WITHIN_MS;
  let calm = 0;
  for (;;) {
    const latest = crowd.written.slice(-5 * AHEAD).filter((id) => !crowd.deleted.has(id));
    const left = await bot.left(latest);
    const count = left.reduce((sum, words) => sum + (Number.parseInt(words, 10) || 1), 0);
    calm = count <= most ? calm + 1 : 0;
    // Twice in a row: what one job wakes may not be in its queue yet.
    if (calm >= (most === 0 ? 3 : 1)) return [];
    if (Date.now() > deadline) return left;
    await pause(LOOK_EVERY_MS);
  }
}

/** Waits until also what waits for its time is done, such as what is tried again later. */
async function untilDone(bot: BotLink, crowd: Crowd): Promise<readonly string[]> {
  let deadline = Date.now() + QUIET_WITHIN_MS;
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const left = await untilCalm(bot, crowd, 0);
    const undone = await bot.undone();
    // News is paced, so many an hour: as long as it becomes less, it is waited for.
    if (undone.length < before) deadline = Date.now() + QUIET_WITHIN_MS;
    before = Math.min(before, undone.length);
    const waiting = undone.some((words) => !words.includes(GIVEN_UP));
    if (!waiting || left.length > 0 || Date.now() > deadline) return left;
    await pause(LOOK_EVERY_MS);
  }
}

/** What nobody answered, when in real seconds, and the trouble of the gateway before it. */
function unansweredIn({ discord }: Services, { log }: Weather, realMs: (at: number) => number) {
  return discord
    .interactions()
    .filter(({ heard, ackedAfterMs }) => heard && ackedAfterMs === null)
    .map(({ what, pressedAt }) => {
      const ms = realMs(pressedAt);
      const before = log.findLast(({ atMs }) => atMs <= ms);
      return `${what} at ${(ms / SECOND).toFixed(1)} s, ${before ? `${Math.round(ms - before.atMs)} ms after ${before.name}` : "before any trouble"}`;
    });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function mb(bytes: number): number {
  return Math.round((bytes / 1_048_576) * 1_000) / 1_000;
}
