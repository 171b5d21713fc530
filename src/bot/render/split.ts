const FENCE = /^\s{0,3}(`{3,}|~{3,})([^`]*)$/;

type Fence = { readonly mark: string; readonly info: string };

/**
 * Cuts Markdown so that the head is at most `limit` characters: at the end of a paragraph or a
 * line, outside code if possible. Code that has to be cut is closed in the head and opened again
 * in the rest, which is empty when everything fits.
 */
export function cutMarkdown(text: string, limit: number): { head: string; rest: string } {
  if (text.length <= limit) return { head: text, rest: "" };
  const lines = text.split("\n").flatMap((line) => wrap(line, limit - 120));
  const cut = bestCut(lines, limit);
  const head = lines.slice(0, cut.count).join("\n");
  const rest = lines.slice(cut.count).join("\n");
  if (!cut.open) return { head: head.trimEnd(), rest: rest.replace(/^\n+/, "") };
  const { mark, info } = cut.open;
  return { head: `${head}\n${mark}`, rest: `${mark}${info}\n${rest}` };
}

type Cut = { readonly count: number; readonly length: number; readonly open: Fence | null };

function bestCut(lines: readonly string[], limit: number): Cut {
  let open: Fence | null = null;
  let openedAt = 0;
  let length = -1;
  let paragraph: Cut = { count: 0, length: 0, open: null };
  let outside = paragraph;
  let inside = paragraph;
  for (const [index, line] of lines.entries()) {
    length += line.length + 1;
    const before: Fence | null = open;
    open = afterLine(line, open);
    if (open && !before) openedAt = index;
    // The fence that would close the head needs room too.
    if (length + (open ? open.mark.length + 1 : 0) > limit) break;
    const cut = { count: index + 1, length, open };
    if (open === null) {
      outside = cut;
      if (lines[index + 1]?.trim() === "") paragraph = cut;
    } else if (index > openedAt) {
      inside = cut;
    }
  }
  // A much shorter head is too high a price for a nicer place to cut.
  const nice = [paragraph, outside].find((cut) => cut.length >= limit / 3);
  return nice ?? [inside, outside].toSorted((a, b) => b.length - a.length)[0] ?? inside;
}

function afterLine(line: string, open: Fence | null): Fence | null {
  const match = FENCE.exec(line);
  if (!match) return open;
  const [, mark = "", info = ""] = match;
  if (!open) return { mark, info: info.slice(0, 40) };
  const closes = mark.startsWith(open.mark) && info.trim() === "";
  return closes ? null : open;
}

/** A line longer than a whole message is broken at spaces. */
function wrap(line: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > limit) {
    const space = rest.lastIndexOf(" ", limit);
    let at = space > limit / 2 ? space : limit;
    // Never between the halves of an emoji.
    if (/[\uD800-\uDBFF]/.test(rest.charAt(at - 1))) at -= 1;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...pieces, rest];
}

/**
 * At most `limit` characters on one line, with an ellipsis when something was left out: behind a
 * word, unless that would cost too much of the line.
 */
export function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "");
  const word = line.charAt(cut.length) === " " ? cut.length : cut.lastIndexOf(" ");
  const whole = word > limit * LEAST_KEPT ? cut.slice(0, word) : cut;
  return `${closedCode(whole.replace(/[\s,;:·]+$/, ""))}…`;
}

/** What was cut, without the mark of code whose end is missing. */
export function closedCode(cut: string): string {
  const marks = cut.split("`").length - 1;
  return marks % 2 === 0 ? cut : cut.replace(/`(?=[^`]*$)/, "");
}

/** Of a line that is cut behind a word. */
const LEAST_KEPT = 0.6;
