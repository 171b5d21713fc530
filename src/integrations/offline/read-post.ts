/** What a developer's post consists of, as the features need it. */
export type Reading = {
  /** Lower-cased words of the prose, numbers as "0", sentence ends as themselves, line ends as "/". */
  readonly words: readonly string[];
  /** Words inside code and logs. */
  readonly code: readonly string[];
  /** Template headings and bold labels, whole lines. */
  readonly headings: readonly string[];
  /** Short answers with the heading that they stand under: `issue type: bug`. */
  readonly answers: readonly string[];
  /** Words of the comments that templates leave behind. */
  readonly comments: readonly string[];
  readonly codeLines: number;
};

const MOST_WORDS = 350;
const MOST_CODE_WORDS = 150;
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}][\p{L}\p{M}'’-]*|\d+(?:[.:,]\d+)*|[?!.\n]/gu;
const ASCII_WORD = /[a-z][a-z'-]*|\d+(?:[.:,]\d+)*|[?!.\n]/g;
const NOT_ASCII = /[^\0-\x7f]/;
const HEADING = /^\s{0,3}(?:#{1,6}\s+(.{2,80}?)\s*#*|\*\*(.{2,80}?)\*\*\s*:?)\s*$/;
const LOG_LINE =
  /^\s*(?:at\s+\S+\(|\d{4}-\d\d-\d\dT?\s?\d\d:|Traceback|File "|\$ |> |[{}<>\][();]|(?:import|const|let|var|def|from|return|if|for|#include)\b.*[;:(){}=])/;

/** Splits a post into prose, code, headings and what a template left behind. */
export function readPost(text: string): Reading {
  const prose: string[] = [];
  const code: string[] = [];
  const headings: string[] = [];
  const answers: string[] = [];
  const comments: string[] = [];
  let under = "";
  let codeLines = 0;
  let fenced = false;
  for (const line of withoutComments(text, comments).split("\n")) {
    const start = line.trimStart();
    if (start === "") continue;
    if (start.startsWith("```") || start.startsWith("~~~")) {
      fenced = !fenced;
      continue;
    }
    const heading = !fenced && /^[#*]/.test(start) ? HEADING.exec(line) : null;
    if (heading) {
      under = labelOf(heading[1] ?? heading[2] ?? "");
      headings.push(under);
      continue;
    }
    if (under !== "" && line.length <= 40) {
      answers.push(`${under}: ${start.trimEnd().toLowerCase().replace(/\d+/g, "0")}`);
    }
    under = "";
    if (fenced || LOG_LINE.test(line)) {
      codeLines++;
      if (code.length < MOST_CODE_WORDS) pushAll(line.toLowerCase().match(/[a-z_]{3,40}/g), code);
    } else prose.push(line);
  }
  const words = splitWords(`${prose.join("\n")}\n`, MOST_WORDS);
  return { words, code, headings, answers, comments, codeLines };
}

/** Lower-cased words; a line's end becomes "/", scripts without spaces come character by character. */
export function splitWords(text: string, most = 100): string[] {
  const lower = text.toLowerCase();
  const isAscii = !NOT_ASCII.test(lower);
  const found =
    (isAscii ? lower : lower.replaceAll("’", "'")).match(isAscii ? ASCII_WORD : WORD) ?? [];
  if (found.length > most) found.length = most;
  for (let i = 0; i < found.length; i++) {
    const first = found[i]?.charCodeAt(0) ?? 0;
    if (first >= 48 && first <= 57) found[i] = "0";
    else if (first === 10) found[i] = "/";
  }
  return found;
}

function labelOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[\d:*#]+/g, "")
    .trim();
}

function withoutComments(text: string, comments: string[]): string {
  let kept = "";
  let from = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", from)) {
    const end = text.indexOf("-->", start + 4);
    if (end < 0) break;
    pushAll(
      text
        .slice(start, end)
        .toLowerCase()
        .match(/[a-z_]{2,40}/g),
      comments,
    );
    kept += text.slice(from, start);
    from = end + 3;
  }
  return kept + text.slice(from);
}

function pushAll(found: readonly string[] | null, into: string[]): void {
  for (const word of found ?? []) into.push(word);
}
