import { readFileSync, statSync } from "node:fs";
import { UserError } from "../triage/model/errors.ts";
import { type EnvironmentMistake, mistakesIn } from "./environment-mistakes.ts";

/** What comes from the environment, secrets among it; empty variables count as absent. */
export type Environment = {
  readonly discordToken: string | undefined;
  readonly openaiKey: string | undefined;
  /** For an embeddings endpoint with a key of its own. */
  readonly embeddingsKey?: string | undefined;
  readonly githubToken: string | undefined;
  readonly githubApp: { readonly id: string; readonly privateKey: string } | undefined;
  readonly githubWebhookSecret: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** Over the config's `console.host` and `.port`; a container listens on all its addresses. */
  readonly consoleHost?: string | undefined;
  readonly consolePort?: string | undefined;
  readonly logLevel: string;
  readonly ci: boolean;
  /** What cannot be used as it is set; commands that need none of it go on. */
  readonly mistakes?: readonly EnvironmentMistake[];
};

/** Adds what a `.env` file says, if it is there; what is set already stays. */
export function loadEnvironmentFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UserError(`${file}: is a folder; it must be a file.`);
  if (found) process.loadEnvFile(file);
}

/**
 * @throws UserError for a value that nothing can be done with; what is merely missing is told
 * where it is needed
 */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const given = (name: string) => env[name]?.trim() || undefined;
  const appId = given("GITHUB_APP_ID");
  const keyFile = given("GITHUB_APP_PRIVATE_KEY_FILE");
  // In a .env file or a container's settings a key is often one line, its breaks written as \\n.
  const privateKey =
    given("GITHUB_APP_PRIVATE_KEY")?.replaceAll("\\n", "\n") ??
    (keyFile ? readKey(keyFile) : undefined);
  return {
    discordToken: given("DISCORD_TOKEN"),
    openaiKey: given("OPENAI_API_KEY"),
    embeddingsKey: given("EMBEDDINGS_API_KEY"),
    githubToken: given("GITHUB_TOKEN"),
    githubApp: appId && privateKey ? { id: appId, privateKey } : undefined,
    githubWebhookSecret: given("GITHUB_WEBHOOK_SECRET"),
    databaseUrl: given("DATABASE_URL"),
    redisUrl: given("REDIS_URL"),
    consoleHost: given("CONSOLE_HOST"),
    consolePort: given("CONSOLE_PORT"),
    logLevel: readLogLevel(given("LOG_LEVEL")),
    ci: given("CI") !== undefined,
    mistakes: mistakesIn(given),
  };
}

function readKey(file: string): string {
  let key: string;
  try {
    key = readFileSync(file, "utf8");
  } catch {
    throw new UserError(`GITHUB_APP_PRIVATE_KEY_FILE names ${file}, which cannot be read.`);
  }
  if (key.trim() === "") {
    throw new UserError(`GITHUB_APP_PRIVATE_KEY_FILE names ${file}, which is empty.`);
  }
  return key;
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function readLogLevel(level = "info"): string {
  if (LOG_LEVELS.includes(level)) return level;
  throw new UserError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}, not ${level}.`);
}
