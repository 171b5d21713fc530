import type { IndexedPage } from "./index-format.ts";
import type { RankedPage } from "./ranking.ts";

/** Of pages that say the same one is left: mirrors score alike, and people link to the shortest path. */
export function withoutCopies(
  ranked: readonly RankedPage[],
  pages: readonly IndexedPage[],
): RankedPage[] {
  const copies = Map.groupBy(ranked, ({ page }) => copyKey(pages, page));
  return [...copies.values()].flatMap((group) => {
    const [first] = group.toSorted(
      (a, b) => (pages[a.page]?.page.length ?? 0) - (pages[b.page]?.page.length ?? 0),
    );
    return first ? [first] : [];
  });
}

/** Equal for pages that say word for word the same under the same name. */
export function copyKey(pages: readonly IndexedPage[], page: number): string {
  const { source, version, words, page: path } = pages[page] ?? { page: String(page) };
  return JSON.stringify([source, version, words, path.split("/").at(-1)]);
}
