import { generateKeyPairSync } from "node:crypto";
import type { Config, Environment } from "../src/config.ts";
import { docsFolders } from "../src/docs.ts";
import type { Logger } from "../src/log.ts";
import { type Parts, type Signalbox, startSignalbox } from "../src/main.ts";
import type { Route } from "../src/triage/policy.ts";
import { startDiscordSimulator } from "../test/simulators/discord/server.ts";
import type { DiscordSimulator } from "../test/simulators/discord/simulator.ts";
import { type GitHubSimulator, startGitHubSimulator } from "../test/simulators/github/server.ts";
import type { WarpClock } from "./warp-clock.ts";

const WEBHOOK_SECRET = "of the demo, on loopback only";

/** A community and its teams' repositories, with the real program between them. */
export type Town = {
  readonly clock: WarpClock;
  readonly config: Config;
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
  const limits = options.config.limits.profile;
  const discord = await startDiscordSimulator({
    clock,
    limits,
    guildName: options.config.discord.server,
  });
  const routes = routesOf(options.config);
  const github = await startGitHubSimulator({ clock, limits });
  for (const [name, visibility] of repositoriesOf(routes)) {
    github.addRepository({
      name,
      private: visibility === "private",
      labels: labelsOf(routes, name),
      members: Object.fromEntries(membersOf(options.config, routes, name)),
    });
  }
  const roles = new Map(
    [...new Set(Object.values(options.config.discord.roles).flat())].map((name) => [
      name,
      discord.addRole(name, mayModerate(options.config, name) ? ["manageMessages"] : []),
    ]),
  );
  const channels = createChannels(discord, options.config, roles);
  const config: Config = {
    ...options.config,
    discord: { ...options.config.discord, api_url: discord.restBase },
    github: { ...options.config.github, base_url: github.url },
    console: { ...options.config.console, port: 0 },
  };
  const env: Environment = {
    discordToken: discord.token,
    openaiKey: undefined,
    githubToken: undefined,
    githubApp: { id: String(github.app.id), privateKey: newPrivateKey() },
    githubWebhookSecret: WEBHOOK_SECRET,
    databaseUrl: options.databaseUrl,
    redisUrl: options.redisUrl,
    logLevel: "silent",
    ci: false,
  };

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

/** Commands for staff show only for who may manage messages. */
function mayModerate({ discord: { roles } }: Config, name: string): boolean {
  return roles.staff.includes(name) || roles.admin.includes(name);
}

function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}

function createChannels(
  discord: DiscordSimulator,
  { discord: { channels, review_channel: review, announcements_channel: announcements } }: Config,
  roles: ReadonlyMap<string, string>,
): Map<string, string> {
  const created = new Map<string, string>();
  for (const [name, listening] of Object.entries(channels)) {
    const id =
      listening === "forum" ? discord.addForum({ name }) : discord.addTextChannel({ name });
    created.set(name, id);
  }
  const staffOnly = [...roles].filter(([name]) => !/no ai/i.test(name)).map(([, id]) => id);
  if (!created.has(review)) {
    created.set(review, discord.addTextChannel({ name: review, onlyRoles: staffOnly }));
  }
  if (announcements && !created.has(announcements)) {
    created.set(announcements, discord.addTextChannel({ name: announcements }));
  }
  return created;
}

function routesOf(config: Config): Route[] {
  return [
    ...config.routing.map((rule) => rule.route),
    ...(config.fallback ? [config.fallback] : []),
  ];
}

function repositoriesOf(routes: readonly Route[]): Map<string, Route["visibility"]> {
  return new Map(routes.map((route) => [route.repository, route.visibility]));
}

function labelsOf(routes: readonly Route[], repository: string): string[] {
  return [
    ...new Set(routes.filter((one) => one.repository === repository).flatMap((one) => one.labels)),
  ];
}

function membersOf(config: Config, routes: readonly Route[], repository: string) {
  const teams = new Set(
    routes.filter((one) => one.repository === repository).map((one) => one.team),
  );
  return config.teams
    .filter((team) => teams.has(team.name))
    .flatMap((team) => team.members.map((login) => [login, "MEMBER"] as const));
}
