import { join, resolve } from "node:path";
import { readEnvironment } from "../../config/environment.ts";
import type { Config } from "../../config/schema.ts";
import { createPurse } from "../../evals/purse.ts";
import { type Rows, readRows } from "../../evals/read-rows.ts";
import { reviewedExamples } from "../../evals/reviewed-examples.ts";
import { reviewedRows } from "../../evals/reviewed-rows.ts";
import type { Run, RunFile } from "../../evals/run.ts";
import { runSubject } from "../../evals/run-subject.ts";
import { openSubject, type Subject, type SubjectParts } from "../../evals/subject.ts";
import { trainingInputs } from "../../evals/training-inputs.ts";
import { openIndex } from "../../integrations/docs/open-index.ts";
import { promptToTry } from "../../integrations/openai/prompt.ts";
import { toPolicy } from "../../policy.ts";
import { systemClock } from "../../triage/model/clock.ts";
import { UserError } from "../../triage/model/errors.ts";
import type { Policy } from "../../triage/model/policy.ts";
import { exampleConfig } from "../../trial/trial-policy.ts";
import type { EvalOptions } from "../eval.ts";
import type { Operator } from "../operator/messages.ts";
import { createProgress } from "../progress.ts";
import { readReviewed } from "./read-reviewed.ts";

/** Where a run finds its policy, docs index and kept answers. */
export type EvalSetup = { readonly config: Config | null; readonly dataDir: string };

export type Evaluation = { readonly file: RunFile; readonly policy: Policy };

/**
 * Reads the rows, from files or from the store, and puts every engine to them.
 * @param operator the store's; null when only files are read
 */
export async function evaluate(
  paths: readonly string[],
  options: EvalOptions,
  setup: EvalSetup,
  operator: Operator | null,
): Promise<Evaluation> {
  const { config, dataDir } = setup;
  const tickets = operator ? await readReviewed(operator, "reviewed") : null;
  const read = tickets ? reviewedRows(tickets) : await readRows(paths, options.lanes);
  const { sets, rows } = limited(read, options.limit);
  if (rows.length === 0) {
    throw new UserError("No ticket has been reviewed yet: there is nothing to measure by.");
  }
  const passages = await openIndex(dataDir);
  const env = readEnvironment();
  const names = options.compare ?? options.engine;
  const purse = createPurse(options.maxCost ?? null);
  const subjects = subjectsOf(names, options, {
    config,
    env,
    index: passages,
    clock: systemClock,
    meter: purse.meter,
  });
  const settings = operator ? await operator({ ask: "settings" }) : {};
  const policy = policyOf(config, settings);
  const parts = {
    policy,
    passages: options.drafts ? passages : null,
    examples: tickets && {
      from: reviewedExamples(tickets),
      shown: options.examples ?? config?.openai.examples ?? 0,
    },
    cache: cacheFolder(options, dataDir),
    now: () => performance.now(),
    trainedOn: trainingInputs(),
    atOnce: options.atOnce,
  };
  const runs: Run[] = [];
  for (const subject of subjects) {
    const progress = createProgress(subject.name, rows.length);
    const run = await runSubject(subject, sets, rows, parts, () => progress.step());
    progress.done();
    if (run.judged.length === 0) {
      throw new UserError(
        `--max-cost ${options.maxCost} is too little for one row of ${subject.name}.`,
      );
    }
    runs.push(run);
  }
  const { seed, draws } = options;
  const at = new Date(systemClock.now()).toISOString();
  return { file: { version: 1, at, seed, draws, sets: [...sets], runs }, policy };
}

/** Every engine with every prompt that is to be tried; the offline engine has none. */
function subjectsOf(
  names: readonly string[],
  { prompt: prompts = [], compare, maxCost }: EvalOptions,
  parts: SubjectParts,
): Subject[] {
  const tried = prompts.map((one) => promptToTry(one, "classify"));
  const subjects = names.flatMap((name) =>
    name === "offline" || tried.length === 0
      ? [openSubject(name, null, parts)]
      : tried.map((prompt) => openSubject(name, prompt, parts)),
  );
  if (compare && subjects.length !== 2) {
    throw new UserError(
      "--compare takes two engines, or one engine and two prompts, the old one first",
    );
  }
  const unpriced = new Set(subjects.flatMap((subject) => subject.unpriced));
  if (maxCost !== undefined && unpriced.size > 0) {
    const models = [...unpriced].join(" and ");
    throw new UserError(
      `--max-cost cannot be kept: ${models} has no price. Add it to openai.prices in the config.`,
    );
  }
  return subjects;
}

/** The policy by which `replay` decides: the config's, with channels by their names. */
function policyOf(config: Config | null, settings: Readonly<Record<string, unknown>>): Policy {
  const found = { findPlace: (name: string) => name, communityName: "the community" };
  return toPolicy(config ?? exampleConfig(null, "public"), settings, found, 0);
}

function limited({ sets, rows }: Rows, limit = Number.POSITIVE_INFINITY): Rows {
  const kept = sets.flatMap(({ name }) => rows.filter(({ set }) => set === name).slice(0, limit));
  return {
    sets: sets.map((set) => ({ ...set, rows: Math.min(set.rows, limit) })),
    rows: kept,
  };
}

function cacheFolder({ cache }: EvalOptions, dataDir: string): string | null {
  if (cache === false) return null;
  return resolve(typeof cache === "string" ? cache : join(dataDir, "eval-answers"));
}
