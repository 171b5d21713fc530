import { mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import type { Config } from "../src/config/schema.ts";
import { WEEKDAYS } from "../src/config/values.ts";
import type { Engines } from "../src/engines.ts";
import { createLog } from "../src/log.ts";
import { DAY, MINUTE, SECOND } from "../src/triage/model/clock.ts";
import { localTime } from "../src/triage/model/zoned.ts";
import { readHistory, readPeople, readTeamIssues } from "./community/read.ts";
import { addPeople, openTeamIssues } from "./community/seed.ts";
import { aLeakedKey } from "./community/story.ts";
import { createCounters } from "./counters.ts";
import { createDiscordWorld } from "./discord-world.ts";
import { createDoctor } from "./doctor.ts";
import { createExplain } from "./explain.ts";
import { createGapControls } from "./gaps.ts";
import { createGitHubWorld } from "./github-world.ts";
import { liveThroughTheWeek } from "./history.ts";
import { keepLog } from "./keep-log.ts";
import { createKiller } from "./killer.ts";
import { createDemoApp } from "./server.ts";
import { startTown, type Town, type TownOptions } from "./town.ts";
import type { Status } from "./view.ts";
import { createWarpClock, type WarpClock } from "./warp-clock.ts";
import { weekInFigures } from "./week-in-figures.ts";

export type PageDemoOptions = Pick<TownOptions, "passages"> & {
  /** Who classifies and drafts in the week before, and who once the visitor is there. */
  readonly engines: (clock: WarpClock) => { readonly week: Engines; readonly visit: Engines };
  readonly config: Config;
  /** Folder of the embedded database and the log; what an earlier run left there is removed. */
  readonly dataDir: string;
  /** A free one is taken when it is not free. */
  readonly port: number;
  /** Posts of the week before the visitor comes; all of them when left out. */
  readonly posts?: number;
  /** When the visitor comes, in milliseconds since the epoch; now when left out. */
  readonly at?: number;
};

export type PageDemo = {
  readonly url: string;
  readonly town: Town;
  /** Resolves when the week is over and the visitor may begin. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
};

const REVIEWER = "tamsin";
/** Only staff see it. */
const DIGEST_CHANNEL = "devrel";
/** Joins when the visitor comes, and takes no direct messages from strangers. */
const NEWCOMER = "ari";
/** Claims are left alone for so long after a crash; the demo does not make anybody wait for it. */
const AFTER_CRASH_MS = 2 * MINUTE + SECOND;
const KILL_WITHIN_MS = 8 * SECOND;

/** Starts both worlds with the real program between them and a page that shows them. */
export async function runPageDemo(options: PageDemoOptions): Promise<PageDemo> {
  const { dataDir } = options;
  await rm(join(dataDir, "db"), { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const kept = keepLog(join(dataDir, "demo.log"));
  const startedAt = Date.now();
  const at = options.at ?? startedAt;
  const clock = createWarpClock(at - 7 * DAY);
  const began = clock.now();
  const killer = createKiller();
  const config = forVisitors(options.config, at);
  const engines = options.engines(clock);
  let engine = engines.week;
  const log = createLog("info", kept);
  const town = await startTown({
    passages: options.passages,
    engines: {
      classifier: { classify: (input) => engine.classifier.classify(input) },
      drafter: { draft: (input) => engine.drafter.draft(input) },
      quoter: engines.week.quoter,
      ...(engines.visit.translator ? { translator: engines.visit.translator } : {}),
    },
    dataDir,
    config,
    clock,
    log,
    reached: killer.reached,
  });

  const history = readHistory().slice(0, options.posts);
  const members = addPeople(town.discord, town.roles, readPeople(), history);
  openTeamIssues(town.github, readTeamIssues());

  const planted: string[] = [];
  let status: Status = { phase: "week", share: 0, label: "" };
  const { app, live } = createDemoApp({
    discord: createDiscordWorld(town.discord),
    github: createGitHubWorld(town.github),
    counters: createCounters({ town, planted: () => planted, logged: kept.text }),
    controls: {
      explain: createExplain(town),
      gaps: createGapControls(town, config, dataDir),
      report: () => weekInFigures(town),
      doctor: createDoctor(town),
      async killWorker() {
        await killer.kill(KILL_WITHIN_MS);
        town.discord.faults.dropConnections();
        await town.restart(killer.revive);
        clock.advance(AFTER_CRASH_MS);
      },
    },
    status: () => status,
    newKey() {
      const key = aLeakedKey();
      planted.push(key);
      return key;
    },
    engine: config.engine,
    team: config.teams.flatMap(({ name: team, members: logins }) =>
      logins.map((login) => ({ login, team })),
    ),
    docs: {
      folder: new URL(config.docs[0]?.path ?? "./docs", import.meta.url).pathname,
      baseUrl: config.docs[0]?.base_url ?? "",
    },
  });
  const server = serve({
    fetch: app.fetch,
    hostname: "127.0.0.1",
    port: await freePort(options.port),
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : options.port;
  // The bot's work shows in the store first; the page looks again now and then.
  const beat = setInterval(live.soon, SECOND);

  const ready = liveThroughTheWeek(town, {
    history,
    members,
    reviewer: REVIEWER,
    began,
    // The system's clock went on meanwhile.
    until: () => at + Date.now() - startedAt,
    onProgress(progress) {
      status = { phase: "week", ...progress };
      live.soon();
    },
  }).finally(() => {
    // Even if the week did not end well: what the visitor does works all the same.
    engine = engines.visit;
    town.discord.addMember({ name: NEWCOMER, dmsClosed: true });
    status = { phase: "ready", share: 1, label: "" };
    live.soon();
  });
  ready.catch((error) => log.error({ error }, "The week before did not go as planned"));

  return {
    url: `http://localhost:${port}`,
    town,
    ready,
    async close() {
      clearInterval(beat);
      await live.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await town.close();
    },
  };
}

/**
 * Nobody watches a page for five minutes to see whether an issue stays closed, nor comes back on
 * Monday for the digest: it falls due at the hour before the visitor comes. Every silence comes
 * back to be judged, one at a time.
 */
function forVisitors(config: Config, at: number): Config {
  const { weekday, hour } = localTime(at, config.zone);
  const day = WEEKDAYS[weekday % WEEKDAYS.length] ?? "mon";
  return {
    ...config,
    digest: { channel: DIGEST_CHANNEL, day, hour, when_quiet: "line" },
    limits: { ...config.limits, bundle: 2 * SECOND, settle: 5 * SECOND },
    review: { ...config.review, undo: 3 * SECOND, silence_samples: 1 },
  };
}

/** The port itself, or 0 when somebody has it already. */
async function freePort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(port)));
  });
}
