// @ts-check
/**
 * Discord's Markdown and the part of GitHub's that issues use, as a tree of plain objects.
 * Nothing here makes markup: `markdown-dom.js` turns the tree into nodes, so that text stays text.
 *
 * @typedef {{ type: string, children?: MdNode[], text?: string, [key: string]: any }} MdNode
 * @typedef {"discord" | "github"} Dialect
 */

/** @param {string} source @param {Dialect} dialect @returns {MdNode[]} */
export function parseMarkdown(source, dialect) {
  const text = source.replaceAll("\r\n", "\n");
  const shown = dialect === "github" ? text.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "") : text;
  return parseBlocks(shown.split("\n"), dialect, 0);
}

const FENCE = /^( {0,3})(`{3,})([^`]*)$/;
const HEADING = { discord: /^(#{1,3}) +(\S.*)$/, github: /^(#{1,6}) +(\S.*?)(?: +#+)?$/ };
const LIST = /^(\s*)([-*]|\d{1,9}[.)]) +(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** @param {string[]} lines @param {Dialect} dialect @param {number} depth @returns {MdNode[]} */
function parseBlocks(lines, dialect, depth) {
  /** @type {MdNode[]} */
  const blocks = [];
  /** @type {string[]} */
  let paragraph = [];
  const flush = () => {
    const trimmed =
      dialect === "github" ? paragraph.filter((line) => line.trim() !== "") : paragraph;
    if (trimmed.length > 0) {
      blocks.push({ type: "paragraph", children: parseInline(trimmed.join("\n"), dialect, 0) });
    }
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const fence = depth < 6 ? FENCE.exec(line) : null;
    if (fence) {
      flush();
      const closing = lines.findIndex(
        (other, index) =>
          index > at && new RegExp(`^ {0,3}\`{${fence[2]?.length ?? 3},}\\s*$`).test(other),
      );
      const end = closing === -1 ? lines.length : closing;
      blocks.push({
        type: "code-block",
        language: (fence[3] ?? "").trim().slice(0, 20),
        text: lines.slice(at + 1, end).join("\n"),
      });
      at = end;
      continue;
    }
    // Discord lets a fence begin and end in the middle of a line.
    if (dialect === "discord" && line.includes("```")) {
      const rest = lines.slice(at).join("\n");
      const inline = /^([^\n]*?)```(?:([a-z0-9+#-]+)\n)?([\s\S]*?)```/i.exec(rest);
      if (inline) {
        if (inline[1]) paragraph.push(inline[1]);
        flush();
        blocks.push({
          type: "code-block",
          language: inline[2] ?? "",
          text: (inline[3] ?? "").replace(/^\n|\n$/g, ""),
        });
        const after = rest.slice(inline[0].length).replace(/^\n/, "");
        return [...blocks, ...(after === "" ? [] : parseBlocks(after.split("\n"), dialect, depth))];
      }
    }
    const heading = HEADING[dialect].exec(line);
    if (heading) {
      flush();
      blocks.push({
        type: "heading",
        level: heading[1]?.length ?? 1,
        children: parseInline(heading[2] ?? "", dialect, 0),
      });
      continue;
    }
    if (dialect === "discord" && /^-# +\S/.test(line)) {
      flush();
      blocks.push({ type: "subtext", children: parseInline(line.slice(3).trim(), dialect, 0) });
      continue;
    }
    if (dialect === "github" && /^ {0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) {
      flush();
      blocks.push({ type: "rule" });
      continue;
    }
    if (dialect === "discord" && line.startsWith(">>> ") && depth < 6) {
      flush();
      const quoted = [line.slice(4), ...lines.slice(at + 1)];
      blocks.push({ type: "quote", children: parseBlocks(quoted, dialect, depth + 1) });
      return blocks;
    }
    const quoteMark = dialect === "discord" ? /^> / : /^ {0,3}> ?/;
    if (quoteMark.test(line) && depth < 6) {
      flush();
      let end = at;
      while (end < lines.length && quoteMark.test(lines[end] ?? "")) end++;
      const quoted = lines.slice(at, end).map((one) => one.replace(quoteMark, ""));
      blocks.push({ type: "quote", children: parseBlocks(quoted, dialect, depth + 1) });
      at = end - 1;
      continue;
    }
    const details =
      dialect === "github" ? /^<details>\s*(?:<summary>(.*?)<\/summary>)?\s*$/i.exec(line) : null;
    if (details && depth < 6) {
      flush();
      let end = lines.findIndex((other, index) => index > at && /^<\/details>\s*$/i.test(other));
      if (end === -1) end = lines.length;
      let inside = lines.slice(at + 1, end);
      let summary = details[1];
      const own =
        summary === undefined ? /^<summary>(.*)<\/summary>\s*$/i.exec(inside[0] ?? "") : null;
      if (own) {
        summary = own[1];
        inside = inside.slice(1);
      }
      blocks.push({
        type: "details",
        summary: (summary ?? "Details").replaceAll(/<[^>]*>/g, ""),
        children: parseBlocks(inside, dialect, depth + 1),
      });
      at = end;
      continue;
    }
    if (dialect === "github" && line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) {
      flush();
      let end = at + 2;
      while (end < lines.length && (lines[end] ?? "").includes("|")) end++;
      blocks.push({
        type: "table",
        head: cells(line, dialect),
        rows: lines.slice(at + 2, end).map((row) => cells(row, dialect)),
      });
      at = end - 1;
      continue;
    }
    if (LIST.test(line) && depth < 6) {
      flush();
      let end = at + 1;
      while (end < lines.length) {
        const next = lines[end] ?? "";
        if (!LIST.test(next) && !/^\s{2,}\S/.test(next)) break;
        end++;
      }
      blocks.push(parseList(lines.slice(at, end), dialect, depth));
      at = end - 1;
      continue;
    }
    if (dialect === "github" && line.trim() === "") flush();
    else paragraph.push(line);
  }
  flush();
  return blocks;
}

/** @param {string} row @param {Dialect} dialect @returns {MdNode[][]} */
function cells(row, dialect) {
  const inner = row.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inner
    .split(/(?<!\\)\|/)
    .map((cell) => parseInline(cell.trim().replaceAll("\\|", "|"), dialect, 0));
}

/** @param {string[]} lines @param {Dialect} dialect @param {number} depth @returns {MdNode} */
function parseList(lines, dialect, depth) {
  const first = LIST.exec(lines[0] ?? "");
  const indent = first?.[1]?.length ?? 0;
  const ordered = /\d/.test(first?.[2] ?? "");
  /** @type {MdNode[]} */
  const items = [];
  /** @type {string[]} */
  let own = [];
  const flush = () => {
    if (own.length === 0) return;
    const [head = "", ...rest] = own;
    const task = dialect === "github" ? /^\[([ xX])\] (.*)$/.exec(head) : null;
    items.push({
      type: "item",
      ...(task ? { checked: task[1] !== " " } : {}),
      children: [
        ...parseInline(task ? (task[2] ?? "") : head, dialect, 0),
        ...(rest.length > 0
          ? parseBlocks(
              rest.map((line) => line.replace(/^ {1,4}/, "")),
              dialect,
              depth + 1,
            )
          : []),
      ],
    });
    own = [];
  };
  for (const line of lines) {
    const match = LIST.exec(line);
    if (match && (match[1]?.length ?? 0) <= indent + 1) {
      flush();
      own = [match[3] ?? ""];
    } else own.push(line);
  }
  flush();
  return {
    type: "list",
    ordered,
    start: ordered ? Number.parseInt(first?.[2] ?? "1", 10) : null,
    children: items,
  };
}

/**
 * Each rule: where it may begin, and what it makes of a match. The first that matches wins.
 * @type {{ pattern: RegExp, dialect?: Dialect, make: (match: RegExpExecArray, inner: (text: string) => MdNode[]) => MdNode | null }[]}
 */
const INLINE = [
  { pattern: /^\\([\\`*_{}[\]()#+\-.!~|<>@:])/, make: (m) => ({ type: "text", text: m[1] }) },
  {
    pattern: /^(`{1,3})((?:(?!\1)[\s\S])+?)\1(?!`)/,
    make: (m) => ({ type: "code", text: (m[2] ?? "").replace(/^ (.+) $/, "$1") }),
  },
  {
    pattern: /^<t:(-?\d{1,12})(?::([tTdDfFR]))?>/,
    dialect: "discord",
    make: (m) => ({ type: "timestamp", seconds: Number(m[1]), style: m[2] ?? "f" }),
  },
  { pattern: /^<@!?(\d{5,25})>/, dialect: "discord", make: (m) => ({ type: "user", id: m[1] }) },
  { pattern: /^<@&(\d{5,25})>/, dialect: "discord", make: (m) => ({ type: "role", id: m[1] }) },
  { pattern: /^<#(\d{5,25})>/, dialect: "discord", make: (m) => ({ type: "channel", id: m[1] }) },
  {
    pattern: /^<\/([\w -]{1,99}):\d{5,25}>/,
    dialect: "discord",
    make: (m) => ({ type: "command", name: m[1] }),
  },
  {
    pattern: /^<a?:(\w{2,32}):\d{5,25}>/,
    dialect: "discord",
    make: (m) => ({ type: "text", text: `:${m[1]}:` }),
  },
  {
    pattern: /^!\[([^\]\n]{0,300})\]\((https?:\/\/[^\s)]{1,1000})\)/,
    dialect: "github",
    make: (m, inner) => ({ type: "link", url: m[2], children: inner(m[1] || "image") }),
  },
  {
    pattern:
      /^\[((?:[^[\]\n]|\[[^\]\n]*\]){1,500})\]\(<?((?:https?:\/\/|mailto:|#|\.{0,2}\/|[\w-]+[\w/-]*\.md)[^\s)>]{0,1000})>?(?: "[^"\n]*")?\)/,
    make: (m, inner) => ({ type: "link", url: m[2], children: inner(m[1] ?? "") }),
  },
  {
    pattern: /^<(https?:\/\/[^\s>]{1,1000})>/,
    make: (m) => ({ type: "link", url: m[1], children: [{ type: "text", text: m[1] }] }),
  },
  {
    pattern: /^https?:\/\/[^\s<>]{1,1000}[^\s<>.,:;"'\])!?*_]/,
    make: (m) => ({ type: "link", url: m[0], children: [{ type: "text", text: m[0] }] }),
  },
  {
    pattern: /^\*\*\*(?=\S)([\s\S]+?)\*\*\*/,
    make: (m, inner) => ({
      type: "strong",
      children: [{ type: "em", children: inner(m[1] ?? "") }],
    }),
  },
  {
    pattern: /^\*\*(?=\S)((?:\\.|`[^`\n]+`|[^\\])+?)\*\*(?!\*)/,
    make: (m, inner) => ({ type: "strong", children: inner(m[1] ?? "") }),
  },
  {
    pattern: /^__(?=\S)([\s\S]+?)__(?!_)/,
    make: (m, inner) => ({ type: "underline", children: inner(m[1] ?? "") }),
  },
  {
    pattern: /^\*(?=[^\s*])((?:\*\*[^*]+\*\*|[^*])+?)(?<!\s)\*(?!\*)/,
    make: (m, inner) => ({ type: "em", children: inner(m[1] ?? "") }),
  },
  {
    pattern: /^_(?=\S)((?:[^_])+?)_(?!\w)/,
    make: (m, inner) => ({ type: "em", children: inner(m[1] ?? "") }),
  },
  {
    pattern: /^~~(?=\S)([\s\S]+?)~~/,
    make: (m, inner) => ({ type: "strike", children: inner(m[1] ?? "") }),
  },
  {
    pattern: /^\|\|(?=\S)([\s\S]+?)\|\|/,
    dialect: "discord",
    make: (m, inner) => ({ type: "spoiler", children: inner(m[1] ?? "") }),
  },
  {
    pattern: /^@(everyone|here)\b/,
    dialect: "discord",
    make: (m) => ({ type: "mention", text: m[0] }),
  },
  { pattern: /^<br ?\/?>/i, dialect: "github", make: () => ({ type: "text", text: "\n" }) },
  {
    pattern: /^<(sub|kbd|sup|b|i|em|strong)>([^<\n]{0,500})<\/\1>/i,
    dialect: "github",
    make: (m, inner) => ({ type: "small", children: inner(m[2] ?? "") }),
  },
];

const MAY_BEGIN = /[\\`<![*_~|@h]/;

/** @param {string} text @param {Dialect} dialect @param {number} depth @returns {MdNode[]} */
export function parseInline(text, dialect, depth) {
  if (depth > 8) return [{ type: "text", text }];
  /** @type {MdNode[]} */
  const nodes = [];
  let plain = "";
  let at = 0;
  const inner = (/** @type {string} */ part) => parseInline(part, dialect, depth + 1);
  while (at < text.length) {
    const skip = text.slice(at).search(MAY_BEGIN);
    if (skip === -1) break;
    plain += text.slice(at, at + skip);
    at += skip;
    const match = matchInline(text.slice(at), text[at - 1] ?? "", dialect, inner);
    if (match) {
      if (plain !== "") nodes.push({ type: "text", text: plain });
      plain = "";
      nodes.push(match.node);
      at += match.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  plain += text.slice(at);
  if (plain !== "") nodes.push({ type: "text", text: plain });
  return nodes;
}

/**
 * @param {string} rest @param {string} before @param {Dialect} dialect
 * @param {(text: string) => MdNode[]} inner
 */
function matchInline(rest, before, dialect, inner) {
  // An underscore within a word is a part of the word, and so is an h.
  if (/\w/.test(before) && /^[_h]/.test(rest)) return null;
  for (const { pattern, dialect: only, make } of INLINE) {
    if (only && only !== dialect) continue;
    const match = pattern.exec(rest);
    const node = match && make(match, inner);
    if (match && node) return { node, length: match[0].length };
  }
  return null;
}
