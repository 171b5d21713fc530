import { dirname, resolve } from "node:path";
import {
  type Environment,
  loadEnvironmentFile,
  readEnvironment,
} from "../../config/environment.ts";
import type { EnvironmentMistake } from "../../config/environment-mistakes.ts";
import { digestChannels } from "../../config/schema.ts";
import { UserError } from "../../triage/model/errors.ts";
import { readSetUp } from "../../triage/setup/community-settings.ts";
import { readSetupAsItIs, type Setup, type SetupOptions } from "../setup.ts";
import { checkDatabase } from "./check-database.ts";
import { checkDiscord } from "./check-discord.ts";
import { checkEmbeddings } from "./check-embeddings.ts";
import { checkGitHub } from "./check-github.ts";
import { checkConsole, checkDisk, checkDocs } from "./check-here.ts";
import { checkOpenAi } from "./check-openai.ts";
import { checkRedis } from "./check-redis.ts";
import { checkSaved } from "./check-saved.ts";
import { AREAS, type Finding, reporter } from "./finding.ts";
import { readSettings } from "./read-settings.ts";

/** Looks at everything, whatever else is wrong, in the order of AREAS. */
export async function examine(options: SetupOptions): Promise<Finding[]> {
  const { ok, failure } = reporter("config");
  let setup: Setup;
  try {
    setup = readSetupAsItIs(options);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const mend = "Mend the file; docs/configuration.md lists every setting.";
    return [failure(error.message, mend), ...(await examineWithoutConfig(options))];
  }
  const { config, env, dataDir } = setup;
  const { findings, check } = besideMistakes(env);
  // Before the check of the database, since only one may have the embedded one open.
  const stored = await readSettings(setup);
  const setUp = readSetUp(stored);
  const checks = await Promise.all([
    check("discord", () =>
      checkDiscord(env.discordToken, config.discord, {
        setUp,
        deletes: { ...config.acts, ...setUp.acts }["delete-message"] === "auto",
        digests: digestChannels(config),
      }),
    ),
    check("github", () => checkGitHub(config, env)),
    checkOpenAi(config, env),
    checkEmbeddings(config, env),
    check("database", () => checkDatabase(setup)),
    check("redis", () => checkRedis(env.redisUrl)),
    checkDocs(setup),
    checkConsole(setup),
    checkDisk(dataDir),
  ]);
  const saved = checkSaved(config, stored);
  return inOrder([
    ok(`${options.config} has no mistakes.`),
    ...saved,
    ...findings,
    ...checks.flat(),
  ]);
}

/** What can be said although the config cannot be read. */
async function examineWithoutConfig(options: SetupOptions): Promise<Finding[]> {
  loadEnvironmentFile(resolve(dirname(options.config), ".env"));
  const env = readEnvironment();
  const dataDir = resolve(options.data ?? resolve(dirname(options.config), ".signalbox"));
  const { findings, check } = besideMistakes(env);
  const checks = await Promise.all([
    check("discord", () => checkDiscord(env.discordToken, null)),
    ...(env.databaseUrl === undefined
      ? []
      : [check("database", () => checkDatabase({ env, dataDir }))]),
    check("redis", () => checkRedis(env.redisUrl)),
    checkDisk(dataDir),
  ]);
  return inOrder([...findings, ...checks.flat()]);
}

/** What is wrong in the environment, and the checks that need none of that. */
function besideMistakes({ mistakes = [] }: Environment) {
  return {
    findings: mistakes.map(({ concerns, what, mend }) => reporter(concerns).failure(what, mend)),
    check: async (area: EnvironmentMistake["concerns"], look: () => Promise<Finding[]>) =>
      mistakes.some(({ concerns }) => concerns === area) ? [] : look(),
  };
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => AREAS.indexOf(a.area) - AREAS.indexOf(b.area));
}
