import { generateKeyPairSync } from "node:crypto";
import type { Environment } from "../src/config/environment.ts";
import { type Config, digestChannels } from "../src/config/schema.ts";
import type { Route } from "../src/triage/model/policy.ts";
import type { Permission } from "../test/simulators/discord/permissions.ts";
import { startDiscordSimulator } from "../test/simulators/discord/server.ts";
import type {
  DiscordSimulator,
  DiscordSimulatorOptions,
} from "../test/simulators/discord/simulator.ts";
import {
  type GitHubSimulator,
  type GitHubSimulatorOptions,
  startGitHubSimulator,
} from "../test/simulators/github/server.ts";

export const WEBHOOK_SECRET = "of the demo, on loopback only";

/** Simulated Discord and GitHub as a config describes them, and what the program needs to use them. */
export type Services = {
  readonly discord: DiscordSimulator;
  readonly github: GitHubSimulator;
  /** Ids of channels by name. */
  readonly channels: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  /** The same config with the simulators' addresses in it. */
  readonly config: Config;
  readonly env: Environment;
};

type Options = {
  readonly config: Config;
  readonly clock: { now(): number };
  readonly databaseUrl?: string | undefined;
  readonly redisUrl?: string | undefined;
  /** How this Discord differs from the usual simulated one. */
  readonly discord?: DiscordSimulatorOptions;
  readonly github?: GitHubSimulatorOptions;
};

/** Starts both simulators, with channels, roles, repositories and teams as the config has them. */
export async function startServices(options: Options): Promise<Services> {
  const { clock } = options;
  const limits = options.config.limits.profile;
  const discord = await startDiscordSimulator({
    clock,
    limits,
    guildName: options.config.discord.server,
    ...options.discord,
  });
  const routes = routesOf(options.config);
  const github = await startGitHubSimulator({ clock, limits, ...options.github });
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
      discord.addRole(name, permissionsOf(options.config, name)),
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
  return { discord, github, channels, roles, config, env };
}

/** Commands for staff show only for who may manage messages. */
function permissionsOf({ discord: { roles } }: Config, name: string): Permission[] {
  if (roles.admin.includes(name)) return ["administrator"];
  return roles.staff.includes(name) ? ["manageMessages"] : [];
}

function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}

function createChannels(
  discord: DiscordSimulator,
  config: Config,
  roles: ReadonlyMap<string, string>,
): Map<string, string> {
  const { discord: wanted } = config;
  const digests = digestChannels(config).map(({ channel }) => channel);
  const { channels, review_channel: review, announcements_channel: announcements } = wanted;
  const created = new Map<string, string>();
  for (const [name, listening] of Object.entries(channels)) {
    const id =
      listening === "forum" ? discord.addForum({ name }) : discord.addTextChannel({ name });
    created.set(name, id);
  }
  const staffOnly = [...roles].filter(([name]) => !/no ai/i.test(name)).map(([, id]) => id);
  for (const name of [review, wanted.team_channel ?? review, ...digests]) {
    if (created.has(name)) continue;
    created.set(name, discord.addTextChannel({ name, onlyRoles: staffOnly }));
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
