import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import { faultWords } from "../../triage/text/fault-words.ts";
import { readGitDates } from "./git-dates.ts";
import { isLlmsFull, splitLlmsFull } from "./llms-full.ts";
import type { SourcePage } from "./parsed-page.ts";
import { formatOf } from "./read-page.ts";

/** A page as a source gives it, or why it could not be read. */
export type Delivery =
  | { readonly type: "page"; readonly page: SourcePage }
  /** What was known of the page stays, unless it is `gone`. */
  | {
      readonly type: "failed";
      readonly page: string;
      readonly reason: string;
      readonly gone?: boolean;
    }
  /** Part of the source could not be read: pages that were not delivered stay. */
  | { readonly type: "incomplete"; readonly page: string; readonly reason: string }
  /** For the operator to know; nothing failed. */
  | { readonly type: "note"; readonly text: string };

const PAGES = /\.(mdx?|markdown|rst|ipynb|html?|txt)$/i;
const DESCRIPTIONS = /\.(ya?ml|json)$/i;
const LARGEST_FILE = 16 * 1024 * 1024;

/** The pages of a folder and of its folders, in order of their paths; hidden ones and node_modules are left out. */
export async function* pagesInFolder(
  folder: string,
  baseUrl: string | null,
): AsyncGenerator<Delivery> {
  const dates = await readGitDates(folder);
  for await (const file of filesIn(folder)) {
    const page = relative(folder, file).split(sep).join("/");
    if (!PAGES.test(page) && !DESCRIPTIONS.test(page)) continue;
    const changedAt = dates.get(page) ?? null;
    const delivery = await readFileAsPage(file, page, baseUrl, changedAt);
    if (delivery.type === "page" && DESCRIPTIONS.test(page)) {
      if (formatOf(delivery.page) !== "openapi") continue;
    }
    yield* parted(delivery);
  }
}

/** A file that holds many pages as these pages; anything else as it is. */
export function parted(delivery: Delivery): Delivery[] {
  if (delivery.type !== "page" || !isLlmsFull(delivery.page.page)) return [delivery];
  return splitLlmsFull(delivery.page).map((page) => ({ type: "page", page }));
}

/** The pages of a folder, of a JSONL file with a page a row, or the one of a single file. */
export async function* pagesAt(path: string, baseUrl: string | null): AsyncGenerator<Delivery> {
  if ((await stat(path)).isDirectory()) yield* pagesInFolder(path, baseUrl);
  else if (/\.jsonl$/i.test(path)) yield* pagesInFile(path);
  else {
    const page = basename(path);
    const changedAt = (await readGitDates(dirname(path))).get(page) ?? null;
    yield* parted(await readFileAsPage(path, page, baseUrl, changedAt));
  }
}

/** How many pages a place has, at the most; 0 when there is no such place. */
export async function countPages(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (found === null) return 0;
  if (/\.jsonl$/i.test(path)) {
    const lines = (await readFile(path, "utf8")).split("\n");
    return lines.filter((line) => line.trim() !== "").length;
  }
  if (!found.isDirectory()) return 1;
  let count = 0;
  for await (const file of filesIn(path)) {
    if (PAGES.test(file) || DESCRIPTIONS.test(file)) count += 1;
  }
  return count;
}

async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

async function readFileAsPage(
  file: string,
  page: string,
  baseUrl: string | null,
  changedAt: string | null,
): Promise<Delivery> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST_FILE)
      return { type: "failed", page, reason: `larger than ${LARGEST_FILE} bytes` };
    const text = await readFile(file, "utf8");
    if (text.includes("\0")) return { type: "failed", page, reason: "not a text file" };
    const url = baseUrl === null ? null : publicUrl(baseUrl, page);
    return { type: "page", page: { page, text, title: null, url, file: page, changedAt } };
  } catch (error) {
    return { type: "failed", page, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Where a site shows the file: without extension, an index or README as its folder. */
export function publicUrl(baseUrl: string, page: string): string {
  const path = page
    .replace(/\.(mdx?|markdown|rst|ipynb)$/i, "")
    .replace(/(^|\/)(index|readme)$/i, "$1")
    .replace(/\/$/, "");
  return `${baseUrl.replace(/\/+$/, "")}/${path}`;
}

const Row = z.object({
  page: z.string().min(1),
  text: z.string(),
  title: z.string().nullish(),
  url: z.string().nullish(),
});

/** Pages from a JSONL file with rows `page`, `text` and, if known, `title` and `url`. */
export async function* pagesInFile(file: string): AsyncGenerator<Delivery> {
  const lines = (await readFile(file, "utf8")).split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.trim() !== "") yield toDelivery(line, `line ${index + 1}`);
  }
}

function toDelivery(line: string, place: string): Delivery {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { type: "failed", page: place, reason: "not JSON" };
  }
  const row = Row.safeParse(json);
  if (!row.success) {
    const fields = row.error.issues.map(
      (issue) => `${issue.path.join(".") || "row"}: ${faultWords(issue)}`,
    );
    return { type: "failed", page: place, reason: fields.join("; ") };
  }
  const { page, text, title, url } = row.data;
  return {
    type: "page",
    page: { page, text, title: title ?? null, url: url ?? null, file: page, changedAt: null },
  };
}
