import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../../triage/model/errors.ts";
import { readCsv } from "./csv-rows.ts";
import { detectShape } from "./detect-shape.ts";
import {
  type ImportedPost,
  type ImportedRow,
  type SkippedRow,
  unreadable,
} from "./imported-post.ts";
import { readPlainRow } from "./plain-row.ts";
import { readEntry } from "./read-entry.ts";

const READ = [".json", ".jsonl", ".ndjson", ".csv", ".tsv"];

/**
 * Reads past posts from a file, or from all files of a folder, in whatever format they are: JSONL,
 * CSV, a Discord chat export, Discourse topics, GitHub issues. Each row comes out once, as a post or
 * with the reason why it is none.
 * @throws UserError when a file is missing, is no text, or is JSON that breaks off
 */
export async function* readPosts(path: string): AsyncGenerator<ImportedPost | SkippedRow> {
  const found = await stat(path).catch(() => {
    throw new UserError(`${path}: there is no such file`);
  });
  if (!found.isDirectory()) return yield* readPostsFile(path);
  const files = (await readdir(path)).filter((name) => READ.includes(extname(name).toLowerCase()));
  if (files.length === 0) throw new UserError(`${path}: holds no ${READ.join(", ")} file`);
  for (const name of files.toSorted()) yield* readPostsFile(join(path, name));
}

async function* readPostsFile(file: string): AsyncGenerator<ImportedRow> {
  switch (await detectShape(file)) {
    case "empty":
      throw new UserError(`${file}: is empty`);
    case "lines":
      return yield* readLines(file);
    case "document":
      return yield* readEntry(await readJson(file), `${basename(file)}:`);
    case "table":
      for await (const { where, row, fault } of readCsv(file)) {
        if (fault === null) yield* readPlainRow(row, where);
        else yield unreadable(where, fault);
      }
  }
}

async function* readLines(file: string): AsyncGenerator<ImportedRow> {
  const input = createReadStream(file, "utf8");
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line.trim() === "") continue;
    const where = `${basename(file)}:${number}`;
    const value = parsed(line.replace(/^\uFEFF/, ""));
    if (value === undefined) yield unreadable(where, "row: is not JSON");
    else yield* readEntry(value, where);
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's message quotes the text, which may hold anything; only its position is kept.
    const at = /\(line \d+ column \d+\)/.exec(String(error))?.[0] ?? "";
    throw new UserError(`${file}: is not whole JSON ${at}`.trim());
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
