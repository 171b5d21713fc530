import { LINE, pushNames, pushWords, type Words } from "./words.ts";

/** What a developer's post consists of, as the features need it; words as hashes. */
export type Reading = {
  /** The prose: words, numbers, ends of sentences and of lines. */
  readonly words: Words;
  /** Names inside code and logs. */
  readonly code: Words;
  /** Template headings and bold labels, whole lines. */
  readonly headings: readonly string[];
  /** Short answers with the heading that they stand under: `issue type: bug`. */
  readonly answers: readonly string[];
  /** Words of the comments that templates leave behind. */
  readonly comments: Words;
  readonly codeLines: number;
};

const MOST_WORDS = 350;
const MOST_CODE_WORDS = 150;
const HEADING = /^\s{0,3}(?:#{1,6}\s+(.{2,80}?)\s*#*|\*\*(.{2,80}?)\*\*\s*:?)\s*$/;
const LOG_LINE =
  /^(?:at\s+\S+\(|\d{4}-\d\d-\d\dT?\s?\d\d:|Traceback|File "|\$ |> |[{}<>\][();]|(?:import|const|let|var|def|from|return|if|for|#include)\b.*[;:(){}=])/;

/**
 * Splits a post into prose, code, headings and what a template left behind.
 * @param text as it was written: the case tells code from prose
 * @param lower the same, lower-cased, with every character at its place
 */
export function readPost(text: string, lower: string): Reading {
  const words: Words = [];
  const code: Words = [];
  const headings: string[] = [];
  const answers: string[] = [];
  const comments: Words = [];
  let under = "";
  let codeLines = 0;
  let fenced = false;
  const prose = withoutComments(text, lower, comments);
  for (let at = 0, end = 0; at < prose.text.length; at = end + 1) {
    end = prose.text.indexOf("\n", at);
    if (end < 0) end = prose.text.length;
    const line = prose.text.slice(at, end);
    const start = line.trimStart();
    if (start === "") continue;
    if (start.startsWith("```") || start.startsWith("~~~")) {
      fenced = !fenced;
      continue;
    }
    const heading =
      !fenced && (start.startsWith("#") || start.startsWith("*")) ? HEADING.exec(line) : null;
    if (heading) {
      under = labelOf(heading[1] ?? heading[2] ?? "");
      headings.push(under);
      continue;
    }
    if (under !== "" && line.length <= 40) {
      answers.push(`${under}: ${start.trimEnd().toLowerCase().replace(/\d+/g, "0")}`);
    }
    under = "";
    if (fenced || LOG_LINE.test(start)) {
      codeLines++;
      if (code.length < MOST_CODE_WORDS) pushNames(prose.lower, at, end, 3, code);
    } else if (words.length < MOST_WORDS) {
      pushWords(prose.lower, at, end, MOST_WORDS, words);
      if (words.length < MOST_WORDS) words.push(LINE);
    }
  }
  return { words, code, headings, answers, comments, codeLines };
}

function labelOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[\d:*#]+/g, "")
    .trim();
}

/** Takes template comments out of both forms of a text, and keeps their words. */
function withoutComments(text: string, lower: string, comments: Words) {
  const kept = { text: "", lower: "" };
  let from = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", from)) {
    const end = text.indexOf("-->", start + 4);
    if (end < 0) break;
    pushNames(lower, start, end, 2, comments);
    kept.text += text.slice(from, start);
    kept.lower += lower.slice(from, start);
    from = end + 3;
  }
  if (from === 0) return { text, lower };
  return { text: kept.text + text.slice(from), lower: kept.lower + lower.slice(from) };
}
