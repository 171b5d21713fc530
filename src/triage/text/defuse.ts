import { stripInvisible } from "./invisible.ts";

export { stripInvisible };

/** Breaks a token where it would begin to act; it shows nothing itself (U+2060, word joiner). */
const BREAK = "\u2060";

export type DefuseOptions = {
  /** Longer texts are cut, with an ellipsis. */
  readonly maxLength?: number;
  /** Hosts whose links stay links, their subdomains too; all others are shown as plain text. */
  readonly hosts?: readonly string[];
};

/** Below the platforms' limits, with room for what we write around a quote. */
const GITHUB_MAX = 60_000;
const DISCORD_MAX = 1_900;
const LONGEST_LINE = 1_000;

/**
 * Makes a stranger's text harmless in a GitHub issue or comment: it notifies nobody, links and closes
 * nothing, hides nothing, leaves no fence open, and cannot imitate our hidden marker.
 */
export function defuseForGitHub(text: string, options: DefuseOptions = {}): string {
  const hosts = options.hosts ?? [];
  return capped(plainLines(text), options.maxLength ?? GITHUB_MAX, (piece) =>
    mapProse(piece, (prose) => defuseGitHubProse(prose, hosts)),
  );
}

/** The same for a text that has one line to stand in, and may begin nothing there. */
export function defusedLine(text: string, maxLength = LONGEST_LINE): string {
  const line = plainLines(text).replace(/\s+/g, " ").trim();
  return capped(line, maxLength, (piece) =>
    defuseGitHubProse(piece, []).replace(BEGINS_A_BLOCK, BREAK),
  );
}

/** A heading, a list, a quote, a table, a rule or a fence. */
const BEGINS_A_BLOCK =
  /^(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|\d{1,9}[.)](?:\s|$)|[=_*-]{2,}|\||:-|`{3}|~{3}|\[\^)/;

/** Every reader of Markdown ends a line at a carriage return, too. */
function plainLines(text: string): string {
  return stripInvisible(text).replace(/\r\n?/g, "\n").replaceAll("\0", "").toWellFormed();
}

/** Makes a stranger's text harmless in a Discord message that the bot itself sends. */
export function defuseForDiscord(text: string, options: DefuseOptions = {}): string {
  const hosts = options.hosts ?? [];
  return capped(stripInvisible(text), options.maxLength ?? DISCORD_MAX, (piece) =>
    mapProse(piece, (prose) => onlyAllowedLinks(prose, hosts).replace(/\]\((?=\S)/g, `]${BREAK}(`))
      .replace(/@(?=everyone|here)/gi, `@${BREAK}`)
      .replace(/<(?=[@#:/]|a:|t:|id:)/g, `<${BREAK}`),
  );
}

/** A fenced block that its content can neither leave nor hide a marker in. */
export function fenced(text: string, language = ""): string {
  const content = withoutMarkers(plainLines(text));
  const longest = Math.max(2, ...Array.from(content.matchAll(/`+/g), (run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language.replace(/[^\w+-]/g, "")}\n${content}\n${fence}`;
}

const CLOSING_WORD =
  /\b(cl|fi|re)(ose[sd]?|x(?:e[sd])?|solve[sd]?)(?=[ \t]*:?[ \t]+(?:[\w.-]+\/[\w.-]+)?(?:#|GH-|https?:))/gi;
const COMMIT = /(?<!\w)([0-9a-f]{7})([0-9a-f]{33})(?!\w)/g;

function defuseGitHubProse(prose: string, hosts: readonly string[]): string {
  return (
    onlyAllowedLinks(withoutMarkers(prose), hosts)
      .replace(/<(?=[!?/a-z])(?!https?:\/\/[^\s<>]{1,2000}>)/gi, `<${BREAK}`)
      // A reader turns these into characters before it looks for mentions.
      .replace(/&(?=#?\w{1,40};)/g, `&${BREAK}`)
      .replace(/\](?=[(:])/g, `]${BREAK}`)
      .replace(/\bwww(?=\.)/gi, `www${BREAK}`)
      // A fence that mapProse does not take for one would be one for others.
      .replace(/^([ \t]+)(?=`{3}|~{3})/gm, `$1${BREAK}`)
      .replace(CLOSING_WORD, `$1${BREAK}$2`)
      .replace(/@(?=[\p{L}\p{N}_-])/gu, `@${BREAK}`)
      .replace(/#(?=\d)/g, `#${BREAK}`)
      .replace(/GH\\?-(?=\\?\d)/gi, `$&${BREAK}`)
      .replace(COMMIT, `$1${BREAK}$2`)
  );
}

/** No stranger opens or closes an HTML comment, in code neither: that is where our own markers stand. */
function withoutMarkers(text: string): string {
  return text
    .replace(/<!--/g, `<!${BREAK}--`)
    .replace(/-->/g, `--${BREAK}>`)
    .replace(/signalbox:/gi, (word) => `${word.slice(0, -1)}${BREAK}:`);
}

const LINK = /https?:\/\/[^\s<>"'`)\]]{1,2000}/gi;

function onlyAllowedLinks(text: string, hosts: readonly string[]): string {
  return text.replace(LINK, (url) =>
    isAllowed(url, hosts) ? url : url.replaceAll("://", `:${BREAK}//`),
  );
}

// A link to an issue or commit leaves a trace there, whoever may be linked to.
function isAllowed(url: string, hosts: readonly string[]): boolean {
  const host = URL.parse(url)?.hostname;
  if (!host || /\/(?:issues|pull|discussions|commit)\/\w/.test(url)) return false;
  return hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`));
}

/**
 * Applies `change` outside fenced code. Only fences at the start of a line count, so that what is
 * taken for code here is code for every reader; one that stays open is closed at the end.
 */
function mapProse(text: string, change: (prose: string) => string): string {
  const out: string[] = [];
  let prose: string[] = [];
  let fence = "";
  const flush = () => {
    if (prose.length > 0) out.push(change(prose.join("\n")));
    prose = [];
  };
  for (const line of text.split("\n")) {
    const closes = fence !== "" && new RegExp(`^ {0,3}${fence}${fence[0]}*\\s*$`).test(line);
    const opens = fence === "" ? /^(`{3,})[^`]*$|^(~{3,})/.exec(line) : null;
    if (opens) {
      flush();
      fence = opens[1] ?? opens[2] ?? "";
      out.push(`${fence}${line.slice(fence.length).replace(/[^\w+ .-]/g, "")}`);
    } else if (fence === "") prose.push(line);
    else out.push(withoutMarkers(line));
    if (closes) fence = "";
  }
  flush();
  if (fence !== "") out.push(fence);
  return out.join("\n");
}

/** Changes at most so much of the text that the result fits. */
function capped(text: string, maxLength: number, change: (text: string) => string): string {
  let kept = text.length <= maxLength ? text : cut(text, maxLength);
  let result = change(kept);
  while (result.length > maxLength && kept.length > 1) {
    kept = cut(kept, Math.max(1, kept.length - Math.max(1, result.length - maxLength)));
    result = change(kept);
  }
  return result;
}

/** Cuts between characters, never within one, a joined emoji included. */
function cut(text: string, maxLength: number): string {
  const end = /[\uD800-\uDBFF]/.test(text[maxLength - 2] ?? "") ? maxLength - 2 : maxLength - 1;
  return `${text.slice(0, Math.max(0, end)).replace(/\u200D+$/, "")}…`;
}
