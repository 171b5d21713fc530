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

// What surrounds the page or only serves the eye or the mouse. Looked up by hand, since asking with
// one long selector takes ten times as long as reading the page.
const AROUND_TAGS: ReadonlySet<string> = new Set(
  "nav script style noscript template svg canvas iframe object video audio button input select textarea dialog".split(
    " ",
  ),
);
const AROUND_ROLES: ReadonlySet<string> = new Set([
  "navigation",
  "search",
  "banner",
  "contentinfo",
]);
const AROUND_CLASSES: ReadonlySet<string> = new Set(
  "breadcrumbs breadcrumb pagination-nav prev-next page-nav edit-this-page edit-link toc table-of-contents on-this-page table-of-contents-container md-source-file headerlink hash-link header-anchor anchor-link anchorjs-link sl-anchor-link sr-only visually-hidden copybtn linenos line-numbers line-numbers-wrapper".split(
    " ",
  ),
);
const AROUND_PREFIXES = /(^|\s)(tocCollapsible|theme-doc-toc|theme-doc-footer)/;

const ADMONITION =
  /(^|[\s_-])(admonition|callout|alert|aside|custom-block|hint|note|tip|info|warning|caution|danger|important)/i;

/**
 * The part of a document that holds the page itself, without what surrounds it. The tree given is
 * changed: what is taken out is gone from it.
 */
export function mainContent(root: Root): Element | Root {
  const main = findMain(root);
  rewrite(main, (node, parent) => (isLeftOut(node, parent === main) ? [] : [node]));
  return main;
}

function findMain(root: Root): Element | Root {
  for (const place of PLACES) {
    const found = longest(selectAll(place, root));
    if (found && textOf(found).trim().length >= LEAST_WORDS) return found;
  }
  return select("body", root) ?? root;
}

function longest(found: readonly Element[]): Element | null {
  return found.reduce<Element | null>(
    (best, one) => (best && textOf(best).length >= textOf(one).length ? best : one),
    null,
  );
}

function isLeftOut(node: Child, outermost: boolean): boolean {
  if (node.type === "comment") return true;
  if (!isElement(node)) return false;
  // Empty anchors are targets of links; they are read off before this would matter.
  const target = isElement(node, "a") && (attribute(node, "id") || attribute(node, "name")) !== "";
  if (isAround(node)) return !target;
  if (isElement(node, "header", "footer")) return outermost && !holdsTitle(node);
  // Some generators write their notes and warnings as asides.
  if (isElement(node, "aside")) return !ADMONITION.test(attribute(node, "className"));
  return false;
}

function isAround(node: Element): boolean {
  const role = attribute(node, "role");
  // A tab's label is told by what draws it.
  if (AROUND_TAGS.has(node.tagName)) return role !== "tab";
  if (AROUND_ROLES.has(role)) return true;
  const classes = attribute(node, "className");
  return (
    classes !== "" &&
    (AROUND_PREFIXES.test(classes) || classes.split(" ").some((name) => AROUND_CLASSES.has(name)))
  );
}

function holdsTitle(node: Element): boolean {
  return select("h1, h2", node) !== undefined;
}
