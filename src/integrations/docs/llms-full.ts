import GithubSlugger from "github-slugger";
import type { SourcePage } from "./parsed-page.ts";

/** Whether a file holds all pages of a site in one text, as llmstxt.org proposes. */
export function isLlmsFull(file: string): boolean {
  return /(^|\/)llms-full\.txt$/i.test(file);
}

const SOURCE = /^(?:source|url):\s*<?(https?:\/\/[^\s>]+)>?\s*$/i;
const LINES_TO_SOURCE = 3;

/**
 * Takes the pages of an `llms-full.txt` apart: each begins with a heading of the first depth, mostly followed by the
 * address that it stands at. A text with one such heading, or none, is one page.
 */
export function splitLlmsFull(whole: SourcePage): SourcePage[] {
  const lines = whole.text.split("\n");
  const heads = headingLines(lines);
  const addressed = heads.filter((line) => sourceAfter(lines, line) !== null);
  const starts = addressed.length > 0 ? addressed : heads;
  if (starts.length < 2) return [whole];
  const slugger = new GithubSlugger();
  return starts.map((start, at) => {
    const body = lines.slice(start, starts[at + 1]);
    const title = (lines[start] ?? "").replace(/^#\s+/, "").trim();
    const url = sourceAfter(lines, start);
    return {
      ...whole,
      page: `${whole.page}/${slugger.slug(title) || at}`,
      title,
      url: url ?? whole.url,
      text: body
        .map((line, index) => (index <= LINES_TO_SOURCE && SOURCE.test(line) ? "" : line))
        .join("\n"),
      firstLine: start + 1,
    };
  });
}

function headingLines(lines: readonly string[]): number[] {
  let fence: string | null = null;
  return lines.flatMap((line, at) => {
    const mark = /^\s{0,3}(```|~~~)/.exec(line)?.[1];
    if (mark !== undefined && (fence === null || fence === mark))
      fence = fence === null ? mark : null;
    return fence === null && /^#\s+\S/.test(line) ? [at] : [];
  });
}

function sourceAfter(lines: readonly string[], heading: number): string | null {
  for (const line of lines.slice(heading + 1, heading + 1 + LINES_TO_SOURCE)) {
    const found = SOURCE.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
