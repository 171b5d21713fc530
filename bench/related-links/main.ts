import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { openIndex } from "../../src/integrations/docs/open-index.ts";
import { pagesInFile } from "../../src/integrations/docs/page-sources.ts";
import { LINKS, leadOf, linksFrom, relatedTo } from "../../src/triage/decide/related-links.ts";
import { readDocsQa } from "../retrieval/questions.ts";

// How often one of the links is the page that answers, by how far the first has to be ahead of the second.
// `node bench/related-links/main.ts [--json]`; data in SIGNALBOX_SHARED (default ../shared).

const shared = resolve(process.env["SIGNALBOX_SHARED"] ?? "../shared");
const { file, questions } = await readDocsQa(shared);
const folder = await mkdtemp(join(tmpdir(), "related-links-"));
const source = { name: "docs", version: null, official: true };
await buildIndex(folder, [{ source, pages: pagesInFile(file) }]);
const index = await openIndex(folder);

const judged: { lead: number; right: boolean; first: boolean }[] = [];
for (const { question, page } of questions) {
  const ask = { title: question, text: "" };
  const hits = await index.search({ ...ask, top: 8 });
  const pages = relatedTo(ask, hits, 0).map((passage) => passage.page);
  if (pages.length === 0) continue;
  judged.push({
    lead: leadOf(linksFrom(hits)),
    right: pages.includes(page),
    first: pages[0] === page,
  });
}
await rm(folder, { recursive: true, force: true });

const rows = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4].map((floor) => {
  const shown = judged.filter(({ lead }) => lead >= floor);
  const share = (of: (one: (typeof judged)[number]) => boolean) =>
    shown.length === 0 ? null : Math.round((100 * shown.filter(of).length) / shown.length) / 100;
  return {
    floor,
    shown: shown.length,
    anyRight: share((one) => one.right),
    firstRight: share((one) => one.first),
  };
});

if (process.argv.includes("--json")) {
  process.stdout.write(`${JSON.stringify({ questions: questions.length, links: LINKS, rows })}\n`);
} else {
  process.stdout.write(`${questions.length} questions, at most ${LINKS} links each\n`);
  process.stdout.write("floor  shown  one of them is the page  the first is\n");
  for (const { floor, shown, anyRight, firstRight } of rows) {
    process.stdout.write(
      `${floor.toFixed(2).padStart(5)}  ${String(shown).padStart(5)}  ${String(anyRight).padStart(23)}  ${String(firstRight).padStart(12)}\n`,
    );
  }
}
