import { defuseText } from "./defuse.ts";
import { closedCode } from "./split.ts";

const FENCE = /^\s{0,3}(?:`{3,}|~{3,})/;
const HEADING = /^#{1,6}\s+(.+?)\s*#*$/;
/** Code in a line, or a character that would begin some formatting. */
const CODE_OR_MARK = /(?<!`)`[^`]*[^`\s][^`]*`(?!`)|[`*_~|#\\]/g;
/** What is not broken in two: a word, or code in a line with what touches it. */
const WORDS = /(?:`[^`]+`|\S)+/g;

/** `plain` is cut anywhere and shown by `show`, which adds nothing that a reader sees. */
type Line = { readonly plain: string; readonly show: (plain: string) => string };

/**
 * The beginning of a Markdown text as a quotation of at most `room` lines of `width` characters, and
 * how many such lines are left out. Lines end between words, headings are bold, and code keeps its
 * look without a fence that could be cut in half.
 */
export function excerpt(
  text: string,
  room: number,
  width: number,
): { readonly shown: readonly string[]; readonly more: number } {
  const all = linesOf(defuseText(text));
  const needed = all.reduce((sum, { plain }) => sum + rowsOf(plain, width).length, 0);
  const shown: string[] = [];
  let left = room;
  for (const line of all) {
    if (left === 0) break;
    const rows = rowsOf(line.plain, width);
    const kept = rows.slice(0, left);
    const cut = kept.length < rows.length;
    const plain = cut ? `${closedCode(line.plain.slice(0, kept.at(-1)).trimEnd())} …` : line.plain;
    shown.push(quoted({ ...line, plain }));
    left -= kept.length;
  }
  return { shown, more: Math.max(0, needed - room) };
}

function linesOf(text: string): Line[] {
  let fenced = false;
  return text.split("\n").flatMap((raw): Line[] => {
    if (FENCE.test(raw)) {
      fenced = !fenced;
      return [];
    }
    // Of an indentation a phone has no room for much.
    const plain = raw
      .replace(/^(\s{0,8})\s*/, "$1")
      .replace(/(?<=\S)\s+/g, " ")
      .trimEnd();
    if (plain.trim() === "") return [];
    if (fenced) return [{ plain, show: asCode }];
    const heading = HEADING.exec(plain)?.[1] ?? /^\*\*(.+)\*\*$/.exec(plain)?.[1];
    if (heading) return [{ plain: heading, show: (words) => `**${escaped(words)}**` }];
    const words = plain.replace(/^\s*(?:>\s?)+/, "").replace(/\*\*([^*]+)\*\*/g, "$1");
    return words === "" ? [] : [{ plain: words, show: escaped }];
  });
}

/** Where each of the lines ends that a phone makes of one: at a word that would not fit. */
function rowsOf(line: string, width: number): number[] {
  const ends: number[] = [];
  let start = 0;
  const end = (at: number) => {
    ends.push(at);
    start = at;
  };
  for (const { 0: word, index } of line.matchAll(WORDS)) {
    const wordEnds = index + word.length;
    if (wordEnds - start > width && index > start) end(index);
    while (wordEnds - start > width) {
      const at = start + width;
      end(/[\uD800-\uDBFF]/.test(line.charAt(at - 1)) ? at - 1 : at);
    }
  }
  return [...ends, line.length];
}

function quoted({ plain, show }: Line): string {
  return `> ${show(plain)}`;
}

function asCode(line: string): string {
  return line.includes("`") ? escaped(line) : `\`${line}\``;
}

function escaped(line: string): string {
  return line.replace(CODE_OR_MARK, (found) => (found.length > 1 ? found : `\\${found}`));
}
