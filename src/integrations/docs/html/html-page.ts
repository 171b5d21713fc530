import { select } from "hast-util-select";
import { toString as textOf } from "hast-util-to-string";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { readMarkdownPage } from "../markdown-page.ts";
import type { ParsedPage } from "../parsed-page.ts";
import { attribute, elementsIn, parseHtml, type Root } from "./html-nodes.ts";
import { mainContent } from "./main-content.ts";
import { plainMarkup } from "./plain-markup.ts";

export type HtmlPage = {
  readonly title: string | null;
  /** The page itself as Markdown, headings with their anchors as `{#anchor}`. */
  readonly markdown: string;
  /** Addresses that the whole document links to, as they stand there. */
  readonly links: readonly string[];
  /** The document asks not to be indexed. */
  readonly unlisted: boolean;
};

const toMarkdown = unified()
  .use(rehypeRemark, { document: true })
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkStringify, {
    bullet: "-",
    rule: "-",
    fences: true,
    handlers: {
      // The library's own turn letters beside a mark into entities, which nobody could quote.
      strong: (node, _parent, state, info) => `**${state.containerPhrasing(node, info)}**`,
      emphasis: (node, _parent, state, info) => `_${state.containerPhrasing(node, info)}_`,
      // What is quoted from a passage should stand in it as on the page, so little is escaped.
      text(node: { value: string }, _parent, state, info) {
        const strict = ["tableCell", "headingAtx"].some((name) =>
          state.stack.includes(name as (typeof state.stack)[number]),
        );
        if (strict) return state.safe(node.value, info);
        return node.value.replace(/^(\s*)(#{1,6}\s|```|~~~|:::)/gm, "$1\\$2");
      },
    },
  })
  .freeze();

/** Takes the page out of an HTML document: its main content with headings, code, tables and links. */
export function readHtmlDocument(html: string, address: string | null): HtmlPage {
  const root = parseHtml(html);
  const links = [...elementsIn(root)]
    .filter((node) => node.tagName === "a")
    .map((node) => attribute(node, "href"))
    .filter((href) => href !== "" && !href.startsWith("#"));
  const unlisted = selectRobots(root).includes("noindex");
  const heading = select("title", root);
  const main = mainContent(root);
  const title = select("h1", main) ?? heading;
  const words = title
    ? textOf(title)
        .replace(/[¶#]\s*$/, "")
        .trim()
    : "";
  plainMarkup(main, address);
  const tree = toMarkdown.runSync({ type: "root", children: main.children } as Root);
  return {
    title: words === "" ? null : words,
    markdown: toMarkdown.stringify(tree),
    links,
    unlisted,
  };
}

function selectRobots(root: Root): string {
  const meta = select('meta[name="robots" i]', root);
  return meta ? attribute(meta, "content").toLowerCase() : "";
}

/** Reads an HTML file of a folder. */
export function readHtmlPage(text: string): ParsedPage {
  const { title, markdown } = readHtmlDocument(text, null);
  const page = readMarkdownPage(markdown);
  // Lines of the Markdown in between are not lines of the file.
  const sections = page.sections.map((section) => ({
    ...section,
    line: 1,
    blocks: section.blocks.map((block) => ({ ...block, line: 1 })),
  }));
  return { ...page, title: title ?? page.title, sections };
}
