import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { Command, Option } from "commander";
import { z } from "zod";
import { Config, loadConfig, readEnvironment } from "../config.ts";
import { createEngines } from "../engines.ts";
import { systemClock } from "../triage/clock.ts";
import { UserError } from "../triage/errors.ts";
import type { Classifier } from "../triage/ports.ts";
import { redact } from "../triage/redact.ts";

type Options = {
  readonly engine: Config["engine"];
  readonly in: string;
  readonly out?: string;
  readonly config?: string;
};

const Row = z.record(z.string(), z.unknown());

/** Far more than any engine reads; a longer text would only cost memory. */
const LONGEST_TEXT = 100_000;

/** `signalbox classify`: what an engine makes of each row. */
export function classifyCommand(): Command {
  return new Command("classify")
    .description("classify the rows of a file: kind, lane, area, severity")
    .requiredOption("--in <file>", "JSONL rows with `text` (or `body`), optional `id`, `title`")
    .option("--out <file>", "JSONL rows in the same order (default: standard output)")
    .addOption(
      new Option("--engine <name>", "who classifies")
        .choices(["offline", "openai"])
        .default("offline"),
    )
    .option("--config <file>", "the config with the areas, and the models of the openai engine")
    .addHelpText(
      "after",
      `
Every row gives a row; one that cannot be classified says why in \`failed\`.

Examples:
  signalbox classify --in posts.jsonl --out labels.jsonl
  signalbox classify --in posts.jsonl --config signalbox.config.yaml --engine openai

Exit code: 0 all classified, 1 some failed, 2 bad input.`,
    )
    .action(async (options: Options) => {
      const config = options.config ? loadConfig(options.config) : null;
      const engines = createEngines(
        {
          engine: options.engine,
          openai: config?.openai ?? Config.shape.openai.parse({}),
        },
        readEnvironment(),
        { rarity: () => 1 },
        systemClock,
      );
      const failed = await classifyRows(options, engines.classifier, config?.areas ?? []);
      if (failed > 0) process.exitCode = 1;
    });
}

async function classifyRows(
  options: Options,
  classifier: Classifier,
  areas: Config["areas"],
): Promise<number> {
  const input = createReadStream(options.in, "utf8");
  await new Promise<void>((resolve, reject) => {
    input.once("open", () => resolve());
    input.once("error", () => reject(new UserError(`${options.in}: there is no such file`)));
  });
  const output = options.out ? createWriteStream(options.out) : process.stdout;
  let number = 0;
  let failed = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === "") continue;
    const { id, title, text } = readRow(line, number);
    const answer = await classifier.classify({ title, text, areas, tags: [] });
    if (answer.type === "failed") failed += 1;
    const row = answer.type === "failed" ? failure(answer.reason) : labels(answer.classification);
    if (!output.write(`${JSON.stringify({ id, ...row })}\n`)) {
      await new Promise<void>((resolve) => output.once("drain", () => resolve()));
    }
  }
  if (output !== process.stdout) {
    output.end();
    await finished(output);
  }
  return failed;
}

/** A line that is no JSON object is taken as the text itself: no row is ever dropped. */
function readRow(line: string, number: number) {
  const row = Row.safeParse(parseJson(line)).data ?? { text: line };
  const word = (value: unknown) =>
    redact(typeof value === "string" ? value.slice(0, LONGEST_TEXT) : "").text;
  return {
    id: row["id"] ?? number,
    title: word(row["title"]),
    text: word(row["text"] || row["body"]),
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function labels(classification: {
  readonly kind: string;
  readonly lane: string;
  readonly area: string;
  readonly severity: string;
  readonly confidence: number;
  readonly stamp: { readonly engine: string; readonly model: string };
}) {
  const { kind, lane, area, severity, confidence, stamp } = classification;
  return { kind, lane, area, severity, confidence, engine: stamp.engine, model: stamp.model };
}

function failure(reason: string) {
  const nothing = { kind: null, lane: null, area: null, severity: null, confidence: 0 };
  return { ...nothing, engine: "openai", failed: reason };
}
