import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { stringify } from "yaml";
import { ROOT } from "../dockerfile.ts";
import { startDiscordSimulator } from "../simulators/discord/server.ts";
import type { DiscordSimulatorOptions } from "../simulators/discord/simulator.ts";
import { type GitHubSimulatorOptions, startGitHubSimulator } from "../simulators/github/server.ts";

const REPOSITORY = "acme/sdk";

type Overrides = {
  readonly config?: Record<string, unknown>;
  readonly env?: Record<string, string | undefined>;
  readonly discord?: DiscordSimulatorOptions;
  readonly app?: GitHubSimulatorOptions["app"];
};

/** A folder with a config and simulated services beside it, as an operator would have them. */
export async function anInstallation(overrides: Overrides = {}) {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-cli-"));
  const discord = await startDiscordSimulator({ guildName: "Acme", ...overrides.discord });
  const github = await startGitHubSimulator({
    repositories: [{ name: REPOSITORY, private: false, labels: ["bug"] }],
    ...(overrides.app && { app: overrides.app }),
  });
  const staffRoleId = discord.addRole("Staff", ["manageMessages"]);
  const forumId = discord.addForum({ name: "help" });
  const reviewId = discord.addTextChannel({ name: "review", onlyRoles: [staffRoleId] });
  const config = {
    community: "acme",
    mode: "live",
    discord: {
      server: "Acme",
      api_url: discord.restBase,
      channels: { help: "forum" },
      review_channel: "review",
      roles: { staff: ["Staff"] },
    },
    github: { base_url: github.url },
    console: { port: 0 },
    teams: [{ name: "sdk", members: [] }],
    fallback: { team: "sdk", repository: REPOSITORY, visibility: "public", labels: ["bug"] },
    needed: { bug: [] },
    limits: { profile: "relaxed", bundle: "0s" },
    review: { undo: "0s" },
    ...overrides.config,
  };
  const configFile = join(folder, "signalbox.config.yaml");
  await writeFile(configFile, stringify(config));
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const env: Record<string, string | undefined> = {
    PATH: process.env["PATH"],
    DISCORD_TOKEN: discord.token,
    GITHUB_APP_ID: String(github.app.id),
    GITHUB_APP_PRIVATE_KEY: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    GITHUB_WEBHOOK_SECRET: "only for this test",
    LOG_LEVEL: "info",
    ...overrides.env,
  };
  const children: Child[] = [];

  return {
    folder,
    discord,
    github,
    forumId,
    reviewId,
    configFile,
    repository: REPOSITORY,
    /** Changes the config: fields of one section over those that are there. */
    async rewrite(change: Record<string, unknown>) {
      const merged = Object.entries(change).map(([key, value]) => {
        const before = (config as Record<string, unknown>)[key];
        const isSection = isRecord(value) && isRecord(before);
        return [key, isSection ? { ...before, ...value } : value];
      });
      await writeFile(configFile, stringify({ ...config, ...Object.fromEntries(merged) }));
    },
    env,
    /** Runs the command line there. */
    signalbox(args: readonly string[], more: Record<string, string | undefined> = {}): Child {
      const child = run(args, { cwd: folder, env: { ...env, ...more } });
      children.push(child);
      return child;
    },
    reviewer() {
      const person = discord.addMember({ name: "Rae" });
      discord.giveRole(person.id, staffRoleId);
      return person;
    },
    async close() {
      for (const child of children) await child.kill();
      await Promise.all([discord.close(), github.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Installation = Awaited<ReturnType<typeof anInstallation>>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export type Child = ReturnType<typeof run>;

function run(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Record<string, string | undefined> },
) {
  const child = spawn(process.execPath, [join(ROOT, "src/cli.ts"), ...args], {
    ...options,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    said,
    /** Its exit code; null when a signal ended it. */
    ended,
    signal: (name: NodeJS.Signals) => child.kill(name),
    write(text: string | Uint8Array) {
      child.stdin.end(text);
    },
    /** What came out, once it has ended by itself. */
    async done() {
      const code = await ended;
      return { code, ...said };
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await ended;
    },
    async says(words: string | RegExp) {
      await vi.waitFor(
        () => {
          if (said.out.match(words)) return;
          const ended = child.exitCode === null ? "" : ` (it ended with ${child.exitCode})`;
          throw new Error(`not said yet${ended}: ${words}\n${said.out}\n${said.err}`);
        },
        { timeout: 40_000, interval: 50 },
      );
    },
  };
}
