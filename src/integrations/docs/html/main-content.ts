import { select, selectAll } from "hast-util-select";
import { toString as textOf } from "hast-util-to-string";
import {
  attribute,
  type Child,
  type Element,
  isElement,
  type Root,
  rewrite,
} from "./html-nodes.ts";

/** Where generators of docs put the page itself, most exact first. */
const PLACES = [
  "main article",
  "article .markdown",
  ".md-content article",
  ".vp-doc",
  ".sl-markdown-content",
  ".markdown-body",
  "[itemprop=articleBody]",
  "main",
  "[role=main]",
  "article",
  "#content",
  "#main-content",
  "body",
] as const;

/** A place with fewer characters is a teaser, not the page. */
const LEAST_WORDS = 40;

/** What surrounds the page or only serves the eye or the mouse. */
const AROUND = [
  "nav",
  "script, style, noscript, template, svg, canvas, iframe, object, video, audio",
  // A tab's label is told by what draws it.
  "button:not([role=tab]), input, select, textarea, dialog",
  "[role=navigation], [role=search], [role=banner], [role=contentinfo]",
  ".breadcrumbs, .breadcrumb, .pagination-nav, .prev-next, .page-nav, .edit-this-page, .edit-link",
  ".toc, .table-of-contents, .on-this-page, .table-of-contents-container",
  "[class*=tocCollapsible], [class*=theme-doc-toc], [class*=theme-doc-footer], .md-source-file",
  ".headerlink, .hash-link, .header-anchor, .anchor-link, .anchorjs-link, .sl-anchor-link",
  ".sr-only, .visually-hidden, .copybtn, .linenos, .line-numbers, .line-numbers-wrapper",
].join(", ");

const ADMONITION =
  /(^|[\s_-])(admonition|callout|alert|aside|custom-block|hint|note|tip|info|warning|caution|danger|important)/i;

/**
 * The part of a document that holds the page itself, without what surrounds it. The tree given is
 * changed: what is taken out is gone from it.
 */
export function mainContent(root: Root): Element | Root {
  const place = PLACES.map((one) => longest(selectAll(one, root))).find(
    (found) => found !== null && textOf(found).trim().length >= LEAST_WORDS,
  );
  const main = place ?? select("body", root) ?? root;
  const dropped = new Set<unknown>(selectAll(AROUND, main));
  rewrite(main, (node, parent) => (isAround(node, dropped, parent === main) ? [] : [node]));
  return main;
}

function longest(found: readonly Element[]): Element | null {
  return found.reduce<Element | null>(
    (best, one) => (best && textOf(best).length >= textOf(one).length ? best : one),
    null,
  );
}

function isAround(node: Child, dropped: ReadonlySet<unknown>, outermost: boolean): boolean {
  if (node.type === "comment") return true;
  if (!isElement(node)) return false;
  const anchor = attribute(node, "id") !== "" || attribute(node, "name") !== "";
  // Empty anchors are targets of links; they are read off before this would matter.
  if (dropped.has(node)) return !(isElement(node, "a") && anchor);
  if (isElement(node, "header", "footer")) return outermost && !holdsTitle(node);
  // Some generators write their notes and warnings as asides.
  if (isElement(node, "aside")) return !ADMONITION.test(attribute(node, "className"));
  return false;
}

function holdsTitle(node: Element): boolean {
  return select("h1, h2", node) !== undefined;
}
