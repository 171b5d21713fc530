import type { Area } from "../../triage/model/policy.ts";
import type { PostText } from "./post-text.ts";
import { toWholeWords, type WholeWords } from "./whole-words.ts";

type Known = {
  readonly name: string;
  readonly strong: WholeWords | null;
  readonly weak: ReadonlySet<string>;
};

/** What config lists stay the same from post to post: read once. */
const prepared = new WeakMap<readonly Area[], readonly Known[]>();

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
  let best = { name: "unknown", score: 0 };
  for (const { name, strong, weak } of knownOf(areas)) {
    let score = 0;
    if (strong?.needles.some((needle) => heading.includes(needle))) {
      score += SCORE.title * new Set(heading.match(strong.pattern)).size;
    }
    if (strong?.needles.some((needle) => body.includes(needle))) {
      score += SCORE.text * new Set(body.match(strong.pattern)).size;
    }
    for (const word of weak) {
      if (holdsWord(body, word) || heading.includes(word)) score += SCORE.hint;
    }
    if (score > best.score) best = { name, score };
  }
  return best.score >= LEAST ? best.name : "unknown";
}

function knownOf(areas: readonly Area[]): readonly Known[] {
  const known = prepared.get(areas) ?? areas.map(toKnown);
  prepared.set(areas, known);
  return known;
}

function toKnown({ name, description, keywords }: Area): Known {
  const parts = name
    .toLowerCase()
    .split(/[-_\s]+/)
    .filter((part) => part.length > 2 && part !== "and");
  const weak = description.toLowerCase().match(/[a-z][a-z0-9-]{3,}/g) ?? [];
  return {
    name,
    strong: toWholeWords([...keywords, name, name.replace(/[-_]+/g, " "), ...parts]),
    weak: new Set(weak),
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
