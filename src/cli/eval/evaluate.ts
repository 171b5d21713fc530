import { join, resolve } from "node:path";
import { type Config, loadConfig, readEnvironment } from "../../config.ts";
import { type Rows, readRows } from "../../evals/read-rows.ts";
import type { Run, RunFile } from "../../evals/run.ts";
import { runSubject } from "../../evals/run-subject.ts";
import { openSubject } from "../../evals/subject.ts";
import { trainingInputs } from "../../evals/training-inputs.ts";
import { openIndex } from "../../integrations/docs/open-index.ts";
import { toPolicy } from "../../policy.ts";
import { systemClock } from "../../triage/clock.ts";
import { exampleConfig } from "../../trial/trial-policy.ts";
import type { EvalOptions } from "../eval.ts";
import { createProgress } from "../progress.ts";

/** Reads the rows and puts every engine to them. */
export async function evaluate(paths: readonly string[], options: EvalOptions): Promise<RunFile> {
  const config = options.config === undefined ? null : loadConfig(options.config);
  const { sets, rows } = limited(await readRows(paths, options.lanes), options.limit);
  const passages = await openIndex(resolve(options.data));
  const env = readEnvironment();
  const names = options.compare ?? options.engine;
  const subjects = names.map((name) =>
    openSubject(name, config?.openai ?? null, env, passages, systemClock),
  );
  const parts = {
    policy: policyOf(config),
    passages: options.drafts ? passages : null,
    cache: cacheFolder(options),
    now: () => performance.now(),
    trainedOn: trainingInputs(),
    atOnce: options.atOnce,
  };
  const runs: Run[] = [];
  for (const subject of subjects) {
    const progress = createProgress(subject.name, rows.length);
    runs.push(await runSubject(subject, sets, rows, parts, () => progress.step()));
    progress.done();
  }
  const { seed, draws } = options;
  const at = new Date(systemClock.now()).toISOString();
  return { version: 1, at, seed, draws, sets: [...sets], runs };
}

/** The policy by which `replay` decides: the config's, with channels by their names. */
function policyOf(config: Config | null) {
  const found = { findPlace: (name: string) => name, communityName: "the community" };
  return toPolicy(config ?? exampleConfig(null, "public"), {}, found, 0);
}

function limited({ sets, rows }: Rows, limit = Number.POSITIVE_INFINITY): Rows {
  const kept = sets.flatMap(({ name }) => rows.filter(({ set }) => set === name).slice(0, limit));
  return {
    sets: sets.map((set) => ({ ...set, rows: Math.min(set.rows, limit) })),
    rows: kept,
  };
}

function cacheFolder({ cache, data }: EvalOptions): string | null {
  if (cache === false) return null;
  return resolve(typeof cache === "string" ? cache : join(data, "eval-answers"));
}
