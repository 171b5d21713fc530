import { createHash } from "node:crypto";
import type { Passage } from "../../triage/model/passage.ts";
import { INDEX_FORMAT, type IndexedPage } from "./index-format.ts";
import type { Delivery } from "./page-sources.ts";
import type { ParsedPage, SourcePage } from "./parsed-page.ts";
import { audienceOf, type Source, toPassages } from "./passages.ts";
import { readPage } from "./read-page.ts";

/** One source to index: who says it, and its pages as they are now. */
export type SourcePages = { readonly source: Source; readonly pages: AsyncIterable<Delivery> };

/** A page with the passages that were made of it. */
export type Entry = { readonly page: IndexedPage; readonly passages: readonly Passage[] };

export type Touched = {
  readonly what: "added" | "changed" | "removed";
  readonly source: string;
  readonly page: string;
};

type Gathered = {
  /** The pages that the index is to hold, in its order. */
  readonly now: ReadonlyMap<string, Entry>;
  readonly touched: readonly Touched[];
  readonly failed: readonly { readonly page: string; readonly reason: string }[];
  readonly notes: readonly string[];
};

/**
 * What an index is to hold after a look at these sources. Other sources stay, and so does what a
 * source had before and could not be read now.
 */
export async function gatherEntries(
  before: ReadonlyMap<string, Entry>,
  sources: readonly SourcePages[],
): Promise<Gathered> {
  const now = new Map<string, Entry>();
  const failed: { page: string; reason: string }[] = [];
  const notes: string[] = [];

  for (const [key, entry] of before) {
    if (!sources.some(({ source }) => replaces(source, entry.page))) now.set(key, entry);
  }
  for (const { source, pages } of sources) {
    const had = [...before].filter(([, { page }]) => replaces(source, page));
    const gone = new Set<string>();
    let whole = true;
    let found = false;
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
      if (made.type === "made") {
        now.set(key, made.entry);
        found = true;
        continue;
      }
      failed.push({ page: made.page, reason: made.reason });
      // What was readable before is better than nothing until the page can be read again.
      if (made.gone) gone.add(key);
      else if (old) now.set(key, old);
    }
    if (whole) continue;
    for (const [key, entry] of had) {
      // A site without any page is broken rather than empty.
      if (!now.has(key) && (!found || !gone.has(key))) now.set(key, entry);
    }
  }
  return { now, failed, notes, touched: differences(before, now) };
}

function differences(
  before: ReadonlyMap<string, Entry>,
  now: ReadonlyMap<string, Entry>,
): Touched[] {
  const told = (what: Touched["what"], { page: { source, page } }: Entry) => ({
    what,
    source,
    page,
  });
  const here = Array.from(now).flatMap(([key, entry]) => {
    const old = before.get(key);
    if (old === entry) return [];
    return [told(old ? "changed" : "added", entry)];
  });
  const gone = [...before].filter(([key]) => !now.has(key));
  return [...here, ...gone.map(([, entry]) => told("removed", entry))];
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
    page.changedAt,
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

/** Two versions of one source are indexed and forgotten apart; one without a version is all of it. */
function replaces({ name, version }: Source, page: IndexedPage): boolean {
  if (page.source !== name) return false;
  return version === null || page.version === null || page.version === version;
}

/** What a page is known by among all sources. */
export function keyOf(source: Pick<Source, "name" | "version">, page: string): string {
  return JSON.stringify([source.name, source.version, page]);
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 16);
}
