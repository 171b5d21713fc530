import { STOP_TERMS } from "../docs/stop-words.ts";
import { toTerms } from "../docs/tokens.ts";
import { proseOf } from "./prose.ts";

/** What an ask is about: each term with how often it stands there, and whether in the title. */
export type AskTerms = ReadonlyMap<string, { readonly times: number; readonly inTitle: boolean }>;

/** A term of the title counts as often as this; from `bench/duplicates`. */
const TITLE_WORTH = 4;

/** Single letters, and numbers that are one machine's: positions, hashes, process ids. */
const SAYS_NOTHING = /^\p{L}$|\d{4}|^(?=.*\d)[\da-f]{7,}$|:\d+:\d+$/u;

export function readTerms(title: string, text: string): AskTerms {
  const terms = new Map<string, { times: number; inTitle: boolean }>();
  const add = (part: string, worth: number, inTitle: boolean) => {
    for (const term of toTerms(part)) {
      if (STOP_TERMS.has(term) || SAYS_NOTHING.test(term)) continue;
      const known = terms.get(term);
      if (known) known.times += worth;
      else terms.set(term, { times: worth, inTitle });
    }
  };
  add(title, TITLE_WORTH, true);
  add(proseOf(text), 1, false);
  return terms;
}

const WORD = /[\p{L}\p{N}_]+(?:['’.-][\p{L}\p{N}_]+)*/gu;

/** Terms are stems; people read the shortest word of the text that has the stem. */
export function asWritten(text: string): (term: string) => string {
  const words = new Map<string, string>();
  for (const [word] of text.matchAll(WORD)) {
    for (const term of toTerms(word)) {
      const known = words.get(term);
      if (known === undefined || word.length < known.length) words.set(term, word);
    }
  }
  return (term) => words.get(term) ?? term;
}
