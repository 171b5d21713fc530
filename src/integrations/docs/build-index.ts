import { createHash } from "node:crypto";
import type { Passage } from "../../triage/passage.ts";
import {
  parsePassage,
  publishIndex,
  readManifest,
  readPages,
  readPassageLines,
  withIndexLock,
} from "./index-folder.ts";
import { INDEX_FORMAT, type IndexedPage } from "./index-format.ts";
import { buildLexicalIndex } from "./lexical-index.ts";
import type { Delivery } from "./page-sources.ts";
import type { ParsedPage, SourcePage } from "./parsed-page.ts";
import { audienceOf, type Source, toPassages } from "./passages.ts";
import { readPage } from "./read-page.ts";

/** One source to index: who says it, and its pages as they are now. */
export type SourcePages = { readonly source: Source; readonly pages: AsyncIterable<Delivery> };

export type IndexReport = {
  readonly version: string;
  readonly pages: number;
  readonly passages: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly failed: readonly { readonly page: string; readonly reason: string }[];
  /** What was left out on purpose, a sentence each. */
  readonly notes: readonly string[];
  /** 0 when nothing had changed: the files on disk were not touched. */
  readonly bytesWritten: number;
};

type Entry = { readonly page: IndexedPage; readonly passages: readonly Passage[] };

/**
 * Brings the index in a data folder up to date with the sources given; sources that are not given stay as they
 * are. Pages that did not change keep their passages, and with no change nothing is written.
 */
export async function buildIndex(
  dataDir: string,
  sources: readonly SourcePages[],
): Promise<IndexReport> {
  return withIndexLock(dataDir, async () => {
    const before = await readEntries(dataDir);
    const now = new Map<string, Entry>();
    const failed: { page: string; reason: string }[] = [];
    const notes: string[] = [];
    const counts = { added: 0, changed: 0, unchanged: 0 };

    for (const [key, entry] of before) {
      if (!sources.some(({ source }) => replaces(source, entry.page))) now.set(key, entry);
    }
    for (const { source, pages } of sources) {
      let whole = true;
      const gone = new Set<string>();
      for await (const delivery of pages) {
        if (delivery.type === "note") {
          notes.push(delivery.text);
          continue;
        }
        if (delivery.type === "incomplete") {
          whole = false;
          failed.push({ page: delivery.page, reason: delivery.reason });
          continue;
        }
        const name = delivery.type === "page" ? delivery.page.page : delivery.page;
        const key = keyOf(source, name);
        const old = before.get(key);
        const made =
          delivery.type === "page" ? await indexPage(source, delivery.page, old) : delivery;
        if (made.type === "failed") {
          failed.push({ page: made.page, reason: made.reason });
          // What was readable before is better than nothing until the page can be read again.
          if (made.gone) gone.add(key);
          else if (old) now.set(key, old);
          continue;
        }
        now.set(key, made.entry);
        counts[old ? (made.entry === old ? "unchanged" : "changed") : "added"] += 1;
      }
      if (whole) continue;
      const nothing = ![...now.values()].some(({ page }) => replaces(source, page));
      for (const [key, entry] of before) {
        // A site without any page is broken rather than empty.
        const stays = nothing || !gone.has(key);
        if (replaces(source, entry.page) && !now.has(key) && stays) now.set(key, entry);
      }
    }
    const removed = [...before.keys()].filter((key) => !now.has(key)).length;
    const entries = [...now.values()];
    const version = versionOf(entries);
    const same = counts.added + counts.changed + removed === 0 && before.size > 0;
    const bytesWritten = same ? 0 : await publish(dataDir, version, entries);
    return {
      version,
      pages: entries.length,
      passages: entries.reduce((sum, { passages }) => sum + passages.length, 0),
      ...counts,
      removed,
      failed,
      notes,
      bytesWritten,
    };
  });
}

type Made =
  | { readonly type: "made"; readonly entry: Entry }
  | Extract<Delivery, { type: "failed" }>;

async function indexPage(source: Source, page: SourcePage, old: Entry | undefined): Promise<Made> {
  const hash = hashOf([
    INDEX_FORMAT,
    source,
    page.text,
    page.title,
    page.url,
    page.file,
    page.firstLine,
  ]);
  if (old?.page.hash === hash) return { type: "made", entry: old };
  try {
    const parsed = await readPage(page);
    const passages = toPassages(page, parsed, source);
    return {
      type: "made",
      entry: {
        passages,
        page: {
          source: source.name,
          version: source.version,
          ...audienceOf(source),
          page: page.page,
          hash,
          words: hashOf([page.text]),
          passages: passages.length,
          url: page.url,
          names: [...namesOf(page, parsed)],
          links: [...parsed.links],
        },
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: "failed", page: page.page, reason };
  }
}

// Generated references are linked by the name of what they describe.
function namesOf(page: SourcePage, parsed: ParsedPage): readonly string[] {
  const title = page.title ?? parsed.title ?? "";
  return /^[\w$]+([.:]+[\w$]+)+$/.test(title) ? [...parsed.names, title] : parsed.names;
}

async function publish(
  dataDir: string,
  version: string,
  entries: readonly Entry[],
): Promise<number> {
  return publishIndex(dataDir, {
    version,
    pages: entries.map(({ page }) => page),
    passages: entries.map(({ passages }) => passages),
    lexicon: buildLexicalIndex(entries.map(({ page, passages }) => ({ ...page, passages }))),
  });
}

async function readEntries(dataDir: string): Promise<Map<string, Entry>> {
  const manifest = await readManifest(dataDir);
  if (manifest === null) return new Map();
  const lines = (await readPassageLines(dataDir, manifest)).toString("utf8").split("\n");
  const entries = new Map<string, Entry>();
  let at = 0;
  for (const page of await readPages(dataDir, manifest)) {
    const passages = lines.slice(at, at + page.passages).map(parsePassage);
    at += page.passages;
    entries.set(keyOf({ name: page.source, version: page.version }, page.page), { page, passages });
  }
  return entries;
}

/** Two versions of one source are indexed and forgotten apart; one without a version is all of it. */
function replaces({ name, version }: Source, page: IndexedPage): boolean {
  if (page.source !== name) return false;
  return version === null || page.version === null || page.version === version;
}

function keyOf(source: Pick<Source, "name" | "version">, page: string): string {
  return JSON.stringify([source.name, source.version, page]);
}

function versionOf(entries: readonly Entry[]): string {
  return hashOf(entries.map(({ page }) => [page.source, page.version, page.page, page.hash]));
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 16);
}
