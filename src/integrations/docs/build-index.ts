import { createHash } from "node:crypto";
import {
  type Entry,
  gatherEntries,
  keyOf,
  type SourcePages,
  type Touched,
} from "./gather-entries.ts";
import {
  parsePassage,
  publishIndex,
  readManifest,
  readPages,
  readPassageLines,
  withIndexLock,
} from "./index-folder.ts";
import { buildLexicalIndex } from "./lexical-index.ts";
import { tokensOf } from "./passages.ts";

export type IndexReport = {
  readonly version: string;
  readonly pages: number;
  readonly passages: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Which pages these are, unchanged ones left out. */
  readonly touched: readonly Touched[];
  readonly failed: readonly { readonly page: string; readonly reason: string }[];
  /** What was left out on purpose, a sentence each. */
  readonly notes: readonly string[];
  /** Passages that were not there before, and their tokens: what embedding them will cost. */
  readonly newPassages: number;
  readonly newTokens: number;
  /** 0 when nothing had changed: the files on disk were not touched. */
  readonly bytesWritten: number;
  readonly ms: number;
};

/**
 * Brings the index in a data folder up to date with the sources given; sources that are not given stay as they
 * are. Pages that did not change keep their passages, and with no change nothing is written.
 */
export async function buildIndex(
  dataDir: string,
  sources: readonly SourcePages[],
): Promise<IndexReport> {
  const started = performance.now();
  return withIndexLock(dataDir, async () => {
    const before = await readEntries(dataDir);
    const { now, touched, failed, notes } = await gatherEntries(before, sources);
    const entries = [...now.values()];
    const version = versionOf(entries);
    const same = touched.length === 0 && before.size > 0;
    const bytesWritten = same ? 0 : await publish(dataDir, version, entries);
    const count = (what: Touched["what"]) => touched.filter((one) => one.what === what).length;
    const [added, changed, removed] = [count("added"), count("changed"), count("removed")];
    return {
      version,
      pages: entries.length,
      passages: entries.reduce((sum, { passages }) => sum + passages.length, 0),
      added,
      changed,
      removed,
      unchanged: entries.length - added - changed,
      touched,
      failed,
      notes,
      ...newIn(entries, before),
      bytesWritten,
      ms: Math.round(performance.now() - started),
    };
  });
}

function newIn(
  entries: readonly Entry[],
  before: ReadonlyMap<string, Entry>,
): Pick<IndexReport, "newPassages" | "newTokens"> {
  const known = new Set(
    [...before.values()].flatMap(({ passages }) => passages.map(({ id }) => id)),
  );
  const fresh = entries.flatMap(({ passages }) => passages).filter(({ id }) => !known.has(id));
  const newTokens = fresh.reduce((sum, { text }) => sum + tokensOf(text), 0);
  return { newPassages: fresh.length, newTokens };
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

function versionOf(entries: readonly Entry[]): string {
  return hashOf(entries.map(({ page }) => [page.source, page.version, page.page, page.hash]));
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 16);
}
