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

const MOST_WORDS = 700;
const MOST_CODE_WORDS = 400;
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}][\p{L}\p{M}'’-]*|\d+(?:[.:,]\d+)*|[?!.]/gu;
const ASCII_WORD = /[a-z][a-z'-]*|\d+(?:[.:,]\d+)*|[?!.]/g;
const NOT_ASCII = /[^\0-\x7f]/;
const HEADING = /^\s{0,3}(?:#{1,6}\s+(.{2,80}?)\s*#*|\*\*(.{2,80}?)\*\*\s*:?)\s*$/;
const LOG_LINE =
  /^\s*(?:at\s+\S+\(|\d{4}-\d\d-\d\dT?\s?\d\d:|Traceback|File "|\$ |> |[{}<>\][();]|(?:import|const|let|var|def|from|return|if|for|#include)\b.*[;:(){}=])/;

/** Splits a post into prose, code, headings and what a template left behind. */
export function readPost(text: string): Reading {
  const words: string[] = [];
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
    } else if (words.length < MOST_WORDS) {
      for (const word of splitWords(line)) words.push(word);
      words.push("/");
    }
  }
  return { words, code, headings, answers, comments, codeLines };
}

/** Words of one line, lower-cased; scripts without spaces character by character. */
export function splitWords(line: string): string[] {
  const lower = line.toLowerCase();
  const found = lower.match(NOT_ASCII.test(lower) ? WORD : ASCII_WORD) ?? [];
  return found.map((word) => {
    const first = word.charCodeAt(0);
    return first >= 48 && first <= 57 ? "0" : word.replaceAll("’", "'");
  });
}

function labelOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[\d:*#]+/g, "")
    .trim();
}

function withoutComments(text: string, comments: string[]): string {
  if (!text.includes("<!--")) return text;
  return text.replace(/<!--[\s\S]{0,4000}?-->/g, (comment) => {
    pushAll(comment.toLowerCase().match(/[a-z_]{2,40}/g), comments);
    return "";
  });
}

function pushAll(found: readonly string[] | null, into: string[]): void {
  for (const word of found ?? []) into.push(word);
}
