import { PHRASES } from "./phrases.ts";
import type { PostText } from "./post-text.ts";
import type { Reading } from "./read-post.ts";
import { SHAPES } from "./shapes.ts";
import { hash, mix, QUESTION_MARK, type Words } from "./words.ts";

/** Words that count more than others, wherever they stand. */
const TELLING: ReadonlySet<number> = new Set(
  "thanks thank please help i we fix fixed fixes add adding added support should would could crash crashes crashed segfault abort how why what when where which suggestion request feature bug broken wrong error fails failed question docs documentation typo since anymore now"
    .split(" ")
    .map(hash),
);

/** Most words are told apart from these by their last bits, without a look into the set. */
const MAY_TELL = new Uint8Array(1 << 12);
for (const word of TELLING) MAY_TELL[word & (MAY_TELL.length - 1)] = 1;

function isTelling(word: number): boolean {
  return MAY_TELL[word & (MAY_TELL.length - 1)] === 1 && TELLING.has(word);
}

const SHAPE = SHAPES.map(([name]) => hash(name));
const SHAPE_IN_TITLE = SHAPES.map(([name]) => hash(`title ${name}`));
const WORD = hash("word");
const TITLE_WORD = hash("title word");
const TITLE_ASKS = hash("title asks");
const TAG = /^\s*[[(]?([A-Za-z][\w /-]{1,20})[\])]?\s*:|^\s*\[([^\]]{2,30})\]/;

/** What shows at a glance, as hashes: shapes, telling words, lengths, the title's tag. */
export function signsOf(post: PostText, titleWords: Words, reading: Reading): Words {
  const signs: Words = [];
  for (const index of PHRASES.which("shapes", post.lowerText, post.metInText)) {
    signs.push(SHAPE[index] ?? 0);
  }
  for (const index of PHRASES.which("shapes", post.lowerTitle, post.metInTitle)) {
    signs.push(SHAPE_IN_TITLE[index] ?? 0);
  }
  const met = new Set<number>();
  let asked = 0;
  for (const word of reading.words) {
    if (word === QUESTION_MARK) asked++;
    else if (isTelling(word)) met.add(word);
  }
  for (const word of met) signs.push(mix(WORD, word));
  for (const word of titleWords) if (isTelling(word)) signs.push(mix(TITLE_WORD, word));
  signs.push(
    hash(`words ${size(reading.words.length)}`),
    hash(`code ${size(reading.codeLines)}`),
    hash(`headings ${size(reading.headings.length)}`),
    hash(`title ${size(titleWords.length)}`),
    hash(`asked ${Math.min(3, asked)}`),
  );
  if (post.title.includes("?")) signs.push(TITLE_ASKS);
  const tag = TAG.exec(post.title);
  if (tag) signs.push(hash(`tag ${(tag[1] ?? tag[2] ?? "").toLowerCase()}`));
  return signs;
}

/** Counts on a scale on which each step doubles. */
function size(count: number): number {
  return Math.min(9, Math.ceil(Math.log2(count + 1)));
}
