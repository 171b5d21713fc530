import { PortError } from "../../triage/errors.ts";
import type { Passage, PassageFilter, PassageHit, PassageQuery } from "../../triage/passage.ts";
import type { PassageIndex } from "../../triage/ports.ts";
import {
  indexStamp,
  parsePassage,
  readLexicon,
  readManifest,
  readPages,
  readPassageLines,
} from "./index-folder.ts";
import type { IndexedPage } from "./index-format.ts";
import { type LexicalIndex, passageCount } from "./lexical-index.ts";
import { type Admits, createPageFilter } from "./page-filter.ts";
import { createWidening, toQueryTerms, type Widening, widen } from "./query-terms.ts";
import {
  createRanker,
  inverseFrequency,
  type QueryTerms,
  type RankedPage,
  type Ranker,
} from "./ranking.ts";
import { createSpeller } from "./spelling.ts";

/** One version of the index, loaded. */
export type LoadedIndex = {
  readonly version: string;
  readonly pages: readonly IndexedPage[];
  readonly lexicon: LexicalIndex;
  readonly ranker: Ranker;
  readonly widening: Widening;
  /** Which pages a filter lets through; undefined when all of them. */
  readonly admitting: (filter: PassageFilter) => Admits | undefined;
  passage(number: number): Passage;
  numberOf(id: string): number | undefined;
  /** Whether a passage has the address, or stands on the page that has it. */
  holds(url: string): boolean;
};

/** What the folder holds now; null when nothing has been indexed there. */
export async function loadIndex(dataDir: string): Promise<LoadedIndex | null> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const manifest = await readManifest(dataDir);
    if (manifest === null) return null;
    try {
      const [pages, lines, lexicon] = await Promise.all([
        readPages(dataDir, manifest),
        readPassageLines(dataDir, manifest),
        readLexicon(dataDir, manifest),
      ]);
      return toLoadedIndex(manifest.version, pages, lines, lexicon);
    } catch (error) {
      // A builder may have replaced the files between our two reads; then the manifest is a new one.
      if ((await readManifest(dataDir))?.version === manifest.version) throw error;
    }
  }
  throw new Error("the index kept changing while it was read");
}

function toLoadedIndex(
  version: string,
  pages: readonly IndexedPage[],
  lines: Buffer,
  lexicon: LexicalIndex,
): LoadedIndex {
  const count = passageCount(lexicon);
  const starts = lineStarts(lines, count);
  const passage = (number: number) =>
    parsePassage(lines.toString("utf8", starts[number], starts[number + 1]));
  let numbers: Map<string, number> | null = null;
  return {
    version,
    pages,
    lexicon,
    ranker: createRanker(lexicon),
    widening: createWidening(createSpeller(lexicon)),
    admitting: createPageFilter(pages),
    passage,
    numberOf(id) {
      // Ids stand first in each line, so they are read without parsing the rest.
      numbers ??= new Map(
        Array.from({ length: count }, (_, number) => {
          const start = (starts[number] ?? 0) + '{"id":"'.length;
          return [lines.toString("latin1", start, lines.indexOf('"', start)), number];
        }),
      );
      return numbers.get(id);
    },
    // Quotes inside a passage's text are escaped, so this finds the field alone.
    holds: (url) =>
      ['"', "#"].some((end) => lines.includes(`"url":${JSON.stringify(url).slice(0, -1)}${end}`)),
  };
}

function lineStarts(lines: Buffer, count: number): Float64Array {
  const starts = new Float64Array(count + 1);
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    starts[number] = at;
    const end = lines.indexOf(10, at);
    if (end < 0) throw new Error("passages are cut off");
    at = end + 1;
  }
  starts[count] = at;
  return starts;
}

/** The best pages for a query, pages that say word for word the same as a better one left out. */
export function rankPages(
  index: LoadedIndex,
  terms: QueryTerms,
  top: number,
  filter: PassageFilter = {},
): RankedPage[] {
  const wide = widen(terms, index.widening);
  const ranked = index.ranker.rank(wide, top * 2 + 10, index.admitting(filter));
  return withoutCopies(ranked, index.pages).slice(0, top);
}

// Mirrors of a page score alike; the shortest path is the one that people link to.
function withoutCopies(ranked: readonly RankedPage[], pages: readonly IndexedPage[]): RankedPage[] {
  const copies = Map.groupBy(ranked, ({ page }) => {
    const { source, version, words, page: path } = pages[page] ?? { page: String(page) };
    return JSON.stringify([source, version, words, path.split("/").at(-1)]);
  });
  return [...copies.values()].flatMap((group) => {
    const [first] = group.toSorted(
      (a, b) => (pages[a.page]?.page.length ?? 0) - (pages[b.page]?.page.length ?? 0),
    );
    return first ? [first] : [];
  });
}

const EMPTY = "empty";

export type DocsIndex = PassageIndex & {
  /** How rare a term is in the version that answers now; one that no passage holds is the rarest. */
  readonly rarity: (term: string) => number;
};

/**
 * The index in a data folder, behind the port. It looks for a new version before each call, so a rebuilt index is
 * used without a restart; until something is indexed it answers with nothing.
 */
export async function openIndex(dataDir: string): Promise<DocsIndex> {
  let stamp: string | null = null;
  let loaded: LoadedIndex | null = null;
  let loading: Promise<LoadedIndex | null> | null = null;

  const reload = async (seen: string | null): Promise<LoadedIndex | null> => {
    try {
      loaded = await loadIndex(dataDir);
      stamp = seen;
    } catch (error) {
      // The version in memory still answers; without one the caller must know.
      if (loaded === null) throw new PortError("docs.openIndex", "later", error);
    } finally {
      loading = null;
    }
    return loaded;
  };
  const current = async (): Promise<LoadedIndex | null> => {
    const seen = await indexStamp(dataDir);
    if (seen === stamp) return loaded;
    loading ??= reload(seen);
    return loading;
  };
  await current();

  return {
    async search(query) {
      const index = await current();
      return index === null ? [] : searchPassages(index, query);
    },
    async get(ids) {
      const index = await current();
      if (index === null) return [];
      return ids.flatMap((id) => {
        const number = index.numberOf(id);
        return number === undefined ? [] : [index.passage(number)];
      });
    },
    async holds(url) {
      return (await current())?.holds(url) ?? false;
    },
    version: () => loaded?.version ?? EMPTY,
    rarity: (term) => (loaded === null ? 1 : inverseFrequency(loaded.lexicon, term)),
  };
}

/** Best passages first: a passage counts for itself, lifted by what the rest of its page adds. */
export function searchPassages(index: LoadedIndex, query: PassageQuery): PassageHit[] {
  const terms = toQueryTerms(query.title, query.text);
  return rankPages(index, terms, query.top, query.filter)
    .flatMap(({ score, passages }) => {
      const lift = score / (passages[0]?.score ?? 1);
      return passages.map((hit) => ({ passage: hit.passage, score: hit.score * lift }));
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, query.top)
    .map((hit) => ({ passage: index.passage(hit.passage), score: hit.score }));
}
