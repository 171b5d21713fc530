import { cuesOf } from "./cues.ts";
import type { PostText } from "./post-text.ts";
import { type Reading, readPost } from "./read-post.ts";
import { signsOf } from "./signs.ts";
import { type Rarity, RowBuilder, type SparseRow } from "./sparse-row.ts";
import { endsSentence, hash, LINE, mix, pushWords, QUESTION_MARK, type Words } from "./words.ts";

/** A post as a sparse vector: each block of features has a fixed length of its own. */
export type Row = SparseRow & {
  /** Whether the post follows a form: template headings, or the comments of one. */
  readonly formed: boolean;
  /** Where the words of title and text end. */
  readonly words: number;
  /** Where the cues begin: what stands before them is used alone for posts that follow a form. */
  readonly cues: number;
};

/** A post split into words, and the features made of them. */
export type Read = { readonly titleWords: Words; readonly reading: Reading };

const MOST_TITLE_WORDS = 100;

export function read(post: PostText): Read {
  const titleWords: Words = [];
  pushWords(post.lowerTitle, 0, post.lowerTitle.length, MOST_TITLE_WORDS, titleWords);
  return { titleWords, reading: readPost(post.text, post.lowerText) };
}

const TITLE = hash("t");
const BODY = hash("b");
const OPENING = hash("o");
const HEADING = hash("h");
const ANSWER = hash("a");
const COMMENT = hash("x");
const CODE = hash("k");
const SIGN = hash("s");
const QUESTION = hash("q");
const FIRST = hash("first");
const FIRSTS = hash("firsts");
const FORM = hash("form");
const CUE = hash("c");
const TITLE_CUE = hash("ct");

/** @param rarity how telling each bucket is; without it, as in counting how rare they are, all count alike */
export function featuresOf(post: PostText, { titleWords, reading }: Read, rarity?: Rarity): Row {
  const row = new RowBuilder(rarity);
  row.addPairs(TITLE, titleWords);
  row.endBlock(1);
  row.addPairs(BODY, reading.words);
  row.endBlock(1);
  const words = row.length;
  row.addAll(OPENING, reading.words, 30);
  row.endBlock(0.7);
  row.addAll(HEADING, [...new Set(reading.headings)].map(hash));
  row.addAll(ANSWER, [...new Set(reading.answers)].map(hash));
  row.endBlock(0.7);
  row.addAll(COMMENT, reading.comments);
  row.endBlock(0.7);
  row.addAll(CODE, reading.code);
  row.endBlock(0.5);
  row.addAll(SIGN, signsOf(post, titleWords, reading));
  row.endBlock(0.45);
  addQuestionStarts(row, titleWords, true);
  addQuestionStarts(row, reading.words, false);
  row.endBlock(0.4);
  for (let place = 0; place < Math.min(3, titleWords.length); place++) {
    row.add(FIRST, mix(place, titleWords[place] ?? 0));
  }
  row.add(FIRSTS, titleWords.slice(0, 2).reduce(mix, 0));
  row.endBlock(0.3);
  // Teams use one word differently in each of their forms, so words are also counted by form.
  const form = hash(formOf(reading));
  row.add(FORM, form);
  row.addAll(form, titleWords);
  row.addAll(form, reading.words, 200);
  row.endBlock(0.5);
  const cues = row.length;
  const { inTitle, anywhere } = cuesOf(post);
  row.addAll(CUE, anywhere);
  row.endBlock(1);
  row.addAll(TITLE_CUE, inTitle);
  row.endBlock(0.7);
  const formed = reading.headings.length > 0 || reading.comments.length > FORM_COMMENTS;
  return { formed, words, cues, ...row.build() };
}

/** Fewer words in comments than this may be anybody's. */
const FORM_COMMENTS = 5;

function formOf({ headings, comments }: Reading): string {
  return headings[0] ?? (comments.length > FORM_COMMENTS ? "commented" : "free");
}

/** The first one to three words of each question; a title asks also without a question mark. */
function addQuestionStarts(row: RowBuilder, words: Words, isTitle: boolean): void {
  let from = 0;
  for (let i = 0; i <= words.length; i++) {
    const word = i === words.length ? (isTitle ? QUESTION_MARK : LINE) : (words[i] ?? 0);
    if (!endsSentence(word)) continue;
    if (word === QUESTION_MARK && i - from > 1) {
      let start = 0;
      for (let n = from; n < Math.min(i, from + 3); n++) {
        start = mix(start, words[n] ?? 0);
        row.add(QUESTION, start);
      }
    }
    from = i + 1;
  }
}
