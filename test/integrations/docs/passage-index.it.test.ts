import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { buildIndex } from "../../../src/integrations/docs/build-index.ts";
import { openIndex } from "../../../src/integrations/docs/open-index.ts";
import type { Delivery } from "../../../src/integrations/docs/page-sources.ts";
import { passageIndexContract } from "../../contracts/passage-index.contract.ts";
import { aPage, aSource } from "./a-page.ts";

const PAGES = {
  uploads:
    "# Uploads\n\n## Size\n\nSet the size of the parts.\n\n## Order\n\nThe parts may come in any order.",
  retries: "# Retries\n\nOnly the lost parts are sent again.",
};

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

passageIndexContract("in a data folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "passage-index-"));
  folders.push(folder);
  const pages = new Map(Object.entries(PAGES));
  async function* deliver(): AsyncGenerator<Delivery> {
    for (const [page, text] of pages) yield { type: "page", page: aPage({ page, text }) };
  }
  const build = () => buildIndex(folder, [{ source: aSource, pages: deliver() }]);
  await build();
  return {
    index: await openIndex(folder),
    async remove(page) {
      pages.delete(page);
      await build();
    },
  };
});
