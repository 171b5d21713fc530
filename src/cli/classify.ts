import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { Command, Option } from "commander";
import { readEnvironment } from "../config/environment.ts";
import { loadConfig } from "../config/load.ts";
import { Config } from "../config/schema.ts";
import { createEngines } from "../engines.ts";
import { systemClock } from "../triage/model/clock.ts";
import type { Classifier } from "../triage/ports/engines.ts";
import { inOrder } from "./in-order.ts";
import { type RowToClassify, readRowsToClassify } from "./rows-to-classify.ts";
import { remarkOnEncoding } from "./text-lines.ts";

type Options = {
  readonly engine: Config["engine"];
  readonly in: string;
  readonly out?: string;
  readonly config?: string;
};

/** Rows that wait for an answer of a model at the same time. */
const AT_ONCE = 8;

/** `signalbox classify`: what an engine makes of each row. */
export function classifyCommand(): Command {
  return new Command("classify")
    .description("classify the rows of a file: kind, lane, area, severity")
    .requiredOption("--in <file>", "JSONL or CSV: `text` or `body`, optional `id` and `title`")
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
          products: config?.products,
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
  const output = options.out ? await openForWriting(options.out) : process.stdout;
  let failed = 0;
  let rows = 0;
  const work = async ({ id, title, text, fault }: RowToClassify) => {
    rows += 1;
    if (fault !== null) {
      failed += 1;
      return JSON.stringify({ id, ...failure(fault, null) });
    }
    const answer = await classifier.classify({ title, text, areas, tags: [] });
    if (answer.type === "failed") failed += 1;
    const row =
      answer.type === "failed" ? failure(answer.reason, "openai") : labels(answer.classification);
    return JSON.stringify({ id, ...row });
  };
  for await (const line of inOrder(readRowsToClassify(options.in), AT_ONCE, work)) {
    if (!output.write(`${line}\n`)) {
      await new Promise<void>((resolve) => output.once("drain", () => resolve()));
    }
  }
  if (output !== process.stdout) {
    output.end();
    await finished(output);
  }
  if (rows === 0) process.stderr.write(`${options.in}: no row in it, so nothing is classified.\n`);
  await remarkOnEncoding(options.in);
  return failed;
}

async function openForWriting(file: string): Promise<WriteStream> {
  const output = createWriteStream(file);
  await once(output, "open");
  return output;
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

function failure(reason: string, engine: string | null) {
  const nothing = { kind: null, lane: null, area: null, severity: null, confidence: 0 };
  return { ...nothing, engine, failed: reason };
}
