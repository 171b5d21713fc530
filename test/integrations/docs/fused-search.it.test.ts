import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/integrations/docs/build-index.ts";
import { type DocsIndex, openIndex } from "../../../src/integrations/docs/open-index.ts";
import type { Delivery } from "../../../src/integrations/docs/page-sources.ts";
import type { NearVectors } from "../../../src/triage/same-asks/embedding.ts";
import { aPage, aSource } from "./a-page.ts";

const PAGES = {
  "retries.md": "# Retries\n\nUploads are tried again after a lost connection.",
  "uploads.md": "# Uploads\n\nUploads are cut into parts. Uploads may resume.",
  "keys.md": "# Keys\n\nRotate credentials every month.",
  "mirror/keys.md": "# Keys\n\nRotate credentials every month.",
  "billing.md": "# Billing\n\nInvoices come monthly.",
};

let folder: string;
let index: DocsIndex;
let ids: Map<string, string>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fused-"));
  async function* deliver(): AsyncGenerator<Delivery> {
    for (const [page, text] of Object.entries(PAGES)) {
      yield { type: "page", page: aPage({ page, text }) };
    }
  }
  await buildIndex(folder, [{ source: aSource, pages: deliver() }]);
  index = await openIndex(folder);
  const contents = await index.contents();
  ids = new Map(contents?.passages(0, 99).map(({ page, id }) => [page, id]));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Vectors that hold these pages nearest, in this order, and nothing else. */
function nearest(pages: readonly string[], coverage = 1): NearVectors {
  const keys = pages.map((page) => ids.get(page) ?? page);
  return {
    near: async () => ({
      hits: keys.map((key, at) => ({ key, similarity: 0.9 - at / 10 })),
      coverage,
      holds: async (asked) => new Set(asked.filter((id) => keys.includes(id))),
    }),
  };
}

const find = async (title: string, wordsOnly = false) =>
  (await index.search({ title, text: "", top: 5, wordsOnly })).map(({ passage }) => passage.page);

describe("a search by words and by meaning", () => {
  it("finds what shares no word with the ask, behind what both find", async () => {
    expect(await find("uploads")).toEqual(["uploads.md", "retries.md"]);
    index.useVectors(nearest(["retries.md", "billing.md"]));
    expect(await find("uploads")).toEqual(["retries.md", "uploads.md", "billing.md"]);
  });

  it("is by words when the vectors have no answer, or only words are wanted", async () => {
    index.useVectors({ near: async () => null });
    expect(await find("uploads")).toEqual(["uploads.md", "retries.md"]);
    index.useVectors(nearest(["billing.md"]));
    expect(await find("uploads", true)).toEqual(["uploads.md", "retries.md"]);
  });

  it("shows one of two pages that say the same, whichever of them is near", async () => {
    index.useVectors(nearest(["mirror/keys.md", "keys.md", "billing.md"]));
    expect(await find("rotate credentials")).toEqual(["keys.md", "billing.md"]);
  });

  it("leaves out what the index no longer holds", async () => {
    index.useVectors(nearest(["gone.md", "billing.md"]));
    expect(await find("invoices")).toEqual(["billing.md"]);
  });

  it("keeps what has no vector yet where words put it", async () => {
    index.useVectors(nearest(["billing.md"], 0.1));
    expect((await find("uploads")).slice(0, 2)).toEqual(["uploads.md", "retries.md"]);
  });
});
