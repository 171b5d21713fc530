import { existsSync } from "node:fs";
import type { BuildReport, DocsPlace } from "../integrations/docs/build-in-thread.ts";

const TOUCHED_SHOWN = 20;

/** What a look at the docs changed and cost, for a terminal. */
export function reportInWords(report: BuildReport): string {
  const { pages, passages, added, changed, removed, unchanged, failed, bytesWritten } = report;
  const { touched, notes, empty, newPassages, newTokens, requests, bytesFetched, ms } = report;
  const more = touched.length - TOUCHED_SHOWN;
  const asked = requests === 0 ? [] : [`${requests} requests, ${kilobytes(bytesFetched)} fetched`];
  const fresh =
    newPassages === 0 ? [] : [`${newPassages} new passages, about ${newTokens} tokens to embed`];
  const lines = [
    `${pages} pages, ${passages} passages (version ${report.version})`,
    `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`,
    [`${(ms / 1_000).toFixed(1)} s`, ...asked, `${kilobytes(bytesWritten)} written`, ...fresh].join(
      "; ",
    ),
    ...touched.slice(0, TOUCHED_SHOWN).map(({ what, page }) => `${what}: ${page}`),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...notes.map((note) => `note: ${note}`),
    ...empty.map((name) => `no page in ${name}: what was indexed of it stays`),
    ...failed.map(({ page, reason }) => `failed: ${page}: ${reason}`),
  ];
  return `${lines.join("\n")}\n`;
}

function kilobytes(bytes: number): string {
  return bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000)} KB`;
}

const UNDERSTOOD =
  "Markdown (.md, .mdx, .markdown), reStructuredText (.rst), notebooks (.ipynb), HTML (.html, .htm), text (.txt), OpenAPI descriptions (.yaml, .yml, .json)";

/** What to do when none of the sources has a page. */
export function nothingFound(places: readonly DocsPlace[]): string {
  const lines = places.map(({ source, from }) => {
    if (from.type !== "path") return `  ${source.name}: no page was found there`;
    if (!existsSync(from.path)) return `  ${source.name}: there is no ${from.path}`;
    return /\.jsonl$/i.test(from.path)
      ? `  ${source.name}: no row is in ${from.path}; a row is {"page": …, "text": …}`
      : `  ${source.name}: no page is in ${from.path}`;
  });
  return `Nothing was found to index:\n${lines.join("\n")}\nWhat is understood: ${UNDERSTOOD}. Hidden files and node_modules are left out.\n`;
}
