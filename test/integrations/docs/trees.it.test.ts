import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/integrations/docs/build-index.ts";
import { pagesInFile, pagesInFolder } from "../../../src/integrations/docs/page-sources.ts";
import { aSource } from "./a-page.ts";

const shared = resolve(process.env["SIGNALBOX_SHARED"] ?? "../shared");
const trees = ["discord-api-docs", "hono", "openai-node", "openai-agents-js"];

describe.each(trees)("the docs of %s", (tree) => {
  const folder = join(shared, "data/docs", tree);
  it.skipIf(!existsSync(folder))("index without a failed page, and once only", async () => {
    const data = await mkdtemp(join(tmpdir(), "docs-tree-"));
    const index = () => buildIndex(data, [{ source: aSource, pages: pagesInFolder(folder, null) }]);
    const first = await index();
    const second = await index();
    await rm(data, { recursive: true });
    expect(first.failed).toEqual([]);
    expect(first.passages).toBeGreaterThan(first.pages);
    expect(second).toMatchObject({ unchanged: first.pages, bytesWritten: 0 });
  });
});

describe("the pages of docs-qa", () => {
  const file = join(shared, "data/docs-qa/corpus.jsonl");
  it.skipIf(!existsSync(file))("index without a failed page", async () => {
    const data = await mkdtemp(join(tmpdir(), "docs-qa-"));
    const report = await buildIndex(data, [{ source: aSource, pages: pagesInFile(file) }]);
    await rm(data, { recursive: true });
    expect(report).toMatchObject({ failed: [], pages: 1508 });
  });
});
