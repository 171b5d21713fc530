import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { wholeNumber } from "../src/cli/options.ts";
import { readEnvironment } from "../src/config/environment.ts";
import { loadConfig } from "../src/config/load.ts";
import { createEngines } from "../src/engines.ts";
import { openIndex } from "../src/integrations/docs/open-index.ts";
import { createLog } from "../src/log.ts";
import { SECOND } from "../src/triage/model/clock.ts";
import { UserError } from "../src/triage/model/errors.ts";
import { withOwnDocs } from "./gaps.ts";
import { createRandom } from "./headless/random.ts";
import type { Temper } from "./headless/reviewer.ts";
import { readRows, sample } from "./headless/rows.ts";
import { runHeadless } from "./headless/run.ts";
import { indexDemoDocs } from "./index-docs.ts";
import { runPageDemo } from "./page-demo.ts";
import { DEMO_CONFIG, startTown } from "./town.ts";
import { createWarpClock } from "./warp-clock.ts";

type Options = {
  readonly headless: boolean;
  readonly posts?: string;
  readonly json: boolean;
  readonly reviewer: Temper;
  readonly limit?: number;
  readonly seed: number;
  readonly timeout: number;
  readonly bundle: number;
  readonly engine: "offline" | "openai";
  readonly config: string;
  readonly port: number;
  readonly open: boolean;
};

const program = new Command("demo")
  .description("a sample community with the real bot in it, in the browser or headless")
  .option("--headless", "no page: post the rows of a file and print what became of them", false)
  .option(
    "--posts <file>",
    "JSONL or CSV with `text` (or `body`), optional title, id, author, channel",
  )
  .option("--json", "print one JSON object", false)
  .addOption(
    new Option("--reviewer <temper>", "who reviews")
      .choices(["approve", "mixed", "absent"])
      .default("approve"),
  )
  .option("--limit <n>", "post so many of the rows, drawn by the seed", wholeNumber(1, 1_000_000))
  .option("--seed <n>", "repeats what is drawn and how `mixed` decides", wholeNumber(0, 2 ** 31), 1)
  .option("--timeout <seconds>", "give up after", wholeNumber(1, 86_400), 300)
  .option(
    "--bundle <seconds>",
    "how long a person may pause within one ask",
    wholeNumber(0, 600),
    0,
  )
  .addOption(
    new Option("--engine <name>", "who classifies and drafts")
      .choices(["offline", "openai"])
      .default("offline"),
  )
  .option("--port <n>", "where the page is served", wholeNumber(0, 65_535), 4321)
  .option("--open", "open the page in the browser", false)
  .option("--config <file>", "the community to build", DEMO_CONFIG)
  .exitOverride();

try {
  program.parse();
  const options = program.opts<Options>();
  if (options.headless) process.exitCode = await headless(options);
  else await page(options);
} catch (error) {
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    throw error;
  }
}

async function headless(options: Options): Promise<number> {
  if (!options.posts) throw new UserError("--headless needs --posts FILE");
  const env = readEnvironment();
  const random = createRandom(options.seed);
  const rows = await readRows(options.posts);
  const chosen = options.limit ? sample(rows, options.limit, random) : rows;
  const base = loadConfig(options.config);
  const config = {
    ...base,
    engine: options.engine,
    limits: { ...base.limits, profile: "relaxed" as const, bundle: options.bundle * SECOND },
  };
  const clock = createWarpClock();
  const passages = await openIndex(await indexDemoDocs(config, null));
  const town = await startTown({
    config,
    clock,
    engines: (books) => createEngines(config, env, passages, clock, books),
    passages,
    log: createLog(env.logLevel === "info" ? "warn" : env.logLevel),
    dataDir: null,
    databaseUrl: env.databaseUrl,
    redisUrl: env.redisUrl,
  });
  try {
    const { reviewer, timeout } = options;
    const report = await runHeadless(town, chosen, {
      reviewer,
      random,
      timeoutMs: timeout * SECOND,
    });
    const text = options.json ? JSON.stringify(report) : JSON.stringify(report, null, 2);
    process.stdout.write(`${text}\n`);
    return report.left ? 3 : 0;
  } finally {
    await town.close();
  }
}

/** The page runs until it is interrupted. */
async function page(options: Options): Promise<void> {
  const env = readEnvironment();
  const base = loadConfig(options.config);
  const dataDir = resolve(".signalbox", "demo");
  const config = await withOwnDocs(
    {
      ...base,
      engine: options.engine,
      limits: { ...base.limits, profile: "relaxed" as const },
    },
    dataDir,
  );
  const passages = await openIndex(await indexDemoDocs(config, dataDir));
  const demo = await runPageDemo({
    config,
    dataDir,
    passages,
    port: options.port,
    engines: (clock) => ({
      // A week of a sample community is not worth anybody's money.
      week: createEngines({ ...config, engine: "offline" }, env, passages, clock),
      visit: createEngines(config, env, passages, clock),
    }),
  });
  process.stdout.write(
    `The demo is at ${demo.url}\nIts community lives through a week first; the page shows it. Engine: ${config.engine}.\nCtrl-C ends it; nothing is kept.\n`,
  );
  if (options.open) openInBrowser(demo.url);
  let closing = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      demo.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

function openInBrowser(url: string): void {
  const command = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  // Nobody's browser is worth a crash: the address stands on the terminal.
  spawn(command, [url], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
