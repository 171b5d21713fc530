import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { type Environment, loadEnvironmentFile, readEnvironment } from "../config/environment.ts";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { UserError } from "../triage/model/errors.ts";

/** What every command that touches a running installation starts from. */
export type Setup = {
  readonly config: Config;
  readonly configFile: string;
  readonly env: Environment;
  /** The folder that belongs to one running program: database, docs index, socket, backups. */
  readonly dataDir: string;
};

export type SetupOptions = { readonly config: string; readonly data?: string };

export const CONFIG_FILE = "signalbox.config.yaml";

/** Adds the options by which a command finds its installation. */
export function withSetupOptions(command: Command): Command {
  return command
    .option("--config <file>", "the configuration", CONFIG_FILE)
    .option("--data <dir>", "the data folder (default: `data` in the configuration)");
}

/**
 * Reads the configuration, a `.env` file beside it, and the environment.
 * @throws UserError that lists what is wrong
 */
export function readSetup(options: SetupOptions): Setup {
  const setup = readSetupAsItIs(options);
  const mistakes = setup.env.mistakes ?? [];
  if (mistakes.length === 0) return setup;
  throw new UserError(mistakes.map(({ what, mend }) => `${what} ${mend}`).join("\n"));
}

/** The same for somebody who tells the environment's mistakes beside other findings. */
export function readSetupAsItIs(options: SetupOptions): Setup {
  const configFile = resolve(options.config);
  const config = loadConfig(options.config);
  loadEnvironmentFile(join(dirname(configFile), ".env"));
  const env = readEnvironment();
  const dataDir =
    options.data === undefined ? resolve(dirname(configFile), config.data) : resolve(options.data);
  return { config: withConsole(config, env), configFile, env, dataDir };
}

export function databaseFolder(dataDir: string): string {
  return join(dataDir, "db");
}

export function backupFolder(dataDir: string): string {
  return join(dataDir, "backups");
}

function withConsole(config: Config, { consoleHost, consolePort }: Environment): Config {
  const port = consolePort === undefined ? config.console.port : Number(consolePort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UserError(`CONSOLE_PORT must be a port from 0 to 65535, not ${consolePort}.`);
  }
  return { ...config, console: { host: consoleHost ?? config.console.host, port } };
}
