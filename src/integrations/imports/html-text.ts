const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
};

/** Elements whose words are not the author's, or no words at all. */
const DROPPED = new Set(["script", "style", "aside", "svg", "button"]);
const BLOCKS = new Set("p div ul ol table tr blockquote h1 h2 h3 h4 h5 h6 details hr".split(" "));
// Bounded everywhere, so that broken markup takes no longer than sound markup of its length.
const TOKEN =
  /<!--[\s\S]{0,500}?-->|<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})((?:[^<>"']|"[^"]{0,5000}"|'[^']{0,5000}'){0,500})>|[^<]+|</g;

/**
 * The text of a forum post's HTML as somebody would have typed it: paragraphs, list items, code in
 * fences, link targets; quotations of others, scripts and link previews are left out.
 */
export function htmlToText(html: string): string {
  let text = "";
  let pre = false;
  const dropping: string[] = [];
  const links: string[] = [];
  for (const [token, closing, name, attributes = ""] of html.matchAll(TOKEN)) {
    const tag = name?.toLowerCase();
    if (dropping.length > 0) {
      if (tag === dropping[0]) closing ? dropping.pop() : dropping.push(dropping[0] ?? "");
      continue;
    }
    if (tag === undefined) {
      if (!token.startsWith("<!--")) text += words(token, pre);
    } else if (DROPPED.has(tag)) {
      if (!closing && !attributes.endsWith("/")) dropping.push(tag);
    } else if (tag === "pre") {
      text += closing ? `${text.endsWith("\n") ? "" : "\n"}\`\`\`\n\n` : "\n\n```\n";
      pre = !closing;
    } else if (tag === "code" && !pre) text += "`";
    else if (tag === "br") text += "\n";
    else if (tag === "li") text += closing ? "" : "\n- ";
    else if (tag === "td" || tag === "th") text += closing ? " | " : "";
    else if (tag === "img") text += imageWords(attributes);
    else if (tag === "a") text += linkWords(closing === "/", attributes, text, links);
    else if (BLOCKS.has(tag)) text += "\n\n";
  }
  return text
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function words(token: string, pre: boolean): string {
  const decoded = decode(token);
  return pre ? decoded : decoded.replace(/\s+/g, " ");
}

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const hex = name[1]?.toLowerCase() === "x";
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
  });
}

function attribute(attributes: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i").exec(attributes);
  return decode(found?.[1] ?? found?.[2] ?? "");
}

/** An emoji is an image whose `alt` is its name; of other images the description is kept. */
function imageWords(attributes: string): string {
  const alt = attribute(attributes, "alt");
  return /\bemoji\b/.test(attribute(attributes, "class"))
    ? alt
    : alt === ""
      ? ""
      : `[image: ${alt}]`;
}

/** After a link's words its target, unless the words say it already. */
function linkWords(closing: boolean, attributes: string, text: string, links: string[]): string {
  if (!closing) {
    links.push(attribute(attributes, "href"));
    return "";
  }
  const target = links.pop() ?? "";
  return !/^https?:/.test(target) || text.trimEnd().endsWith(target) ? "" : ` (${target})`;
}
