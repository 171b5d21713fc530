import type { Area } from "../../triage/model/policy.ts";
import { createAutomaton } from "./automaton.ts";
import type { PostText } from "./post-text.ts";
import { toWholeWords, type WholeWords } from "./whole-words.ts";

type Known = {
  readonly name: string;
  readonly strong: WholeWords | null;
  /** The numbers of the pieces of which one stands wherever `strong` matches. */
  readonly needles: readonly number[];
  readonly weak: readonly { readonly word: string; readonly number: number }[];
};
type Prepared = {
  readonly areas: readonly Known[];
  /** Which numbered pieces may stand in a text: one pass, instead of one for each piece. */
  readonly scan: (text: string) => Uint8Array;
};

/** What config lists stay the same from post to post: read once. */
const prepared = new WeakMap<readonly Area[], Prepared>();

/** A keyword in the title says more than one in the body; a word of the description is a hint. */
const SCORE = { title: 3, text: 1, hint: 0.25 } as const;
const LEAST = 1;

/** The area whose name and keywords the post holds most of; "unknown" when it holds hardly any. */
export function areaOf(
  areas: readonly Area[],
  { lowerTitle, lowerText: body }: PostText,
  tags: readonly string[],
): string {
  if (areas.length === 0) return "unknown";
  const heading = `${lowerTitle} ${tags.join(" ").toLowerCase()}`;
  const known = prepared.get(areas) ?? prepare(areas);
  prepared.set(areas, known);
  const [inHeading, inBody] = [known.scan(heading), known.scan(body)];
  let best = { name: "unknown", score: 0 };
  for (const { name, strong, needles, weak } of known.areas) {
    let score = 0;
    if (strong && needles.some((number) => inHeading[number] === 1)) {
      score += SCORE.title * new Set(heading.match(strong.pattern)).size;
    }
    if (strong && needles.some((number) => inBody[number] === 1)) {
      score += SCORE.text * new Set(body.match(strong.pattern)).size;
    }
    for (const { word, number } of weak) {
      const met =
        (inBody[number] === 1 && holdsWord(body, word)) ||
        (inHeading[number] === 1 && heading.includes(word));
      if (met) score += SCORE.hint;
    }
    if (score > best.score) best = { name, score };
  }
  return best.score >= LEAST ? best.name : "unknown";
}

function prepare(areas: readonly Area[]): Prepared {
  const pieces: string[] = [];
  const numberOf = (piece: string) => pieces.push(piece) - 1;
  const known = areas.map((area) => toKnown(area, numberOf));
  // A piece in another script is taken for met, and looked for like any other below.
  const others = pieces.flatMap((piece, number) => (isAscii(piece) ? [] : [number]));
  const automaton = createAutomaton(
    pieces.flatMap((piece, number) => (isAscii(piece) ? [[piece, [number]] as const] : [])),
  );
  return {
    areas: known,
    scan: (text) => {
      const met = new Uint8Array(pieces.length);
      for (const number of others) met[number] = 1;
      automaton.mark(text, met);
      return met;
    },
  };
}

function isAscii(piece: string): boolean {
  return piece !== "" && !/[^\0-\x7f]/.test(piece);
}

function toKnown(
  { name, description, keywords }: Area,
  numberOf: (piece: string) => number,
): Known {
  const parts = name
    .toLowerCase()
    .split(/[-_\s]+/)
    .filter((part) => part.length > 2 && part !== "and");
  const weak = new Set(description.toLowerCase().match(/[a-z][a-z0-9-]{3,}/g) ?? []);
  const strong = toWholeWords([...keywords, name, name.replace(/[-_]+/g, " "), ...parts]);
  return {
    name,
    strong,
    needles: strong?.needles.map(numberOf) ?? [],
    weak: [...weak].map((word) => ({ word, number: numberOf(word) })),
  };
}

const WORD_CHARACTER = /[a-z0-9-]/;

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text[at + word.length] ?? " ";
    if (!WORD_CHARACTER.test(before) && !WORD_CHARACTER.test(after)) return true;
  }
  return false;
}
