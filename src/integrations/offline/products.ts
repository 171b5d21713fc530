import type { LaneSign } from "./lane-rules.ts";
import type { PostText } from "./post-text.ts";
import { toWholeWords, type WholeWords } from "./whole-words.ts";

/** Names as members write them: of what the community is about, and of what other vendors make. */
export type ProductNames = { readonly ours: readonly string[]; readonly others: readonly string[] };

/** What the names in a post say about the lane `not-ours`. */
export type ProductsNamed = {
  /** Ours are named as much as any: a foreign name is only what ours is used with. */
  readonly ours: boolean;
  readonly signs: readonly LaneSign[];
};

export const NO_PRODUCTS: ProductNames = { ours: [], others: [] };
export const NOTHING_NAMED: ProductsNamed = { ours: false, signs: [] };

/** Named but once in passing, a foreign product is seldom what a post is about. */
const FOREIGN_FROM = 2;

/**
 * Reads which products a post is about: those it names more often, a name in the title counting
 * twice. A foreign name that holds one of ours ("Azure OpenAI") is foreign. Where the config names
 * none of ours, a foreign name is no more than a hint: the post may be about the two together.
 */
export function createProductReader({ ours, others }: ProductNames) {
  const own = toWholeWords(ours);
  const foreign = toWholeWords(others);
  if (!own && !foreign) return () => NOTHING_NAMED;
  return ({ lower, lowerTitle }: PostText): ProductsNamed => {
    const weigh = (names: readonly RegExpExecArray[]) =>
      names.reduce((sum, { index }) => sum + (index < lowerTitle.length ? 2 : 1), 0);
    const theirs = namesIn(lower, foreign);
    const blanked = foreign && theirs.length > 0 ? lower.replace(foreign.pattern, blank) : lower;
    const [weightOfOurs, weightOfTheirs] = [weigh(namesIn(blanked, own)), weigh(theirs)];
    const first = theirs[0];
    if (!first || weightOfOurs >= weightOfTheirs) return { ours: weightOfOurs > 0, signs: [] };
    const sure = own !== null && weightOfTheirs >= FOREIGN_FROM;
    return {
      ours: false,
      signs: [{ lane: "not-ours", sure, at: first.index, length: first[0].length }],
    };
  };
}

function namesIn(text: string, names: WholeWords | null): RegExpExecArray[] {
  if (!names?.needles.some((needle) => text.includes(needle))) return [];
  return [...text.matchAll(names.pattern)];
}

/** Keeps every other character at its place. */
function blank(name: string): string {
  return " ".repeat(name.length);
}
