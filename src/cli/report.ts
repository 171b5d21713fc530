import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Command, Option } from "commander";
import { digestWords } from "../bot/render/render-digest.ts";
import { UserError } from "../triage/model/errors.ts";
import { momentOf } from "../triage/model/zoned.ts";
import { digestOf } from "../triage/report/digest.ts";
import type { Period } from "../triage/report/period.ts";
import type { Report } from "../triage/report/report.ts";
import { withOperator } from "./operator/open.ts";
import { readDay, readSince, type Since } from "./read-moment.ts";
import { reportPage } from "./report/page.ts";
import { duration, shareOf } from "./report/words.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & {
  readonly since: Since;
  readonly until?: string;
  readonly out: string;
  readonly team?: string;
  readonly json?: string;
  /** True when no team is named. */
  readonly short?: string | true;
};

/** `signalbox report`: one page with what became of the community's asks in a period. */
export function reportCommand(): Command {
  return withSetupOptions(new Command("report"))
    .description("one page on what became of the community's asks: answers, fixes, issues, effort")
    .addOption(
      new Option("--since <when>", "so many days, or a day: 30d, 2026-11-01")
        .argParser(readSince)
        .default(readSince("7d"), "7d"),
    )
    .addOption(
      new Option("--until <day>", "up to the beginning of that day (default: now)").argParser(
        readDay,
      ),
    )
    .option("--out <file>", "the page", "signalbox-report.html")
    .option("--team <name>", "asks and issues of one team alone")
    .option("--json <file>", "write all figures as JSON as well")
    .option("--short [team]", "only print what the weekly digest would post, of one team if named")
    .addHelpText(
      "after",
      `
Each figure stands beside the same time just before, with what it counts. The page is for staff: it
links to private issues. It is one file that loads nothing and runs nothing. Days begin by the
zone of the config.

Examples:
  signalbox report
  signalbox report --since 2026-11-01 --until 2026-12-01 --team sdk --out november.html
  signalbox report --since 30d --json report.json
  signalbox report --short sdk

Exit code: 0 done, 2 bad input.`,
    )
    .action(async (options: Options) => {
      const setup = readSetup(options);
      const period = periodOf(options, setup.config.zone, Date.now());
      const team = (options.short === true ? null : options.short) ?? options.team ?? null;
      const report = await withOperator(setup, (operator) =>
        operator({ ask: "report", period, team }),
      );
      if (options.short !== undefined) {
        process.stdout.write(`${digestWords(digestOf(report, "staff"))}\n`);
        return;
      }
      write(options.out, reportPage(report));
      if (options.json !== undefined) write(options.json, `${JSON.stringify(report)}\n`);
      process.stdout.write(inWords(report, options.out));
    });
}

/** The period that is asked for, its days by the zone's calendar. */
export function periodOf(
  { since, until }: Pick<Options, "since" | "until">,
  zone: string,
  now: number,
): Period {
  const to = until === undefined ? now : beginningOf(until, zone);
  const from = since.type === "ago" ? to - since.ms : beginningOf(since.day, zone);
  if (from >= to) throw new UserError("--since must be before --until, and before now.");
  if (to > now) throw new UserError("--until must not be after today.");
  return { from, to };
}

function beginningOf(text: string, zone: string): number {
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  return momentOf({ year, month, day, hour: 0, minute: 0 }, zone);
}

function write(file: string, content: string): void {
  const path = resolve(file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${file} cannot be written (${code}): name another file or folder.`);
  }
}

/** The page's first look, for the terminal. */
function inWords({ now: { answering, way } }: Report, out: string): string {
  const [first] = answering.unanswered;
  return [
    `asks                      ${answering.asks}`,
    `no reply after 24 h       ${first ? shareOf(first.count, first.of) : "no data"}`,
    `first human reply         ${duration(answering.firstHuman.median)} (median of ${answering.firstHuman.count})`,
    `first useful reply        ${duration(answering.firstUseful.median)} (median of ${answering.firstUseful.count})`,
    `reported, filed, shipped  ${way.reported}, ${way.filed}, ${way.shipped}`,
    `the page                  ${out}`,
    "",
  ].join("\n");
}
