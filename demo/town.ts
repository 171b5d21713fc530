import type { Environment } from "../src/config/environment.ts";
import type { Config } from "../src/config/schema.ts";
import { docsFolders } from "../src/docs.ts";
import type { Logger } from "../src/log.ts";
import { type Signalbox, startSignalbox } from "../src/main.ts";
import type { Parts } from "../src/parts.ts";
import type { DiscordSimulator } from "../test/simulators/discord/simulator.ts";
import type { GitHubSimulator } from "../test/simulators/github/server.ts";
import { startServices, WEBHOOK_SECRET } from "./services.ts";
import type { WarpClock } from "./warp-clock.ts";

/** A community and its teams' repositories, with the real program between them. */
export type Town = {
  readonly clock: WarpClock;
  readonly config: Config;
  /** Tokens and keys, of the simulators only. */
  readonly env: Environment;
  readonly discord: DiscordSimulator;
  readonly github: GitHubSimulator;
  /** The program as it runs now; another one after `restart`. */
  signalbox(): Signalbox;
  /** Ids of channels by name. */
  readonly channels: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  /** Ends the program without a goodbye and starts it again on the same data. */
  restart(beforeStart?: () => void | Promise<void>): Promise<void>;
  /** Another process that triages and acts on the same database; it has to be a server. */
  addWorker(): Promise<void>;
  close(): Promise<void>;
};

export type TownOptions = {
  readonly config: Config;
  readonly clock: WarpClock;
  readonly engines: Parts["engines"];
  readonly sameAsks?: Parts["sameAsks"];
  readonly passages: Parts["passages"];
  readonly log: Logger;
  /** Null keeps the database in memory. */
  readonly dataDir: string | null;
  readonly databaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  readonly reached?: Parts["reached"];
};

/** Builds the simulated services as the config describes them and starts the program on them. */
export async function startTown(options: TownOptions): Promise<Town> {
  const { clock, log } = options;
  const { discord, github, channels, roles, config, env } = await startServices(options);

  let signalbox = await start();
  const workers: Signalbox[] = [];

  async function start(): Promise<Signalbox> {
    const started = await startProcess();
    github.webhooks.deliverTo({ url: started.webhookUrl, secret: WEBHOOK_SECRET });
    return started;
  }

  function startProcess(roles?: Parts["roles"]): Promise<Signalbox> {
    return startSignalbox({
      ...(roles && { roles }),
      config,
      env,
      log,
      clock,
      dataDir: options.dataDir,
      engines: options.engines,
      ...(options.sameAsks ? { sameAsks: options.sameAsks } : {}),
      passages: options.passages,
      docsFolders: docsFolders(config, DEMO_CONFIG),
      ...(options.reached ? { reached: options.reached } : {}),
    });
  }

  return {
    clock,
    config,
    env,
    discord,
    github,
    channels,
    roles,
    signalbox: () => signalbox,
    async restart(beforeStart = () => {}) {
      await signalbox.stop({ force: true });
      await beforeStart();
      signalbox = await start();
    },
    async addWorker() {
      workers.push(await startProcess(["worker"]));
    },
    async close() {
      for (const worker of workers) await worker.stop();
      await signalbox.stop();
      await Promise.all([discord.close(), github.close()]);
    },
  };
}

/** The demo's own config. */
export const DEMO_CONFIG = new URL("signalbox.config.yaml", import.meta.url).pathname;
