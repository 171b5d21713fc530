import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { toBehaviorCase } from "../evals/export/behavior-case.ts";
import { exportFineTune } from "./eval/export-fine-tune.ts";
import { readReviewed } from "./eval/read-reviewed.ts";
import { withOperator } from "./operator/open.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type BehaviorOptions = SetupOptions & { readonly out?: string };
type FineTuneOptions = BehaviorOptions & {
  readonly rows?: readonly string[];
  readonly withConsented: boolean;
};

/** `signalbox export`: what was learned from a community, in forms that other tools read. */
export function exportCommand(): Command {
  return new Command("export")
    .description(
      "write reports about model behavior as eval cases, or reviewed posts to fine-tune on",
    )
    .addCommand(behaviorCommand())
    .addCommand(fineTuneCommand())
    .addHelpText(
      "after",
      `
Texts in both are redacted, as in the store. Text from Discord is left out of fine-tuning: Discord's
developer policy forbids training models on message content without permission.

Examples:
  signalbox export model-behavior --out cases.jsonl
  signalbox export fine-tune --out train.jsonl
  signalbox export fine-tune --rows issues.jsonl --out train.jsonl

Exit code: 0 written, 1 nothing could be written, 2 bad input.`,
    );
}

function behaviorCommand(): Command {
  return withSetupOptions(new Command("model-behavior"))
    .description("JSONL, a report a line: prompt, parameters, model, expected, actual, reports")
    .option("--out <file>", "the file (default: standard output)")
    .action(async (options: BehaviorOptions) => {
      const tickets = await withOperator(readSetup(options), (operator) =>
        readReviewed(operator, "model-behavior"),
      );
      const cases = tickets
        .filter(({ messages, title }) => `${title}${messages.join("")}`.trim() !== "")
        .map(toBehaviorCase);
      writeLines(cases, options.out);
      const whole = cases.filter(({ missing }) => missing.length === 0).length;
      process.stderr.write(
        `${cases.length} reports, ${whole} of them with model, prompt, expected and actual\n`,
      );
      if (cases.length === 0) process.exitCode = 1;
    });
}

function fineTuneCommand(): Command {
  return withSetupOptions(new Command("fine-tune"))
    .description("OpenAI's chat format, from what people labelled and whose source permits it")
    .option("--rows <files...>", "labelled rows with a `source`, instead of the store's reviews")
    .option(
      "--with-consented",
      "also rows from Discord that say consented: only if Discord has permitted it",
      false,
    )
    .option("--out <file>", "the file (default: standard output)")
    .action(async (options: FineTuneOptions) => {
      const { lines, refused } = await exportFineTune(options);
      writeLines(lines, options.out);
      process.stderr.write(`${lines.length} examples\n`);
      for (const [why, count] of refused) process.stderr.write(`${count} left out: ${why}\n`);
      if (lines.length > 0 && lines.length < LEAST_EXAMPLES) {
        process.stderr.write(`OpenAI asks for ${LEAST_EXAMPLES} examples at the least\n`);
      }
      if (lines.length === 0) process.exitCode = 1;
    });
}

const LEAST_EXAMPLES = 10;

function writeLines(values: readonly unknown[], out: string | undefined): void {
  const text = values.map((value) => `${JSON.stringify(value)}\n`).join("");
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text, { mode: 0o600 });
}
