// @ts-check
import { h } from "./dom.js";
import { absoluteTime, relativeTime } from "./format.js";
import { parseMarkdown } from "./markdown.js";

/**
 * @typedef {{
 *   user?: (id: string) => string | null,
 *   channel?: (id: string) => string | null,
 *   role?: (id: string) => string | null,
 *   openChannel?: (id: string) => void,
 *   openLink?: (url: string) => boolean,
 *   place?: (url: string) => string | null,
 * }} Names how mentions are called and links are followed
 */

/** @param {string} source @param {"discord" | "github"} dialect @param {Names} [names] */
export function markdown(source, dialect, names = {}) {
  const blocks = parseMarkdown(source, dialect);
  return h(
    "div",
    { class: `md md-${dialect}`, dir: "auto" },
    blocks.map((block) => toNode(block, names)),
  );
}

/** @param {import("./markdown.js").MdNode} node @param {Names} names @returns {Node} */
function toNode(node, names) {
  const children = () => (node.children ?? []).map((child) => toNode(child, names));
  switch (node.type) {
    case "text":
      return document.createTextNode(node.text ?? "");
    case "paragraph":
      return h("p", {}, children());
    case "heading":
      // A post must not disturb the page's own outline: its headings begin at the fourth level.
      return h(
        "div",
        {
          class: `md-h md-h${node["level"]}`,
          role: "heading",
          "aria-level": Math.min(6, node["level"] + 3),
        },
        children(),
      );
    case "subtext":
      return h("p", { class: "md-subtext" }, children());
    case "quote":
      return h("blockquote", {}, children());
    case "rule":
      return h("hr");
    case "code":
      return h("code", { class: "md-code" }, node.text);
    case "code-block":
      return h(
        "pre",
        {
          class: "md-pre",
          tabindex: 0,
          "aria-label": node["language"] ? `${node["language"]} code` : "code",
        },
        h("code", {}, node.text),
      );
    case "list":
      return h(
        node["ordered"] ? "ol" : "ul",
        node["ordered"] ? { start: node["start"] } : {},
        children(),
      );
    case "item":
      return h(
        "li",
        {},
        node["checked"] === undefined
          ? null
          : h("input", { type: "checkbox", disabled: true, checked: node["checked"] }),
        children(),
      );
    case "strong":
      return h("strong", {}, children());
    case "em":
      return h("em", {}, children());
    case "underline":
      return h("u", {}, children());
    case "strike":
      return h("s", {}, children());
    case "small":
      return h("small", {}, children());
    case "spoiler":
      return spoiler(children());
    case "details":
      return h("details", {}, h("summary", {}, node["summary"]), children());
    case "table":
      return table(node, names);
    case "link":
      return link(node, children(), names);
    case "user":
      return h("span", { class: "mention" }, `@${names.user?.(node["id"]) ?? "unknown-user"}`);
    case "role":
      return h("span", { class: "mention" }, `@${names.role?.(node["id"]) ?? "role"}`);
    case "mention":
      return h("span", { class: "mention" }, node.text);
    case "command":
      return h("span", { class: "mention" }, `/${node["name"]}`);
    case "channel":
      return h(
        "button",
        { class: "mention", type: "button", on: { click: () => names.openChannel?.(node["id"]) } },
        `#${names.channel?.(node["id"]) ?? "unknown"}`,
      );
    case "timestamp": {
      const at = node["seconds"] * 1000;
      const text = node["style"] === "R" ? relativeTime(at) : absoluteTime(at, node["style"]);
      return h(
        "time",
        { class: "md-time", title: absoluteTime(at, "F"), datetime: isoOrNull(at) },
        text,
      );
    }
    default:
      return document.createTextNode(node.text ?? "");
  }
}

/** @param {number} at */
function isoOrNull(at) {
  return Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : null;
}

/** @param {import("./markdown.js").MdNode} node @param {Names} names */
function table(node, names) {
  const row = (/** @type {string} */ tag, /** @type {import("./markdown.js").MdNode[][]} */ list) =>
    h(
      "tr",
      {},
      list.map((cell) =>
        h(
          tag,
          {},
          cell.map((child) => toNode(child, names)),
        ),
      ),
    );
  return h(
    "div",
    { class: "md-table" },
    h(
      "table",
      {},
      h("thead", {}, row("th", node["head"])),
      h(
        "tbody",
        {},
        node["rows"].map((/** @type {any} */ cells) => row("td", cells)),
      ),
    ),
  );
}

/** @param {Node[]} children */
function spoiler(children) {
  const node = h(
    "button",
    {
      type: "button",
      class: "spoiler",
      "aria-label": "Spoiler, press to show",
      "aria-expanded": "false",
    },
    children,
  );
  node.addEventListener("click", () => {
    node.classList.add("is-open");
    node.setAttribute("aria-expanded", "true");
    node.removeAttribute("aria-label");
  });
  return node;
}

/** @param {import("./markdown.js").MdNode} node @param {Node[]} children @param {Names} names */
function link(node, children, names) {
  const url = String(node["url"]);
  const isBare = node.children?.length === 1 && node.children[0]?.text === url;
  // The address of a channel or message alone is shown by its name, as Discord does.
  const place = isBare ? names.place?.(url) : null;
  const anchor = h(
    "a",
    {
      href: safeUrl(url),
      class: place ? "mention" : null,
      target: "_blank",
      rel: "noopener noreferrer nofollow",
      title: url,
    },
    place ?? children,
  );
  anchor.addEventListener("click", (event) => {
    if (names.openLink?.(url)) event.preventDefault();
  });
  return anchor;
}

/** @param {string} url only these lead anywhere; everything else is inert */
function safeUrl(url) {
  return /^(https?:\/\/|mailto:)/i.test(url) ? url : null;
}
