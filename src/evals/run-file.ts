import { existsSync, readFileSync } from "node:fs";
import { Kind, Lane } from "../triage/model/classification.ts";
import { UserError } from "../triage/model/errors.ts";
import { faultWords } from "../triage/text/fault-words.ts";
import type { Draws } from "./measures/bootstrap.ts";
import { type Paired, paired } from "./measures/paired.ts";
import { type Run, RunFile } from "./run.ts";

/** @throws UserError when there is no such file, or it is no run of `signalbox eval` */
export function readRun(file: string): RunFile {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such file`);
  const parsed = RunFile.safeParse(jsonOf(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError(
    `${file}: is no run.json of signalbox eval (${issue?.path.join(".") || "the file"}: ${issue ? faultWords(issue) : "does not fit"})`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A run held against an earlier one: against the same engine there, or the only one there is.
 * @throws UserError when it does not say which, or no row is in both
 */
export function againstEarlier(
  run: Run,
  earlier: RunFile,
  draws: Draws,
): { readonly kind: Paired; readonly lane: Paired } {
  const before =
    earlier.runs.find(({ subject }) => subject === run.subject) ??
    (earlier.runs.length === 1 ? earlier.runs[0] : undefined);
  if (!before) {
    const there = earlier.runs.map(({ subject }) => subject).join(", ");
    throw new UserError(`The earlier run has no ${run.subject}; there are ${there}`);
  }
  const kind = paired(run.judged, before.judged, "kind", Kind.options, draws);
  const lane = paired(run.judged, before.judged, "lane", Lane.options, draws);
  if (kind.rows + lane.rows === 0) {
    throw new UserError("The earlier run holds none of these rows: sets and ids must be the same.");
  }
  return { kind, lane };
}
