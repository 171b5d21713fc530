import { Command, Option } from "commander";
import { DAY } from "../triage/model/clock.ts";
import type { Answers } from "./operator/messages.ts";
import { withOperator } from "./operator/open.ts";
import { readDays } from "./read-days.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean; readonly since: number };
type Line = Answers["quality"][number];

/** `signalbox quality`: what teams made of the issues that they were given. */
export function qualityCommand(): Command {
  return withSetupOptions(new Command("quality"))
    .description("what teams made of the issues that they were given, by team and area")
    .addOption(
      new Option("--since <days>", "issues filed in so many days")
        .argParser(readDays)
        .default(90 * DAY, "90d"),
    )
    .option("--json", "print it as JSON", false)
    .addHelpText(
      "after",
      `
Each figure counts issues, from what happened to them on GitHub:
  as filed   taken up (milestone, assignee, merged change) or completed, nothing asked before
  asked      the team asked back, or put a label on it that says something is missing
  after      taken up or completed after a question
  invalid    closed with a label of github.invalid_labels
  duplicate  closed as a duplicate, or with the label duplicate
  wrong      transferred to another repository
  refused    closed as not planned, for none of these reasons
  broken     a reporter said after the fix that it is still broken
  open       none of these yet

Examples:
  signalbox quality
  signalbox quality --since 30d --json | jq '.[] | {team, asked: (.asked / .filed)}'

Exit code: 0 done, 2 bad input.`,
    )
    .action(async (options: Options) => {
      const since = Date.now() - options.since;
      const lines = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "quality", since }),
      );
      process.stdout.write(options.json ? `${JSON.stringify(lines)}\n` : tellQuality(lines));
    });
}

const COLUMNS: readonly (readonly [string, (line: Line) => string])[] = [
  ["team", ({ team }) => team || "(none)"],
  ["area", ({ area }) => area || "(none)"],
  ["filed", ({ filed }) => String(filed)],
  ["as filed", (line) => share(line.acceptedAsFiled, line)],
  ["asked", (line) => share(line.asked, line)],
  ["after", (line) => share(line.acceptedAfterQuestion, line)],
  ["invalid", (line) => share(line.invalid, line)],
  ["duplicate", (line) => share(line.duplicate, line)],
  ["wrong", (line) => share(line.wrongRepository, line)],
  ["refused", (line) => share(line.notPlanned, line)],
  ["broken", (line) => share(line.stillBroken, line)],
  ["open", (line) => share(line.undecided, line)],
];

/** The figures as cells, a row for each team and area. */
export function qualityTable(lines: readonly Line[]) {
  return {
    head: COLUMNS.map(([name]) => name),
    rows: lines.map((line) => COLUMNS.map(([, cell]) => cell(line))),
  };
}

/** A table, a line for each team and area. */
export function tellQuality(lines: readonly Line[]): string {
  if (lines.length === 0) return "No issue was filed in that time.\n";
  const { head, rows } = qualityTable(lines);
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((row) => `${row.trimEnd()}\n`)
    .join("");
}

function share(count: number, { filed }: Line): string {
  return count === 0 ? "0" : `${count} (${Math.round((100 * count) / filed)} %)`;
}
