import { userInfo } from "node:os";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { loadConfig } from "../config/load.ts";
import { calibrate } from "../evals/calibrate/calibrate.ts";
import { compareBlocks } from "../evals/compare.ts";
import { figuresOf } from "../evals/figures.ts";
import { crossed, readBound, regression } from "../evals/gate.ts";
import { measure } from "../evals/measures/measure.ts";
import { type Block, heading, table, text } from "../evals/report/blocks.ts";
import { calibrationBlocks } from "../evals/report/calibration-blocks.ts";
import type { Evaluated, Published } from "../evals/report/evaluated.ts";
import { toBlocks } from "../evals/report/report.ts";
import { toMarkdown } from "../evals/report/to-markdown.ts";
import type { RunFile } from "../evals/run.ts";
import { againstEarlier, readRun } from "../evals/run-file.ts";
import type { Calibration } from "../triage/decide/calibration.ts";
import { DAY } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import { type Evaluation, evaluate } from "./eval/evaluate.ts";
import { writeReport } from "./eval/write-report.ts";
import type { Answers } from "./operator/messages.ts";
import { withOperator } from "./operator/open.ts";
import { wholeNumber } from "./options.ts";
import { qualityTable } from "./quality.ts";
import { CONFIG_FILE, readSetup } from "./setup.ts";

export type EvalOptions = {
  readonly engine: readonly string[];
  readonly prompt?: readonly string[];
  readonly compare?: readonly string[];
  readonly config?: string;
  readonly data?: string;
  readonly reviewed: boolean;
  readonly calibrate: boolean;
  readonly examples?: number;
  readonly lanes?: string;
  readonly drafts: boolean;
  readonly out?: string;
  readonly json: boolean;
  readonly against?: string;
  readonly failBelow: readonly string[];
  readonly failAbove: readonly string[];
  /** True when it is not given: commander's way with `--no-…`. */
  readonly regression: string | boolean;
  readonly beside: readonly Published[];
  readonly limit?: number;
  /** Dollars. */
  readonly maxCost?: number;
  readonly atOnce: number;
  readonly seed: number;
  readonly draws: number;
  readonly cache: string | boolean;
};

/** `signalbox eval`: how often an engine is right on labelled posts, and how well it knows it. */
export function evalCommand(): Command {
  return new Command("eval")
    .description("measure engines on labelled posts: precision, recall, calibration, routes, cost")
    .argument("[data...]", "files of labelled rows, folders of them, folders of recorded cases")
    .option("--reviewed", "the tickets that your staff have reviewed, instead of files", false)
    .option("--engine <name...>", "offline, openai or openai:MODEL", ["offline"])
    .option("--prompt <name...>", "classify by these too: classify@N, or a file of your own")
    .option(
      "--compare <engines...>",
      "an old and a new engine, or one with two prompts: what changes",
    )
    .option(
      "--calibrate",
      "learn how sure each engine may be taken to be; kept with --reviewed",
      false,
    )
    .option("--config <file>", "your areas, routing, targets and models (default: none of them)")
    .option("--data <dir>", "the data folder: database, docs index, kept answers")
    .option("--lanes <file>", "JSON of row id → lanes, for rows that have none")
    .option("--drafts", "draft answers too, from the docs index of the data folder", false)
    .option(
      "--examples <n>",
      "with --reviewed: other reviewed tickets shown to a model (default: openai.examples)",
      wholeNumber(0, 20),
    )
    .option("--out <dir>", "write report.md, report.html, run.json and the plots there")
    .option("--json", "print {figures, faults, calibrations, quality, run} as JSON", false)
    .option("--against <run.json>", "test each engine against an earlier run on the same rows")
    .option("--fail-below <figure=number...>", "exit with 1 when a figure is below", [])
    .option("--fail-above <figure=number...>", "exit with 1 when a figure is above", [])
    .addOption(
      new Option("--no-regression <run.json>", "exit with 1 when it is worse than that run"),
    )
    .option("--beside <name=number>", "a published macro F1 to show beside", published, [])
    .option("--limit <n>", "only the first rows of each set", wholeNumber(1, 1_000_000))
    .option("--max-cost <dollars>", "make no call that could make the run dearer", dollars)
    .option("--at-once <n>", "rows asked for at once of a model", wholeNumber(1, 64), 4)
    .option("--seed <n>", "of the bootstrap", wholeNumber(0, 2 ** 31), 1)
    .option("--draws <n>", "of the bootstrap", wholeNumber(10, 100_000), 1_000)
    .option("--cache <dir>", "where answers that cost money are kept (default: in the data folder)")
    .option("--no-cache", "ask everything anew")
    .addHelpText(
      "after",
      `
Rows are JSONL, JSON or CSV: \`text\` (or \`body\`, \`messages\`, \`dialog\`) and \`title\` with
\`kind\`, \`lane\`, \`area\`, \`repository\`, \`outcome\` as far as they are known; where several are
right, a list. Every row runs through the bot's own redaction, prompt, schema and decision.

Figures for bounds: accuracy, macroF1, groupMacroF1, ece, kind.LABEL.recall, lane.macroF1,
lane.LABEL.precision, routeAccuracy, exposed, dollarsPerThousand … (all of them with --json).

Examples:
  signalbox eval topics.jsonl --lanes lanes.json --out eval-report
  signalbox eval rows.csv --config signalbox.config.yaml --engine offline openai
  signalbox eval rows.jsonl --compare openai:gpt-5-mini-2025-08-07 openai:gpt-5-2025-08-07
  signalbox eval rows.jsonl --compare openai --prompt classify@2 mine.md --max-cost 2
  signalbox eval --reviewed --calibrate
  signalbox eval rows.jsonl --fail-below macroF1=0.7 --no-regression eval-report/run.json

Exit code: 0 measured, 1 a bound is crossed or it got worse, 2 bad input.`,
    )
    .action(run);
}

const QUALITY_SINCE = 90 * DAY;

async function run(paths: string[], options: EvalOptions): Promise<void> {
  const bounds = {
    below: options.failBelow.map(readBound),
    above: options.failAbove.map(readBound),
  };
  const floor = typeof options.regression === "string" ? readRun(options.regression) : null;
  const earlier = options.against === undefined ? floor : readRun(options.against);
  if (paths.length > 0 === options.reviewed) {
    throw new UserError(
      "Name files of labelled rows, or take the reviewed tickets with --reviewed.",
    );
  }
  if (!options.reviewed) {
    const config = options.config === undefined ? null : loadConfig(options.config);
    const setup = { config, dataDir: resolve(options.data ?? ".signalbox") };
    const evaluation = await evaluate(paths, options, setup, null);
    return report(evaluation, calibrations(evaluation, options), options, floor, earlier, bounds);
  }
  const { config = CONFIG_FILE, data } = options;
  const setup = readSetup({ config, ...(data === undefined ? {} : { data }) });
  await withOperator(setup, async (operator) => {
    const evaluation = await evaluate(paths, options, setup, operator);
    const made = calibrations(evaluation, options);
    for (const calibration of made) {
      await operator({ ask: "calibrate", calibration, by: userInfo().username });
    }
    const since = Date.parse(evaluation.file.at) - QUALITY_SINCE;
    const quality = await operator({ ask: "quality", since });
    report(evaluation, made, options, floor, earlier, bounds, quality);
  });
}

/** What each engine's sureness was found to be worth; nothing unless it was asked for. */
function calibrations({ file }: Evaluation, options: EvalOptions): Calibration[] {
  if (!options.calibrate) return [];
  const from = options.reviewed ? "reviewed tickets" : file.sets.map(({ name }) => name).join(", ");
  return file.runs.flatMap((one) => calibrate(one, from, file.at, file.seed) ?? []);
}

type Bounds = Parameters<typeof crossed>[1];

function report(
  { file, policy }: Evaluation,
  made: readonly Calibration[],
  options: EvalOptions,
  floor: RunFile | null,
  earlier: RunFile | null,
  bounds: Bounds,
  quality: Answers["quality"] = [],
): void {
  const draws = { seed: file.seed, draws: file.draws };
  const evaluated = file.runs.map(
    (one): Evaluated => ({
      run: one,
      measures: measure(one, draws),
      change: earlier && againstEarlier(one, earlier, draws),
    }),
  );
  const [old, now] = file.runs;
  const compared =
    options.compare && old && now
      ? compareBlocks(
          old,
          now,
          evaluated.map(({ run: { subject }, measures: { cost } }) => ({
            name: subject,
            dollarsPerThousand: cost ? cost.dollarsPerThousand : 0,
          })),
        )
      : [];
  const learned = [
    ...made.flatMap((one) => calibrationBlocks(one, policy.targets)),
    ...(options.calibrate ? [text(storedWords(made, options))] : []),
  ];
  const teams = qualityBlocks(quality);
  const blocks = [
    ...toBlocks(file, evaluated, { published: options.beside }),
    ...compared,
    ...learned,
    ...teams,
  ];
  const written = options.out === undefined ? [] : writeReport(options.out, file, blocks);

  const figures = evaluated.map(({ run: { subject }, measures }) => ({
    subject,
    figures: figuresOf(measures),
  }));
  const gated = bounds.below.length + bounds.above.length > 0 || floor !== null;
  const faults = [
    // Some of the rows are no proof that all of them hold.
    ...file.runs.flatMap(({ subject, leftOut }) =>
      gated && leftOut > 0 ? [`${subject}: ${leftOut} rows were left out for their cost`] : [],
    ),
    ...figures.flatMap(({ subject, figures: own }) =>
      crossed(own, bounds).map((words) => `${subject}: ${words}`),
    ),
    ...(floor === null
      ? []
      : file.runs.flatMap((one) => {
          const change = againstEarlier(one, floor, draws);
          const worse = (["kind", "lane"] as const).map((what) => regression(what, change[what]));
          return worse.flatMap((words) => (words === null ? [] : [`${one.subject}: ${words}`]));
        })),
  ];
  const short = [...blocks.slice(0, endOfSummary(blocks)), ...compared, ...learned, ...teams];
  const json = { figures, faults, calibrations: made, quality, run: file };
  process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : toMarkdown(short));
  for (const path of written) process.stderr.write(`written: ${path}\n`);
  for (const { subject, leftOut } of file.runs) {
    if (leftOut === 0) continue;
    process.stderr.write(
      `${subject}: ${leftOut} rows were left out, since they might have cost more than $${options.maxCost} in all.${options.cache === false ? "" : " Run it again with more: what was paid for is kept."}\n`,
    );
  }
  for (const words of faults) process.stderr.write(`fails: ${words}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

/** What became of the issues that the labels led to, as their teams saw it. */
export function qualityBlocks(lines: Answers["quality"]): Block[] {
  const { head, rows } = qualityTable(lines);
  return rows.length === 0
    ? []
    : [
        heading(2, "Issues as their teams saw them"),
        text("Filed in the last 90 days; `signalbox quality --help` defines each figure."),
        ...table("By team and area", head, rows),
      ];
}

function storedWords(made: readonly Calibration[], { reviewed }: EvalOptions): string {
  if (made.length === 0) return "Nothing was learned: no engine answered these rows as itself.";
  return reviewed
    ? "It is in force from now on; the bot takes it up within seconds."
    : "It is not kept: only what is learned from your own reviews (`--reviewed`) is put in force.";
}

/** A terminal shows the summary; the report holds the rest. */
function endOfSummary(blocks: ReturnType<typeof toBlocks>): number {
  const at = blocks.findIndex((block) => block.type === "heading" && block.text.startsWith("Risk"));
  return at < 0 ? blocks.length : at;
}

function dollars(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("must be an amount of dollars, such as 2.50");
}

function published(text: string, before: readonly Published[]): Published[] {
  const [, name, value] = /^(.+)=(0?\.\d+|[01])$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("must be NAME=NUMBER, from 0 to 1");
  return [...before, { name, value: Number(value) }];
}
