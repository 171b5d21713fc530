import { PortError } from "../../triage/model/errors.ts";
import type {
  Passage,
  PassageFilter,
  PassageHit,
  PassageQuery,
} from "../../triage/model/passage.ts";
import type { PassageIndex } from "../../triage/ports/docs.ts";
import type { NearVectors } from "../../triage/same-asks/embedding.ts";
import { withoutCopies } from "./copies.ts";
import { FUSED_PAGES, fusePages, PASSAGES_A_PAGE, toNearPassages } from "./fused-search.ts";
import {
  indexStamp,
  parsePassage,
  readLexicon,
  readManifest,
  readPages,
  readPassageLines,
} from "./index-folder.ts";
import type { IndexedPage } from "./index-format.ts";
import { type LexicalIndex, pageOf, passageCount } from "./lexical-index.ts";
import { type Admits, createPageFilter } from "./page-filter.ts";
import { createWidening, toQueryTerms, toQueryText, type Widening, widen } from "./query-terms.ts";
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
  pageOf(passage: number): number;
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
    pageOf: (number) => pageOf(lexicon, number),
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

const EMPTY = "empty";

export type DocsIndex = PassageIndex & {
  /** How rare a term is in the version that answers now; one that no passage holds is the rarest. */
  readonly rarity: (term: string) => number;
  /** From now on searches ask these as well; until then, and when they have no answer, words alone. */
  useVectors(vectors: NearVectors): void;
  /** The version that answers now with its passages, in pieces; null until something is indexed. */
  contents(): Promise<IndexContents | null>;
};

export type IndexContents = {
  readonly version: string;
  readonly count: number;
  /** Passages from a number on, at most so many. */
  passages(from: number, most: number): readonly Passage[];
  has(id: string): boolean;
};

/**
 * The index in a data folder, behind the port. It looks for a new version before each call, so a rebuilt index is
 * used without a restart; until something is indexed it answers with nothing.
 */
export async function openIndex(dataDir: string): Promise<DocsIndex> {
  let stamp: string | null = null;
  let loaded: LoadedIndex | null = null;
  let loading: Promise<LoadedIndex | null> | null = null;
  let vectors: NearVectors | null = null;

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
      if (index === null) return [];
      const fused = vectors && !query.wordsOnly ? await searchFused(index, query, vectors) : null;
      return fused ?? searchPassages(index, query);
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
    useVectors(given) {
      vectors = given;
    },
    async contents() {
      const index = await current();
      if (index === null) return null;
      const count = passageCount(index.lexicon);
      return {
        version: index.version,
        count,
        has: (id) => index.numberOf(id) !== undefined,
        passages: (from, most) =>
          Array.from({ length: Math.max(0, Math.min(most, count - from)) }, (_, at) =>
            index.passage(from + at),
          ),
      };
    },
  };
}

/** Best passages first: a passage counts for itself, lifted by what the rest of its page adds. */
export function searchPassages(index: LoadedIndex, query: PassageQuery): PassageHit[] {
  const terms = toQueryTerms(query.title, query.text);
  const pages = rankPages(index, terms, query.top, query.filter);
  return bestPassages(index, pages, query.top);
}

/** The same by words and by meaning; null when the vectors have no answer. */
async function searchFused(
  index: LoadedIndex,
  query: PassageQuery,
  vectors: NearVectors,
): Promise<PassageHit[] | null> {
  const pages = await rankPagesFused(index, query, vectors);
  return pages && bestPassages(index, pages, query.top);
}

/** The best pages by words and by meaning; null when the vectors have no answer. */
export async function rankPagesFused(
  index: LoadedIndex,
  query: PassageQuery,
  vectors: NearVectors,
): Promise<RankedPage[] | null> {
  const depth = Math.max(query.top, FUSED_PAGES);
  const admits = index.admitting(query.filter ?? {});
  const nearest = await vectors.near(toQueryText(query.title, query.text), {
    top: depth * PASSAGES_A_PAGE,
    ...(admits ? { origins: originsOf(index, admits) } : {}),
  });
  if (nearest === null) return null;
  const words = rankPages(index, toQueryTerms(query.title, query.text), depth, query.filter);
  const near = await toNearPassages(index, words, nearest);
  return fusePages(index, words, near, admits ?? (() => true), query.top);
}

function originsOf({ pages }: LoadedIndex, admits: (page: number) => boolean): string[] {
  return [...new Set(pages.flatMap((page, number) => (admits(number) ? originOf(page) : [])))];
}

/** What a filter goes by, in one text: the vectors of passages are kept with it. */
export function originOf({ source, version }: Pick<Passage, "source" | "version">): string {
  return JSON.stringify([source, version]);
}

function bestPassages(index: LoadedIndex, pages: readonly RankedPage[], top: number): PassageHit[] {
  return pages
    .flatMap(({ score, passages }) => {
      const lift = score / (passages[0]?.score ?? 1);
      return passages.map((hit) => ({ passage: hit.passage, score: hit.score * lift }));
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, top)
    .map((hit) => ({ passage: index.passage(hit.passage), score: hit.score }));
}
