import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { readRows } from "../../demo/headless/rows.ts";
import { wholeNumber } from "../../src/cli/options.ts";
import { createProgress } from "../../src/cli/progress.ts";
import { reportLines, verdictsOn } from "./report.ts";
import { runSoak } from "./run-soak.ts";

type Options = {
  readonly posts: number;
  readonly profile: "relaxed" | "documented";
  readonly seed: number;
  readonly rate: number;
  readonly rows?: string;
  readonly postgres?: string;
  readonly redis?: string;
  readonly json?: string;
  readonly log?: string;
};

const command = new Command("soak")
  .description("a community lives for thousands of posts, and everything goes wrong at Discord")
  .option("--posts <n>", "how many", wholeNumber(10, 1_000_000), 300)
  .addOption(
    new Option("--profile <name>", "whether the simulators hold the bot to the vendors' limits")
      .choices(["relaxed", "documented"])
      .default("relaxed"),
  )
  .option("--seed <n>", "repeats who writes what, and what goes wrong", wholeNumber(0, 2 ** 31), 1)
  .option("--rate <n>", "simulated seconds in a real one", wholeNumber(1, 20), 10)
  .option("--rows <file>", "JSONL or CSV with posts, in place of made-up ones")
  .option("--postgres <url>", "an empty database; embedded without")
  .option("--redis <url>", "queues there; in the database without")
  .option("--json <file>", "write the whole result there")
  .option("--log <file>", "keep the bot's log there")
  .parse();

const { rows: file, postgres, redis, json, log, ...options } = command.opts<Options>();
const rows = file === undefined ? undefined : await readRows(file);
const progress = createProgress("posts", options.posts);
const report = await runSoak({
  ...options,
  databaseUrl: postgres,
  redisUrl: redis,
  ...(rows && { rows: rows.filter(({ title, text }) => `${title}${text}`.trim() !== "") }),
  logFile: log,
  onPost: () => progress.step(),
});
progress.done();
const verdicts = verdictsOn(report);
for (const line of reportLines(report, verdicts)) process.stdout.write(`${line}\n`);
if (json !== undefined)
  writeFileSync(json, `${JSON.stringify({ ...report, verdicts }, null, 2)}\n`);
process.exit(verdicts.every(({ holds }) => holds) ? 0 : 1);
