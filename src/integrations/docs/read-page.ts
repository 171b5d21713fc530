import { readHtmlPage } from "./html/html-page.ts";
import { readMarkdownPage, readMdxPage } from "./markdown-page.ts";
import { readNotebookPage } from "./notebook-page.ts";
import { readOpenApiPage } from "./openapi-page.ts";
import type { ParsedPage, SourcePage } from "./parsed-page.ts";
import { readPlainPage } from "./plain-page.ts";
import { readRstPage } from "./rst-page.ts";

export type PageFormat = "mdx" | "markdown" | "rst" | "notebook" | "openapi" | "html" | "plain";

const BY_EXTENSION: Readonly<Record<string, PageFormat>> = {
  mdx: "mdx",
  md: "markdown",
  markdown: "markdown",
  rst: "rst",
  ipynb: "notebook",
  html: "html",
  htm: "html",
};

/** What a page is written in: by the name of its file, else by what its text looks like. */
export function formatOf(page: SourcePage): PageFormat {
  if (page.converted) return "markdown";
  const extension = /\.(\w+)$/.exec(page.file)?.[1]?.toLowerCase() ?? "";
  const format = BY_EXTENSION[extension] ?? sniff(page.text);
  // Collections of pages often carry a notebook's text under the notebook's name.
  const other = format === "notebook" && !/^\s*\{/.test(page.text);
  // Nor is every text under the name of a web page one.
  return other || (format === "html" && !isHtml(page.text)) ? sniff(page.text) : format;
}

function isHtml(text: string): boolean {
  return /<(!doctype|html|head|body|main|article)[\s>]/i.test(text.slice(0, 20_000));
}

function sniff(text: string): PageFormat {
  const head = text.slice(0, 20_000);
  if (/^\s*\{/.test(head) && /"cells"\s*:/.test(text)) return "notebook";
  if (/^[ \t{]*["']?(openapi["']?\s*:\s*["']?3\.|swagger["']?\s*:\s*["']?2\.)/m.test(head)) {
    return "openapi";
  }
  const directives = head.match(/^[ \t]*\.\. [\w-]+::|^\.\. _[^:]+:|:\w+:`[^`]+`/gm)?.length ?? 0;
  const headings = head.match(/^#{1,6} \S/gm)?.length ?? 0;
  const underlines = head.match(/^\S.*\n(?:={3,}|-{3,}|~{3,}|\^{3,})\s*$/gm)?.length ?? 0;
  if (directives > 0 && underlines >= headings) return "rst";
  if (headings > 0 || /^```/m.test(head)) return "markdown";
  if (underlines > 0) return "rst";
  return /^[ \t]*[-*] \S|\]\(|^\|.*\|$/m.test(head) ? "markdown" : "plain";
}

const READERS: Readonly<Record<PageFormat, readonly ((text: string) => ParsedPage)[]>> = {
  mdx: [readMdxPage, readMarkdownPage, readPlainPage],
  markdown: [readMarkdownPage, readPlainPage],
  rst: [readRstPage, readPlainPage],
  notebook: [readNotebookPage, readMarkdownPage, readPlainPage],
  openapi: [readPlainPage],
  html: [readHtmlPage],
  plain: [readPlainPage],
};

/** Reads a page with the strictest reader that accepts it, so that one odd page never fails an index. */
export async function readPage(page: SourcePage): Promise<ParsedPage> {
  if (formatOf(page) !== "openapi") return readWrittenPage(page);
  try {
    return await readOpenApiPage(page.text);
  } catch {
    return readPlainPage(page.text);
  }
}

/** The same at once, for pages that people wrote: a description of an API is taken as plain text. */
export function readWrittenPage(page: SourcePage): ParsedPage {
  const readers = READERS[formatOf(page)];
  let failure: unknown;
  for (const read of readers) {
    try {
      return read(page.text);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
