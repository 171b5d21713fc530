import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/integrations/docs/build-index.ts";
import { loadIndex, openIndex } from "../../../src/integrations/docs/open-index.ts";
import type { Delivery } from "../../../src/integrations/docs/page-sources.ts";
import { pagesInFolder } from "../../../src/integrations/docs/page-sources.ts";
import { searchPages } from "../../../src/integrations/docs/search-pages.ts";
import type { PassageFilter } from "../../../src/triage/model/passage.ts";
import { aPage, aSource } from "./a-page.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docs-index-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Pages = Readonly<Record<string, string>>;

async function* deliver(pages: Pages): AsyncGenerator<Delivery> {
  for (const [page, text] of Object.entries(pages))
    yield { type: "page", page: aPage({ page, text }) };
}
const build = (pages: Pages, source = aSource) =>
  buildIndex(folder, [{ source, pages: deliver(pages) }]);

const PAGES = {
  "install.md": "# Install\n\nRun the installer to set up the server.",
  "deploy.md": "# Deploy\n\n## Rolling back\n\nUse the rollback command.",
};

describe("buildIndex", () => {
  it("writes nothing when nothing changed", async () => {
    const first = await build(PAGES);
    const manifest = join(folder, "docs-index", "index.json");
    const before = await stat(manifest);
    const second = await build(PAGES);
    expect(first).toMatchObject({ added: 2, pages: 2, passages: 2 });
    expect(second).toMatchObject({
      unchanged: 2,
      added: 0,
      bytesWritten: 0,
      version: first.version,
    });
    expect((await stat(manifest)).mtimeMs).toBe(before.mtimeMs);
  });

  it("touches the passages of a changed page only and forgets a deleted one", async () => {
    await build(PAGES);
    const index = await openIndex(folder);
    const [kept] = await index.search({ title: "rollback", text: "", top: 1 });
    const [gone] = await index.search({ title: "installer", text: "", top: 1 });
    const report = await build({ "deploy.md": PAGES["deploy.md"], "new.md": "# New\n\nA page." });
    expect(report).toMatchObject({ added: 1, unchanged: 1, removed: 1, changed: 0 });
    const ids = [kept?.passage.id ?? "", gone?.passage.id ?? ""];
    expect((await index.get(ids)).map(({ page }) => page)).toEqual(["deploy.md"]);
  });

  it("leaves the pages of other sources alone", async () => {
    await build(PAGES);
    const report = await build({ "api.md": "# API\n\nCalls." }, { ...aSource, name: "api" });
    expect(report).toMatchObject({ pages: 3, removed: 0 });
  });

  it("reports a page that cannot be read and keeps what was known of it", async () => {
    await build(PAGES);
    async function* broken(): AsyncGenerator<Delivery> {
      yield { type: "failed", page: "install.md", reason: "EIO" };
      yield* deliver({ "deploy.md": PAGES["deploy.md"] });
    }
    const report = await buildIndex(folder, [{ source: aSource, pages: broken() }]);
    expect(report).toMatchObject({ pages: 2, failed: [{ page: "install.md", reason: "EIO" }] });
  });

  it("keeps the files of two generations at the most", async () => {
    for (const word of ["one", "two", "three"]) await build({ "a.md": `# A\n\n${word}` });
    const files = await readdir(join(folder, "docs-index"));
    expect(files.filter((name) => name.startsWith("lexicon-"))).toHaveLength(2);
  });

  it("reads a folder and says which file is no text", async () => {
    await writeFile(join(folder, "a.md"), "# A\n\nwords");
    await writeFile(join(folder, "b.md"), "binary\0");
    await writeFile(join(folder, "c.png"), "ignored");
    const pages = pagesInFolder(folder, "https://x.dev/docs/");
    const report = await buildIndex(join(folder, "data"), [{ source: aSource, pages }]);
    expect(report).toMatchObject({
      pages: 1,
      failed: [{ page: "b.md", reason: "not a text file" }],
    });
  });
});

describe("an index that is being built", () => {
  it("answers from what was there until the new one is whole", async () => {
    await build(PAGES);
    const index = await openIndex(folder);
    const found = async () => (await index.search({ title: "rollback", text: "", top: 1 }))[0];
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    async function* slowly(): AsyncGenerator<Delivery> {
      yield* deliver({ "deploy.md": "# Deploy\n\n## Rolling back\n\nPress rollback twice." });
      reach();
      await gate;
      yield* deliver({ "install.md": PAGES["install.md"] });
    }
    const before = index.version();
    const building = buildIndex(folder, [{ source: aSource, pages: slowly() }]);
    await reached;
    expect((await found())?.passage.text).toBe("Use the rollback command.");
    expect(index.version()).toBe(before);
    open();
    const { version } = await building;
    expect((await found())?.passage.text).toBe("Press rollback twice.");
    expect(index.version()).toBe(version);
  });

  it("stays as it was when the building fails in the middle", async () => {
    const { version } = await build(PAGES);
    async function* failing(): AsyncGenerator<Delivery> {
      yield* deliver({ "deploy.md": "# Deploy\n\nChanged." });
      throw new Error("the disk is gone");
    }
    const pages = failing();
    await expect(buildIndex(folder, [{ source: aSource, pages }])).rejects.toThrow(/disk/);
    expect((await openIndex(folder)).version()).toBe(version);
    expect(await build(PAGES)).toMatchObject({ unchanged: 2, bytesWritten: 0 });
  });
});

describe("openIndex", () => {
  it("answers with nothing until something is indexed, then without being opened again", async () => {
    const index = await openIndex(folder);
    expect(await index.search({ title: "install", text: "", top: 3 })).toEqual([]);
    const { version } = await build(PAGES);
    const hits = await index.search({ title: "How do I install it?", text: "", top: 3 });
    expect(hits[0]?.passage.page).toBe("install.md");
    expect(index.version()).toBe(version);
  });

  describe("narrowed", () => {
    const found = async (filter: PassageFilter) => {
      const index = await openIndex(folder);
      const hits = await index.search({ title: "install rollback", text: "", top: 9, filter });
      return hits
        .map(({ passage: { source, version, page } }) => [source, version, page].join(" "))
        .toSorted();
    };
    beforeEach(async () => {
      await build(PAGES, { ...aSource, version: "2", audience: ["developers"] });
      const old = { "install.md": PAGES["install.md"], "gone.md": "# Rollback\n\nBy hand." };
      await build(old, { ...aSource, version: "1", audience: ["developers"] });
      await build(PAGES, { ...aSource, name: "other" });
    });

    it("by source", async () => {
      const expected = ["other  deploy.md", "other  install.md"];
      expect(await found({ sources: ["other"] })).toEqual(expected);
    });

    it("finds the newest version of each page when none is named", async () => {
      const expected = ["docs 1 gone.md", "docs 2 deploy.md", "docs 2 install.md"];
      expect(await found({ sources: ["docs"] })).toEqual(expected);
    });

    it("to the version that is named, of the sources that have it", async () => {
      const versions = { docs: "1" };
      const expected = ["docs 1 gone.md", "docs 1 install.md"];
      expect(await found({ sources: ["docs"], versions })).toEqual(expected);
      expect(await found({ versions })).toHaveLength(4);
    });

    it("to what is written for somebody, or for all", async () => {
      expect(await found({ audience: "admins" })).toEqual([
        "other  deploy.md",
        "other  install.md",
      ]);
      expect(await found({ audience: "developers", sources: ["docs"] })).toHaveLength(3);
    });

    it("forgets one version and keeps the other", async () => {
      await build({}, { ...aSource, version: "1" });
      expect(await found({ versions: { docs: "1" }, sources: ["docs"] })).toHaveLength(2);
    });
  });
});

describe("searchPages", () => {
  it("lists each page once, and one of two pages that say the same", async () => {
    await build({
      "mirror/of/a/deploy.md": PAGES["deploy.md"],
      ...PAGES,
      "long.md": "# Rollback\n\n## One\n\nrollback now\n\n## Two\n\nrollback later",
    });
    const index = await loadIndex(folder);
    if (!index) throw new Error("no index was built");
    const pages = searchPages(index, "rollback", 5).map(({ page }) => page);
    expect(pages.toSorted()).toEqual(["deploy.md", "long.md"]);
  });
});
