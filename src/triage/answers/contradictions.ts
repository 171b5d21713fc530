import type { Claim, Contradiction } from "../model/draft.ts";
import type { Passage } from "../model/passage.ts";
import { folded } from "../text/folded.ts";
import { askWords } from "./ask-words.ts";
import { namesIn, numbersIn, partsOf } from "./claim-parts.ts";

/**
 * What an engine saw the passages disagree about, if it bears checking: two passages of one version that were sent,
 * each with words that do stand in it.
 */
export function borneOut(
  seen: readonly Contradiction[],
  sent: readonly Passage[],
): Contradiction | null {
  return (
    seen.find(({ passageIds, quotes }) => {
      const named = passageIds.map((id) => sent.find((passage) => passage.id === id));
      const [first, second] = named;
      if (!first || !second || new Set(passageIds).size < 2) return false;
      return named.every(
        (passage, at) =>
          passage !== undefined && isSameVersion(passage, first) && says(passage, quotes[at] ?? ""),
      );
    }) ?? null
  );
}

const SHORTEST_QUOTE = 8;

function says({ text }: Passage, quote: string): boolean {
  const words = folded(quote);
  return words.length >= SHORTEST_QUOTE && folded(text).includes(words);
}

/** Of the words of two sentences this share is the same when they speak of one matter. */
const ALIKE_FROM = 0.6;
/** With a setting's name in both, and the word "default", less is enough. */
const ALIKE_WITH_SETTING = 0.35;
/** Fewer words in common may be anybody's. */
const LEAST_SHARED = 3;

/**
 * Another page of the same version that gives the matter of a claim another number: a sentence in nearly the same words
 * with the same unit, or about the same setting's default. It misses most contradictions, and takes two cases that
 * differ ("on Linux 10, on Windows 20") for none.
 */
export function valuesAtOdds(
  claims: readonly Claim[],
  sent: readonly Passage[],
): Contradiction | null {
  for (const { quote, passageIds } of claims) {
    const cited = sent.find(({ id }) => passageIds.includes(id));
    if (!cited) continue;
    for (const mine of statementsIn(quote)) {
      for (const other of sent) {
        if (other.page === cited.page || !isSameVersion(other, cited)) continue;
        const odd = statementsIn(other.text).find((one) => isAtOdds(mine, one));
        if (odd) {
          return {
            about: `${mine.value} or ${odd.value}`,
            passageIds: [cited.id, other.id],
            quotes: [mine.sentence, odd.sentence],
          };
        }
      }
    }
  }
  return null;
}

function isSameVersion(a: Passage, b: Passage): boolean {
  return a.source === b.source && a.version === b.version;
}

/** A sentence that gives one number. */
type Statement = {
  readonly sentence: string;
  readonly number: string;
  /** The number with what it counts, as written. */
  readonly value: string;
  readonly unit: string;
  readonly words: ReadonlySet<string>;
  /** Words as written that name something: settings, products, platforms. */
  readonly names: ReadonlySet<string>;
  readonly settings: ReadonlySet<string>;
};

const SENTENCE = /(?<=[.!?])\s+|\n\s*\n|\n(?=\s*(?:[-*+|]|\d+[.)])\s)/;
const VALUE = /(?<![\w.-])\d+(?:[.,]\d+)*(?![\w.]*\d)\s*([%a-zA-Z]+)?/;

function statementsIn(text: string): Statement[] {
  return partsOf(text.replaceAll(/(`+)([^`\n]+)\1/g, "$2"))
    .prose.split(SENTENCE)
    .flatMap((sentence) => toStatement(sentence.replace(/\s+/g, " ").trim()) ?? []);
}

function toStatement(sentence: string): Statement | null {
  const numbers = numbersIn(sentence);
  const value = VALUE.exec(sentence);
  const [number] = numbers;
  // With two numbers it cannot be told which of them answers which.
  if (numbers.length !== 1 || number === undefined || value === null) return null;
  const unit = [...askWords(value[1] ?? "").keys()][0] ?? (value[1] ?? "").toLowerCase();
  const settings = new Set(namesIn(sentence));
  const words = new Set(askWords(sentence.replace(VALUE, " ")).keys());
  const named = sentence.match(/(?<=\S )[A-Z][\w-]+|\b\w*\d\w*[a-zA-Z]\w*\b/g) ?? [];
  return {
    sentence,
    number,
    value: value[0].trim(),
    unit,
    words,
    names: new Set([...named.map((name) => name.toLowerCase()), ...settings]),
    settings,
  };
}

function isAtOdds(a: Statement, b: Statement): boolean {
  if (a.number === b.number || a.unit !== b.unit) return false;
  // What is named in one only makes two cases of it.
  if (a.names.symmetricDifference(b.names).size > 0) return false;
  const shared = a.words.intersection(b.words);
  const alike = (2 * shared.size) / Math.max(1, a.words.size + b.words.size);
  if (shared.size >= LEAST_SHARED && a.unit !== "" && alike >= ALIKE_FROM) return true;
  const setting = a.settings.intersection(b.settings).size > 0;
  return setting && shared.has("default") && alike >= ALIKE_WITH_SETTING;
}
