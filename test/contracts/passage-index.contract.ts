import { beforeEach, describe, expect, it } from "vitest";
import type { PassageFilter } from "../../src/triage/model/passage.ts";
import type { PassageIndex } from "../../src/triage/ports/docs.ts";

/** Two pages, "uploads" of two passages and "retries" of one; both speak of "parts". */
export type IndexUnderTest = {
  readonly index: PassageIndex;
  /** The page is deleted at its source. */
  remove(page: "uploads" | "retries"): Promise<void>;
};

/** What triage expects of a docs index. */
export function passageIndexContract(name: string, open: () => Promise<IndexUnderTest>): void {
  describe(`a passage index: ${name}`, () => {
    let under: IndexUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    const find = (top: number) => under.index.search({ title: "parts", text: "", top });

    it("finds the best first, and no more than asked for", async () => {
      const hits = await find(9);
      expect(new Set(hits.map(({ passage }) => passage.id)).size).toBe(3);
      const scores = hits.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      expect(await find(2)).toEqual(hits.slice(0, 2));
    });

    it("finds nothing for what no passage speaks of", async () => {
      expect(await under.index.search({ title: "zebra", text: "", top: 3 })).toEqual([]);
    });

    it("keeps to the sources asked for, and to what is written for somebody or for all", async () => {
      const narrowed = (filter: PassageFilter) =>
        under.index.search({ title: "parts", text: "", top: 9, filter });
      expect(await narrowed({ sources: ["docs"], audience: "admins" })).toHaveLength(3);
      expect(await narrowed({ sources: ["elsewhere"] })).toEqual([]);
      // A version that the source does not have narrows nothing.
      expect(await narrowed({ versions: { docs: "7" } })).toHaveLength(3);
    });

    it("gives passages in the order asked for and leaves out what it does not know", async () => {
      const ids = (await find(9)).map(({ passage }) => passage.id).reverse();
      const [first = "", ...others] = ids;
      const given = await under.index.get([first, "unknown", ...others]);
      expect(given.map(({ id }) => id)).toEqual(ids);
    });

    it("knows the addresses of its pages and headings, and no others", async () => {
      const [hit] = await find(1);
      const url = hit?.passage.url ?? "";
      const page = url.replace(/#.*$/, "");
      expect(await under.index.holds(url)).toBe(true);
      expect(await under.index.holds(page)).toBe(true);
      for (const other of [`${url}x`, page.slice(0, -1), "https://elsewhere.example", ""]) {
        expect(await under.index.holds(other)).toBe(false);
      }
      await under.remove(hit?.passage.page === "retries" ? "retries" : "uploads");
      expect(await under.index.holds(url)).toBe(false);
    });

    it("forgets a deleted page and shows that it changed", async () => {
      const before = under.index.version();
      const ids = (await find(9)).map(({ passage }) => passage.id);
      await under.remove("retries");
      const left = await find(9);
      expect(left.map(({ passage }) => passage.page)).toEqual(["uploads", "uploads"]);
      expect(await under.index.get(ids)).toHaveLength(2);
      expect(under.index.version()).not.toBe(before);
    });
  });
}
