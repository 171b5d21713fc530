import remarkParse from "remark-parse";
import { unified } from "unified";
import { pageAddress } from "./site-place.ts";

const markdown = unified().use(remarkParse).freeze();
type Node = ReturnType<typeof markdown.parse> | { type: string; url?: string; children?: Node[] };

/** The pages that an `llms.txt` (llmstxt.org) names, in its order, each once. */
export function readLlmsLinks(text: string, address: string): string[] {
  const found = linksIn(markdown.parse(text)).flatMap((href) => pageAddress(href, address) ?? []);
  return [...new Set(found)];
}

function linksIn(node: Node): string[] {
  const own = node.type === "link" && "url" in node && node.url ? [node.url] : [];
  const children: readonly Node[] = "children" in node ? (node.children ?? []) : [];
  return [...own, ...children.flatMap(linksIn)];
}
