import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { caseNames, type RecordedCase, readCase } from "../replay.ts";
import { UserError } from "../triage/model/errors.ts";
import type { LabelledRow, RowMistake } from "./labelled-row.ts";

/** Whether a folder holds recorded cases, as `signalbox record` writes them. */
export function isCaseFolder(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isDirectory()) return false;
  return caseNames(path).some((name) => existsSync(join(path, name, "post.json")));
}

/**
 * Recorded cases as rows: what was recorded, and reviewed as a diff, is what an engine is held to.
 * They are few and chosen, so that they show what changes rather than how good an engine is.
 */
export function readCases(
  folder: string,
  set: string,
): {
  readonly rows: LabelledRow[];
  readonly mistakes: RowMistake[];
} {
  const rows: LabelledRow[] = [];
  const mistakes: RowMistake[] = [];
  for (const name of caseNames(folder)) {
    try {
      rows.push(toRow(set, name, readCase(folder, name)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      mistakes.push({ where: join(set, name), message: `case: ${error.message}` });
    }
  }
  return { rows, mistakes };
}

/** A recorded case as a row of a data set. */
export function toRow(set: string, id: string, recorded: RecordedCase): LabelledRow {
  const { written, classification } = recorded;
  return {
    id,
    ticketId: null,
    set,
    group: set,
    title: written.title,
    messages: written.messages,
    tags: [],
    place: written.place,
    source: null,
    consented: false,
    right: {
      kinds: [classification.kind],
      lanes: [classification.lane],
      areas: [classification.area],
      repository: null,
      outcome: null,
    },
  };
}
