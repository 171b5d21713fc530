import { select, selectAll } from "hast-util-select";
import { toString as textOf } from "hast-util-to-string";
import {
  attribute,
  type Child,
  type Element,
  element,
  elementsIn,
  isElement,
  type Parent,
  rewrite,
  words,
} from "./html-nodes.ts";

const HEADING = /^h[1-6]$/;
const KINDS = ["note", "tip", "info", "warning", "danger", "caution", "important"] as const;
const LANGUAGE = /(?:^|\s)(?:language|lang|highlight|highlight-source|brush:?)-([\w+#-]+)/;

/**
 * Says with plain elements what generators of docs say with classes and scripts: anchors of
 * headings, labels of tabs, titles of admonitions, languages of code. Changes the tree.
 *
 * @param address of the page, against which links are read; null when it is not known
 */
export function plainMarkup(main: Parent, address: string | null): void {
  labelTabs(main);
  const anchors = anchorsOf(main);
  const languages = languagesOf(main);
  rewrite(main, (node) => {
    if (!isElement(node)) return [node];
    if (HEADING.test(node.tagName)) return heading(node, anchors.get(node));
    switch (node.tagName) {
      case "pre":
        return [codeBlock(node, languages.get(node))];
      case "table":
        return isCodeTable(node) ? selectAll("pre", node) : [node];
      case "td":
      case "th":
        return [{ ...node, children: node.children.flatMap(apart) }];
      case "summary":
        return [bold(node.children)];
      case "label":
        return [bold(node.children)];
      case "dl":
        return described(node, anchors);
      case "img": {
        const alt = attribute(node, "alt").trim();
        return alt === "" ? [] : [words(alt)];
      }
      case "a":
        return link(node, address);
      default:
        return [titledAdmonition(node)];
    }
  });
}

function bold(children: readonly Child[]): Element {
  return element("p", [element("strong", children)]);
}

/** Where a heading is linked to: its own id, an anchor inside it, or the section around it. */
function anchorsOf(main: Parent): Map<Element, string> {
  const found = new Map<Element, string>();
  const visit = (parent: Parent, around: string | null) => {
    let open = around;
    for (const child of parent.children) {
      if (!isElement(child)) continue;
      const own = attribute(child, "id");
      if (HEADING.test(child.tagName) || child.tagName === "dt") {
        const inner = [...elementsIn(child)].map((one) => attribute(one, "id") || nameOf(one));
        const anchor = own || inner.find((id) => id !== "") || open;
        if (anchor) found.set(child, anchor);
        open = null;
      } else if (isElement(child, "section", "div")) {
        visit(child, own || null);
      } else {
        // An anchor of its own right before the heading: <a id="x"></a><h2>.
        open = isElement(child, "a", "span") && own !== "" ? own : open;
        visit(child, null);
      }
    }
  };
  visit(main, null);
  return found;
}

function nameOf(node: Element): string {
  return isElement(node, "a") ? attribute(node, "name") : "";
}

function heading(node: Element, anchor: string | undefined): Child[] {
  const text = textOf(node)
    .replace(/[¶§#\u{1F517}]\s*$/u, "")
    .trim();
  if (text === "") return [];
  // The Markdown reader takes the anchor from here.
  const target = anchor === undefined ? "" : ` {#${anchor}}`;
  return [{ ...node, children: [words(`${text}${target}`)] }];
}

/** A reference lists names with what they do: with its anchor each name is a heading of its own. */
function described(list: Element, anchors: ReadonlyMap<Element, string>): Child[] {
  if (!/\b(py|js|c|cpp|rst|function|method|class)\b/.test(attribute(list, "className")))
    return [list];
  return list.children.flatMap((child) => {
    if (isElement(child, "dd")) return child.children;
    const anchor = isElement(child, "dt") ? anchors.get(child) : undefined;
    if (!isElement(child) || anchor === undefined) return [child];
    const text = textOf(child)
      .replace(/\s+/g, " ")
      .replace(/\[source\]|¶/g, "")
      .trim();
    return [element("h4", [words(`${text} {#${anchor}}`)])];
  });
}

function codeBlock(pre: Element, language: string | undefined): Element {
  const inner = element("code", (select("code", pre) ?? pre).children);
  const properties = language ? { className: [`language-${language}`] } : {};
  return element("pre", [{ ...inner, properties }]);
}

/** The language of each code block, wherever around or in it the generator wrote it. */
function languagesOf(main: Parent): Map<Element, string> {
  const found = new Map<Element, string>();
  const visit = (parent: Parent, around: string | undefined) => {
    for (const child of parent.children) {
      if (!isElement(child)) continue;
      const own = languageOf(child) ?? around;
      if (child.tagName !== "pre") {
        visit(child, own);
        continue;
      }
      const code = select("code", child);
      const language = (code && languageOf(code)) ?? own;
      if (language !== undefined) found.set(child, language);
    }
  };
  visit(main, undefined);
  return found;
}

function languageOf(node: Element): string | undefined {
  const name =
    LANGUAGE.exec(attribute(node, "className"))?.[1] ??
    (attribute(node, "dataLanguage") || attribute(node, "dataLang"));
  return ["", "default", "none", "text"].includes(name) ? undefined : name;
}

/** Line numbers beside code are laid out as a table. */
function isCodeTable(node: Element): boolean {
  return /highlight/i.test(attribute(node, "className")) && select("pre", node) !== undefined;
}

/** Paragraphs in a cell become one line; without a space their words would run together. */
function apart(node: Child): Child[] {
  if (!isElement(node)) return [node];
  if (node.tagName === "br") return [words(" ")];
  if (!["p", "div", "li", "ul", "ol"].includes(node.tagName)) return [node];
  return [{ ...node, tagName: "span", children: node.children.flatMap(apart) }, words(" ")];
}

function titledAdmonition(node: Element): Element {
  const classes = attribute(node, "className")
    .toLowerCase()
    .split(/[\s_-]+/);
  const isOne = classes.some((name) => /^(admonition|callout|alert|aside|block|hint)$/.test(name));
  const kind = KINDS.find((name) => classes.includes(name));
  if (!isOne || kind === undefined) return node;
  const titled = node.children.some(
    (child) => isElement(child) && /title|heading/i.test(attribute(child, "className")),
  );
  if (titled) return node;
  const [first = "", ...rest] = kind;
  const title = bold([words(`${first.toUpperCase()}${rest.join("")}`)]);
  return { ...node, children: [title, ...node.children] };
}

/** Puts each tab's label over its panel; the row of labels goes. */
function labelTabs(main: Parent): void {
  const labels = new Map<string, string>();
  const rows: { labels: string[] }[] = [];
  for (const row of selectAll("[role=tablist]", main)) {
    const tabs = selectAll("[role=tab]", row);
    for (const tab of tabs) {
      const id = attribute(tab, "id");
      if (id !== "") labels.set(id, textOf(tab).trim());
    }
    rows.push({ labels: tabs.map((tab) => textOf(tab).trim()) });
  }
  let row = -1;
  let nth = 0;
  for (const node of elementsIn(main)) {
    const role = attribute(node, "role");
    if (role === "tablist") {
      row += 1;
      nth = 0;
      node.children = [];
    }
    if (role !== "tabpanel") continue;
    const named = labels.get(attribute(node, "ariaLabelledBy"));
    const label = named || rows[row]?.labels[nth];
    nth += 1;
    if (label) node.children = [bold([words(label)]), ...node.children];
  }
}

function link(node: Element, address: string | null): Child[] {
  const href = attribute(node, "href");
  if (href === "") return textOf(node).trim() === "" ? [] : node.children;
  if (address === null || href.startsWith("#")) return [node];
  const whole = URL.canParse(href, address) ? new URL(href, address) : null;
  if (whole === null || !/^https?:$/.test(whole.protocol)) return node.children;
  return [{ ...node, properties: { href: whole.href } }];
}
