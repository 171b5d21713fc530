import { PHRASES } from "./phrases.ts";

/** No more of a post is read: how it begins, and how it ends, where a trace names its error. */
const HEAD = 2_800;
const TAIL = 1_200;
const LONGEST_TITLE = 300;

/** A post as it is read: cut, lower-cased and looked through once, for all that ask about it. */
export type PostText = {
  readonly title: string;
  /** Each of its lines is verbatim. */
  readonly text: string;
  readonly lowerTitle: string;
  readonly lowerText: string;
  /** Title and text; a position in `lower` is the same in `whole`. */
  readonly whole: string;
  readonly lower: string;
  /** Which phrases are worth trying on the title, on the text, and on both together. */
  readonly metInTitle: Uint8Array;
  readonly metInText: Uint8Array;
  readonly met: Uint8Array;
};

export function toPostText(wholeTitle: string, wholeText: string): PostText {
  const title = wholeTitle.slice(0, LONGEST_TITLE);
  const text = excerptOf(wholeText);
  const lowerTitle = lowerCased(title);
  const lowerText = lowerCased(text);
  const metInTitle = PHRASES.scan(lowerTitle);
  const metInText = PHRASES.scan(lowerText);
  return {
    title,
    text,
    lowerTitle,
    lowerText,
    whole: `${title}\n${text}`,
    lower: `${lowerTitle}\n${lowerText}`,
    metInTitle,
    metInText,
    met: union(metInTitle, metInText),
  };
}

function union(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = a.slice();
  for (let i = 0; i < both.length; i++) if (b[i] === 1) both[i] = 1;
  return both;
}

function excerptOf(text: string): string {
  if (text.length <= HEAD + TAIL) return text;
  return `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

/** Every character stays at its place: "İ" alone would become two. Apostrophes are made plain. */
function lowerCased(text: string): string {
  const plain = NOT_ASCII.test(text) ? text.replaceAll("İ", "I").replaceAll("’", "'") : text;
  return plain.toLowerCase();
}

const NOT_ASCII = /[^\0-\x7f]/;
