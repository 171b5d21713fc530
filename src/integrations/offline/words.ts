import { CHAR_CLASS, DIGIT, IDEOGRAPH, JOINER, LETTER, LINE_END, STOP } from "./char-class.ts";

/** Words as numbers: a post is read without making a string of each of its words. */
export type Words = number[];

const FNV_START = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** FNV-1a over UTF-16 code units. */
export function hash(name: string): number {
  let h = FNV_START;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), FNV_PRIME);
  return h;
}

/** Joins two hashes; the order counts. */
export function mix(a: number, b: number): number {
  const h = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x2c1b3c6d);
  return Math.imul(h ^ (h >>> 13), 0x297a2d39);
}

/** Every number counts as the same word. */
export const NUMBER = hash("0");
export const LINE = hash("/");
export const QUESTION_MARK = hash("?");
const FULL_STOP = hash(".");
const EXCLAMATION_MARK = hash("!");

export function endsSentence(word: number): boolean {
  return word === QUESTION_MARK || word === FULL_STOP || word === EXCLAMATION_MARK || word === LINE;
}

/** Adds the words of a stretch of lower-cased text: words, numbers, ends of sentences and of lines. */
export function pushWords(text: string, from: number, to: number, most: number, into: Words): void {
  let at = from;
  while (at < to && into.length < most) {
    const code = text.charCodeAt(at);
    switch (CHAR_CLASS[code]) {
      case LETTER:
        at = pushWord(text, at, to, into);
        break;
      case DIGIT:
        into.push(NUMBER);
        at = endOfNumber(text, at, to);
        break;
      case IDEOGRAPH:
        into.push(Math.imul(FNV_START ^ code, FNV_PRIME));
        at++;
        break;
      case STOP:
        into.push(Math.imul(FNV_START ^ code, FNV_PRIME));
        at++;
        break;
      case LINE_END:
        into.push(LINE);
        at++;
        break;
      default:
        at++;
    }
  }
}

function pushWord(text: string, start: number, to: number, into: Words): number {
  let h = FNV_START;
  let at = start;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    const kind = CHAR_CLASS[code];
    if (kind !== LETTER && kind !== JOINER) break;
    h = Math.imul(h ^ code, FNV_PRIME);
  }
  into.push(h);
  return at;
}

/** Digits with "." "," or ":" between them are one number. */
function endOfNumber(text: string, start: number, to: number): number {
  let at = start;
  while (at < to) {
    if (CHAR_CLASS[text.charCodeAt(at)] === DIGIT) at++;
    else if (isPoint(text.charCodeAt(at)) && CHAR_CLASS[text.charCodeAt(at + 1)] === DIGIT) at++;
    else break;
  }
  return at;
}

function isPoint(code: number): boolean {
  return code === 0x2e || code === 0x2c || code === 0x3a;
}

const UNDERSCORE = "_".charCodeAt(0);

/** Adds the names in a stretch of code: runs of ASCII letters and "_" of at least `least` characters. */
export function pushNames(
  text: string,
  from: number,
  to: number,
  least: number,
  into: Words,
): void {
  let h = FNV_START;
  let length = 0;
  for (let at = from; at <= to; at++) {
    const code = at < to ? text.charCodeAt(at) : 0;
    if ((code >= 0x61 && code <= 0x7a) || code === UNDERSCORE) {
      h = Math.imul(h ^ code, FNV_PRIME);
      length++;
    } else if (length > 0) {
      if (length >= least) into.push(h);
      h = FNV_START;
      length = 0;
    }
  }
}
