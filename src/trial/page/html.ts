/** Markup that is safe to put into the page as it is. */
export type Html = { readonly html: string };

type Part = Html | string | number | null | undefined | false | readonly Part[];

/** Puts values into markup; whatever is not markup already is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((text, at) => text + render(parts[at] ?? "")).join("") };
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "html" in part ? part.html : part.map(render).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// Control characters and direction overrides could make a stranger's text look like ours.
const UNSEEN = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

function escaped(text: string): string {
  return text.replace(UNSEEN, "").replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");
}

/** A link when the target is a web address; otherwise only the words and where they point. */
export function link(words: string, url: string | null): Html {
  if (url !== null && /^https?:\/\/[^\s"'<>]+$/.test(url)) {
    return html`<a href="${url}" rel="noreferrer noopener">${words}</a>`;
  }
  return url === null || url === "" || url === words
    ? html`${words}`
    : html`${words} <span class="path">${url}</span>`;
}
