import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../triage/model/errors.ts";
import { Passage } from "../../triage/model/passage.ts";
import {
  decodeLexicon,
  encodeLexicon,
  INDEX_FORMAT,
  IndexedPage,
  Manifest,
} from "./index-format.ts";
import type { LexicalIndex } from "./lexical-index.ts";

const FOLDER = "docs-index";
const MANIFEST = "index.json";

/** What identifies one state of the index on disk; changes with every publication. */
export async function indexStamp(dataDir: string): Promise<string | null> {
  try {
    const { mtimeMs, ino, size } = await stat(join(dataDir, FOLDER, MANIFEST));
    return `${mtimeMs}-${ino}-${size}`;
  } catch {
    return null;
  }
}

/** Which index is current; null when there is none, or none that this program can read. */
export async function readManifest(dataDir: string): Promise<Manifest | null> {
  try {
    const text = await readFile(join(dataDir, FOLDER, MANIFEST), "utf8");
    return Manifest.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The pages, in the order in which the lexicon numbers them. */
export async function readPages(dataDir: string, manifest: Manifest): Promise<IndexedPage[]> {
  const lines = (await readFile(join(dataDir, FOLDER, manifest.pagesFile), "utf8")).split("\n");
  return lines.filter((line) => line !== "").map((line) => IndexedPage.parse(JSON.parse(line)));
}

/** The passages as lines of JSON, in the order of the lexicon. */
export async function readPassageLines(dataDir: string, manifest: Manifest): Promise<Buffer> {
  return readFile(join(dataDir, FOLDER, manifest.passagesFile));
}

export async function readLexicon(dataDir: string, manifest: Manifest): Promise<LexicalIndex> {
  return decodeLexicon(await readFile(join(dataDir, FOLDER, manifest.lexiconFile)));
}

export function parsePassage(line: string): Passage {
  return Passage.parse(JSON.parse(line));
}

export type NewIndex = {
  readonly version: string;
  readonly pages: readonly IndexedPage[];
  readonly passages: readonly (readonly Passage[])[];
  readonly lexicon: LexicalIndex;
};

/**
 * Writes a whole index beside the old one, then makes it the current one by a single rename. Readers that still
 * use the old files keep them for one generation.
 *
 * @returns how many bytes were written
 */
export async function publishIndex(dataDir: string, index: NewIndex): Promise<number> {
  const folder = join(dataDir, FOLDER);
  await mkdir(folder, { recursive: true });
  const previous = await readManifest(dataDir);
  const manifest: Manifest = {
    format: INDEX_FORMAT,
    version: index.version,
    pagesFile: `pages-${index.version}.jsonl`,
    passagesFile: `passages-${index.version}.jsonl`,
    lexiconFile: `lexicon-${index.version}.bin`,
  };
  const pages = await writeLines(join(folder, manifest.pagesFile), index.pages);
  const passages = await writeLines(join(folder, manifest.passagesFile), flatten(index.passages));
  const lexicon = encodeLexicon(index.lexicon);
  await writeFile(join(folder, manifest.lexiconFile), lexicon, { flush: true });
  const text = JSON.stringify(manifest);
  const fresh = join(folder, `${MANIFEST}.${process.pid}.tmp`);
  await writeFile(fresh, text, { flush: true });
  await rename(fresh, join(folder, MANIFEST));
  await removeOldFiles(folder, [manifest, ...(previous ? [previous] : [])]);
  return pages + passages + lexicon.length + text.length;
}

function* flatten<T>(lists: Iterable<Iterable<T>>): Generator<T> {
  for (const list of lists) yield* list;
}

async function removeOldFiles(folder: string, manifests: readonly Manifest[]): Promise<void> {
  const kept = new Set(
    manifests.flatMap(({ pagesFile, passagesFile, lexiconFile }) => [
      pagesFile,
      passagesFile,
      lexiconFile,
    ]),
  );
  for (const name of await readdir(folder)) {
    const ours = /^(pages|passages|lexicon)-/.test(name);
    if (ours && !kept.has(name)) await rm(join(folder, name), { force: true });
  }
}

const WRITE_AT = 1 << 20;

async function writeLines(path: string, values: Iterable<unknown>): Promise<number> {
  const file = await open(path, "w");
  let bytes = 0;
  let waiting = "";
  const flush = async () => {
    bytes += (await file.write(waiting)).bytesWritten;
    waiting = "";
  };
  try {
    for (const value of values) {
      waiting += `${JSON.stringify(value)}\n`;
      if (waiting.length > WRITE_AT) await flush();
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}

/** Runs one builder at a time: two at once would remove each other's files. */
export async function withIndexLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const folder = join(dataDir, FOLDER);
  await mkdir(folder, { recursive: true });
  const lock = join(folder, "building.lock");
  await takeLock(lock);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/**
 * Removes a lock that a process with our own id left behind: in a container every start has the
 * same. Only for a process that is not building itself.
 */
export async function dropOwnLock(dataDir: string): Promise<void> {
  const lock = join(dataDir, FOLDER, "building.lock");
  const holder = await readFile(lock, "utf8").catch(() => "");
  if (holder === String(process.pid)) await rm(lock, { force: true });
}

async function takeLock(lock: string): Promise<void> {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
  } catch {
    const holder = Number(await readFile(lock, "utf8").catch(() => "0"));
    if (holder > 0 && isAlive(holder)) {
      throw new UserError(
        `The docs index is being built by process ${holder}. Wait for it to finish.`,
      );
    }
    await rm(lock, { force: true });
    await writeFile(lock, String(process.pid), { flag: "wx" });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
