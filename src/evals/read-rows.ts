import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { z } from "zod";
import { readCsv } from "../integrations/imports/csv-rows.ts";
import { detectShape } from "../integrations/imports/detect-shape.ts";
import { caseNames } from "../replay.ts";
import { Lane } from "../triage/model/classification.ts";
import { UserError } from "../triage/model/errors.ts";
import { faultWords } from "../triage/text/fault-words.ts";
import { type LabelledRow, type RowMistake, readRow } from "./labelled-row.ts";
import { isCaseFolder, readCases } from "./recorded-rows.ts";

/** A file of rows or a folder of cases, as a report names it. */
export type DataSet = { readonly name: string; readonly rows: number; readonly sha256: string };

export type Rows = { readonly sets: readonly DataSet[]; readonly rows: readonly LabelledRow[] };

const READ = [".jsonl", ".ndjson", ".json", ".csv", ".tsv"];
const MISTAKES_SHOWN = 50;

/**
 * Reads labelled rows from files, from folders of them, and from folders of recorded cases.
 * @param lanesFile JSON of row id → lanes, for sets that have none of their own
 * @throws UserError that lists every wrong row with its line
 */
export async function readRows(paths: readonly string[], lanesFile?: string): Promise<Rows> {
  const lanes = lanesFile === undefined ? {} : readLanes(lanesFile);
  const sets: DataSet[] = [];
  const rows: LabelledRow[] = [];
  const mistakes: RowMistake[] = [];
  const files = paths.flatMap(filesOf);
  for (const path of files) {
    const alone = files.filter((other) => basename(other) === basename(path)).length === 1;
    const name = alone ? basename(path) : path;
    const read = isCaseFolder(path) ? readCases(path, name) : await readFile(path, name, lanes);
    sets.push({ name, rows: read.rows.length, sha256: hashOf(path) });
    rows.push(...read.rows);
    mistakes.push(...read.mistakes);
  }
  mistakes.push(...repeated(rows));
  if (mistakes.length > 0) throw wrong(mistakes);
  if (rows.length === 0) throw new UserError(`${paths.join(", ")}: no row in it`);
  return { sets, rows };
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) throw new UserError(`${path}: there is no such file or folder`);
  if (!statSync(path).isDirectory() || isCaseFolder(path)) return [path];
  const names = readdirSync(path).filter((name) => READ.includes(extname(name).toLowerCase()));
  if (names.length > 0) return names.toSorted().map((name) => join(path, name));
  throw new UserError(`${path}: holds neither a ${READ.join(", ")} file nor recorded cases`);
}

type Read = { readonly rows: readonly LabelledRow[]; readonly mistakes: readonly RowMistake[] };

async function readFile(
  file: string,
  set: string,
  lanes: Readonly<Record<string, readonly Lane[]>>,
): Promise<Read> {
  const rows: LabelledRow[] = [];
  const mistakes: RowMistake[] = [];
  let number = 0;
  const take = (value: unknown, where: string) => {
    number += 1;
    const row = readRow(value, { set, where, number }, lanes);
    if (Array.isArray(row)) mistakes.push(...row);
    else rows.push(row);
  };
  const shape = await detectShape(file);
  if (shape === "table") {
    for await (const { where, row, fault } of readCsv(file)) {
      if (fault === null) take(withoutEmpty(row), where);
      else mistakes.push({ where, message: fault });
    }
  } else if (shape === "document") {
    const list = z.array(z.unknown()).safeParse(parsed(readFileSync(file, "utf8")));
    if (!list.success) mistakes.push({ where: set, message: "is no list of rows in JSON" });
    for (const [index, value] of (list.data ?? []).entries()) take(value, `${set}: [${index}]`);
  } else {
    for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
      if (line.trim() === "") continue;
      const where = `${set}:${index + 1}`;
      const value = parsed(line);
      if (value === undefined) mistakes.push({ where, message: "row: is not JSON" });
      else take(value, where);
    }
  }
  return { rows, mistakes };
}

/** An empty cell of a table is no value. */
function withoutEmpty(row: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function readLanes(file: string): Record<string, Lane[]> {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such file`);
  const value = parsed(readFileSync(file, "utf8"));
  if (value === undefined) throw new UserError(`${file}: is not JSON`);
  const lanes = z.record(z.string(), z.array(Lane)).safeParse(value);
  if (lanes.success) return lanes.data;
  const words = lanes.error.issues.map(
    (issue) => `  ${issue.path.join(".") || "the file"}: ${faultWords(issue)}`,
  );
  throw new UserError(`${file}: must be JSON of row id → list of lanes\n${words.join("\n")}`);
}

/** A paired comparison needs to know which row is which. */
function repeated(rows: readonly LabelledRow[]): RowMistake[] {
  const seen = new Set<string>();
  return rows.flatMap(({ set, id }) => {
    const key = `${set} ${id}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ where: set, message: `id: ${id} stands there twice` }];
  });
}

function wrong(mistakes: readonly RowMistake[]): UserError {
  const shown = mistakes.slice(0, MISTAKES_SHOWN);
  const lines = shown.map(({ where, message }) => `  ${where}  ${message}`);
  const more = mistakes.length - shown.length;
  if (more > 0) lines.push(`  and ${more} more`);
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  return new UserError(`${count} in the rows:\n${lines.join("\n")}`);
}

function hashOf(path: string): string {
  const hash = createHash("sha256");
  if (!statSync(path).isDirectory()) return hash.update(readFileSync(path)).digest("hex");
  for (const name of caseNames(path)) {
    for (const stage of readdirSync(join(path, name)).toSorted()) {
      hash.update(`${name}/${stage}\n`).update(readFileSync(join(path, name, stage)));
    }
  }
  return hash.digest("hex");
}
