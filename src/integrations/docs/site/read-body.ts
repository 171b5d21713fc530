import { readHtmlDocument } from "../html/html-page.ts";
import type { Fetched } from "./fetch-page.ts";
import type { CachedPage } from "./page-cache.ts";

type Page = Extract<Fetched, { type: "page" }>;
export type BodyRead = Pick<CachedPage, "title" | "text" | "converted" | "links">;

const HTML = /^(text\/html|application\/xhtml\+xml)\b/i;
const TEXT = /^(text\/|application\/(json|yaml|x-yaml|openapi|vnd\.oai))/i;

/**
 * What a fetched page says: HTML as Markdown, text as it is.
 * @throws Error when it is no page, or does not want to be found
 */
export function readBody({ body, contentType, url, noindex }: Page): BodyRead {
  if (noindex) throw new Error("it asks not to be indexed");
  const text = decode(body, contentType);
  if (HTML.test(contentType) || (contentType === "" && /^\s*<(!doctype|html)/i.test(text))) {
    const page = readHtmlDocument(text, url);
    if (page.unlisted) throw new Error("it asks not to be indexed");
    return { title: page.title, text: page.markdown, converted: true, links: [...page.links] };
  }
  if (!TEXT.test(contentType) && contentType !== "" && !isDescription(url, contentType)) {
    throw new Error(`it is no page but ${contentType.split(";")[0]}`);
  }
  if (text.includes("\0")) throw new Error("it is not a text");
  return { title: null, text, converted: false, links: [] };
}

/** Many servers know no type for Markdown, YAML or JSON. */
function isDescription(url: string, contentType: string): boolean {
  const path = new URL(url).pathname;
  return /octet-stream/.test(contentType) && /\.(mdx?|ya?ml|json|txt|rst)$/i.test(path);
}

function decode(body: Buffer, contentType: string): string {
  const declared =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ??
    /<meta[^>]{0,200}charset=["']?([\w-]+)/i.exec(body.toString("latin1", 0, 2_000))?.[1];
  try {
    return new TextDecoder(declared ?? "utf-8").decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
