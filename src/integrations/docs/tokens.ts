import { stemmer } from "stemmer";

// A chain is what people copy whole: client.responses.parse, --max-old-space-size, map_batches, text/event-stream.
const CHAIN = /--?[\p{L}][\p{L}\p{N}_-]*|[\p{L}\p{N}_]+(?:(?:::|[.\-/#@:])[\p{L}\p{N}_]+)*/gu;
const CAMEL = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{L}+|\p{N}+/gu;
const CONTRACTION = /(\p{L})['’](?:s|re|ve|ll|d|m)\b/gu;
const APOSTROPHE = /(?<=\p{L})['’](?=t\b)/gu;
const LONGEST_TERM = 64;

/**
 * Cuts text into terms: words as stems; names in code both whole and in their parts, so that `mapBatches`,
 * `map_batches` and "map batches" meet while the exact name still weighs most.
 */
export function toTerms(text: string): string[] {
  const terms: string[] = [];
  const plain = text.normalize("NFKC").replace(CONTRACTION, "$1").replace(APOSTROPHE, "");
  for (const [chain] of plain.matchAll(CHAIN)) addChain(terms, chain);
  return terms;
}

function addChain(terms: string[], chain: string): void {
  if (chain.length > LONGEST_TERM) {
    for (const piece of chain.split(/[^\p{L}\p{N}_]+/u)) {
      if (piece.length <= LONGEST_TERM) addName(terms, piece);
    }
    return;
  }
  const bare = chain.replace(/^-+/, "");
  const names = bare.split(/[^\p{L}\p{N}_]+/u).filter((name) => name !== "");
  if (names.length > 1) terms.push(bare.toLowerCase());
  for (const name of names) addName(terms, name);
}

function addName(terms: string[], name: string): void {
  const parts = name.match(CAMEL) ?? [];
  if (parts.length > 1) terms.push(name.toLowerCase().replace(/^_+|_+$/g, ""));
  for (const part of parts) terms.push(stem(part.toLowerCase()));
}

const stems = new Map<string, string>();
const KEPT_STEMS = 200_000;

function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = stemmer(word);
  if (stems.size < KEPT_STEMS) stems.set(word, found);
  return found;
}
