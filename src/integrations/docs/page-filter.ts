import { compareVersions } from "../../triage/answers/doc-version.ts";
import type { PassageFilter } from "../../triage/model/passage.ts";
import type { IndexedPage } from "./index-format.ts";

export type Admits = (page: number) => boolean;

/** Filters differ by channel and version only, so a few are asked for again and again. */
const KEPT = 32;

/**
 * Which pages a search may find, by number; undefined when all may. Of a page that a source has in
 * several versions one is found: of the version asked for, else the newest.
 */
export function createPageFilter(
  pages: readonly IndexedPage[],
): (filter: PassageFilter) => Admits | undefined {
  const versions = versionsOf(pages);
  const newest = newestOf(pages, versions);
  const kept = new Map<string, Admits | undefined>();

  function admitting({ sources, audience, versions: asked = {} }: PassageFilter) {
    if (versions.size === 0 && sources === undefined && audience === undefined) return undefined;
    const admitted = pages.map((page) => {
      if (sources !== undefined && !sources.includes(page.source)) return false;
      const readers = page.audience ?? [];
      if (audience !== undefined && readers.length > 0 && !readers.includes(audience)) return false;
      if (page.version === null || !versions.has(page.source)) return true;
      const wanted = asked[page.source];
      if (wanted !== undefined && versions.get(page.source)?.has(wanted)) {
        return page.version === wanted;
      }
      return newest.get(keyOf(page)) === page.version;
    });
    return (page: number) => admitted[page] ?? false;
  }

  return (filter) => {
    const key = JSON.stringify([filter.sources, filter.audience, filter.versions]);
    if (!kept.has(key)) {
      if (kept.size >= KEPT) kept.clear();
      kept.set(key, admitting(filter));
    }
    return kept.get(key);
  };
}

/** Sources that have more than one version, with their versions. */
function versionsOf(pages: readonly IndexedPage[]): Map<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { source, version } of pages) {
    if (version === null) continue;
    const of = found.get(source) ?? new Set();
    found.set(source, of.add(version));
  }
  return new Map([...found].filter(([, of]) => of.size > 1));
}

function newestOf(
  pages: readonly IndexedPage[],
  versions: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const newest = new Map<string, string>();
  for (const page of pages) {
    if (page.version === null || !versions.has(page.source)) continue;
    const key = keyOf(page);
    const before = newest.get(key);
    if (before === undefined || compareVersions(before, page.version) < 0) {
      newest.set(key, page.version);
    }
  }
  return newest;
}

function keyOf({ source, page }: IndexedPage): string {
  return JSON.stringify([source, page]);
}
