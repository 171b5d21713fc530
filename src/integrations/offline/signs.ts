import type { Reading } from "./read-post.ts";

/** Shapes that show at a glance, whatever the words: traces, versions, links, lists, lengths. */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  ["trace", /\n\s+at \S+ ?\(|Traceback \(most|Exception in thread|panicked at|[Ss]tack ?trace/],
  ["error", /[a-z](?:Error|Exception)\b/],
  ["status", /\b[45]\d\d\b/],
  ["version", /\d\.\d+\.\d/],
  ["image", /!\[|\.png|[Ss]creenshot|<img/],
  ["link", /https?:/],
  ["docs", /\/docs?\/|docs\.|readme|README/],
  ["checkbox", /- \[[x ]\]/],
  ["reference", /[ (\n]#\d/],
  ["mention", /[ (\n]@\w/],
  ["inline code", /`[^`\n]+`/],
  ["steps", /\n ?\d\d?[.)] /],
  ["bullets", /\n ?[-*] /],
  ["markup", /<[a-z]/],
  ["no response", /_No response_/],
  ["dialog", /\n(?:user\d+|@?\w{2,20})\s?:/],
  ["not working", /(?:not|n.t) work/],
];

/** Words that count more than others, wherever they stand. */
const TELLING: ReadonlySet<string> = new Set(
  "thanks thank please help i we fix fixed fixes add adding added support should would could crash crashes crashed segfault abort how why what when where which suggestion request feature bug broken wrong error fails failed question docs documentation typo since anymore now".split(
    " ",
  ),
);

export function* signsOf(
  title: string,
  text: string,
  titleWords: readonly string[],
  reading: Reading,
): Generator<string> {
  for (const [name, shape] of SHAPES) {
    if (shape.test(text)) yield name;
    if (title !== "" && shape.test(title)) yield `title ${name}`;
  }
  const met = new Set<string>();
  let asked = 0;
  for (const word of reading.words) {
    if (word === "?") asked++;
    else if (TELLING.has(word) && !met.has(word)) {
      met.add(word);
      yield `word ${word}`;
    }
  }
  for (const word of titleWords) if (TELLING.has(word)) yield `title word ${word}`;
  yield `words ${size(reading.words.length)}`;
  yield `code ${size(reading.codeLines)}`;
  yield `headings ${size(reading.headings.length)}`;
  yield `title ${size(titleWords.length)}`;
  yield `asked ${Math.min(3, asked)}`;
  if (title.includes("?")) yield "title asks";
  const tag = /^\s*[[(]?([A-Za-z][\w /-]{1,20})[\])]?\s*:|^\s*\[([^\]]{2,30})\]/.exec(title);
  if (tag) yield `tag ${(tag[1] ?? tag[2] ?? "").toLowerCase()}`;
}

/** Counts on a scale on which each step doubles. */
function size(count: number): number {
  return Math.min(9, Math.ceil(Math.log2(count + 1)));
}
