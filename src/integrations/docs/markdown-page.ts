import GithubSlugger from "github-slugger";
import { toString as textOf } from "mdast-util-to-string";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { tidyMarkup } from "./markdown-text.ts";
import { createOutline, type PageLink, type ParsedPage } from "./parsed-page.ts";
import { labelsIn, rolesIn } from "./roles.ts";

const markdown = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).freeze();
const mdx = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkFrontmatter)
  .use(remarkMdx)
  .freeze();

type Root = ReturnType<typeof markdown.parse>;
type RootContent = Root["children"][number];
type Nodes = Root | RootContent;

const Frontmatter = z.object({
  title: z.coerce.string().nullish().catch(null),
  description: z.coerce.string().nullish().catch(null),
});
const CUSTOM_ID = /\s*\{#([^}]+)\}\s*$/;

/** Reads MDX; a page that is no valid MDX throws. */
export function readMdxPage(text: string): ParsedPage {
  return toParsedPage(mdx.parse(text), text);
}

/** Reads Markdown (GitHub's dialect, frontmatter). Any text is Markdown, so this never refuses. */
export function readMarkdownPage(text: string): ParsedPage {
  return toParsedPage(markdown.parse(text), text);
}

function toParsedPage(root: Root, source: string): ParsedPage {
  const outline = createOutline();
  const slugger = new GithubSlugger();
  let title: string | null = null;
  let firstHeading: string | null = null;

  const visit = (node: RootContent): void => {
    const line = node.position?.start.line ?? 1;
    switch (node.type) {
      case "yaml": {
        const front = frontmatterOf(node.value);
        title = front.title ?? null;
        outline.block({ text: front.description ?? "", line, kind: "prose" });
        return;
      }
      case "heading": {
        const raw = textOf(node, { includeHtml: false }).trim();
        const heading = raw.replace(CUSTOM_ID, "");
        const anchor = CUSTOM_ID.exec(raw)?.[1] ?? slugger.slug(heading);
        if (node.depth === 1) firstHeading ??= heading;
        outline.heading(node.depth, heading, anchor, line);
        return;
      }
      case "mdxJsxFlowElement": {
        const label = labelOf(node);
        if (label !== "") outline.block({ text: `**${label}**`, line, kind: "prose" });
        for (const child of node.children) visit(child);
        return;
      }
      case "mdxjsEsm":
      case "mdxFlowExpression":
      case "definition":
      case "thematicBreak":
        return;
      case "code":
        // MyST writes admonitions and tabs as fences named {note}, {tab-item}: those are prose.
        outline.block({
          text: sliceOf(node, source),
          line,
          kind: node.lang?.startsWith("{") ? "prose" : "code",
        });
        return;
      case "table":
        outline.block({ text: withoutJsx(node, source), line, kind: "table" });
        return;
      default:
        outline.block({ text: tidyMarkup(withoutJsx(node, source)), line, kind: "prose" });
    }
  };

  for (const node of root.children) visit(node);
  return {
    title: title ?? firstHeading,
    sections: outline.sections(),
    links: [...linksIn(root), ...rolesIn(source)],
    names: labelsIn(source),
  };
}

function frontmatterOf(yaml: string): z.infer<typeof Frontmatter> {
  try {
    return Frontmatter.parse(parseYaml(yaml) ?? {});
  } catch {
    return {};
  }
}

function linksIn(node: Nodes): PageLink[] {
  const own: PageLink[] = [];
  if (node.type === "link") own.push({ to: node.url, text: textOf(node, { includeHtml: false }) });
  if (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") {
    const href = node.attributes.find((at) => at.type === "mdxJsxAttribute" && at.name === "href");
    if (typeof href?.value === "string") {
      own.push({
        to: href.value,
        text: `${labelOf(node)} ${textOf(node, { includeHtml: false })}`.trim(),
      });
    }
  }
  return "children" in node ? [...own, ...node.children.flatMap(linksIn)] : own;
}

function sliceOf(node: Nodes, source: string): string {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  return source.slice(start, end);
}

// Titles, labels and card texts live in attributes; what a reader sees of an element is these and its children.
const SPOKEN = new Set([
  "title",
  "label",
  "name",
  "description",
  "header",
  "alt",
  "method",
  "summary",
]);

function labelOf(node: Nodes): string {
  if (node.type !== "mdxJsxFlowElement" && node.type !== "mdxJsxTextElement") return "";
  const spoken = node.attributes.flatMap((attribute) =>
    attribute.type === "mdxJsxAttribute" &&
    SPOKEN.has(attribute.name) &&
    typeof attribute.value === "string"
      ? [attribute.value]
      : [],
  );
  const admonition = /^(note|tip|info|warning|danger|caution|important|aside)$/i.test(
    node.name ?? "",
  );
  return [admonition && spoken.length === 0 ? node.name : null, ...spoken]
    .filter(Boolean)
    .join(": ");
}

/** The node's own source with JSX tags and comments cut out and the words of their attributes kept. */
function withoutJsx(node: Nodes, source: string): string {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  const cuts = cutsOf(node).sort((a, b) => a.start - b.start);
  let text = "";
  let at = start;
  for (const cut of cuts) {
    if (cut.start < at) continue;
    text += source.slice(at, cut.start) + cut.keep;
    at = cut.end;
  }
  return text + source.slice(at, end);
}

type Cut = { readonly start: number; readonly end: number; readonly keep: string };

function cutsOf(node: Nodes): Cut[] {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined) return [];
  if (node.type === "mdxTextExpression" || node.type === "mdxFlowExpression") {
    return [{ start, end, keep: "" }];
  }
  if (node.type === "html" && node.value.startsWith("<!--")) return [{ start, end, keep: "" }];
  if (!("children" in node)) return [];
  const inner = node.children.flatMap(cutsOf);
  if (node.type !== "mdxJsxTextElement" && node.type !== "mdxJsxFlowElement") return inner;
  const label = labelOf(node);
  const first = node.children[0]?.position?.start.offset;
  const last = node.children.at(-1)?.position?.end.offset;
  if (first === undefined || last === undefined) return [{ start, end, keep: label }];
  return [
    { start, end: first, keep: label === "" ? "" : `${label} ` },
    ...inner,
    { start: last, end, keep: "" },
  ];
}
