import type { AskTerms } from "./terms.ts";

/** A term of an ask in one number: which, how much it weighs there, and whether in the title. */
export type Packed = number;

const WEIGHT_BITS = 6;
const WEIGHT_STEPS = (1 << WEIGHT_BITS) - 1;
const SATURATION = 2;
const HEAVIEST = SATURATION + 1;
/** A word that nobody else used tells little: it is as often a typing error. */
const LONE_WORD = 0.3;
/** Among a handful of asks every word looks common: rarity is reckoned as among so many. */
const SMALLEST = 200;
const UNKNOWN = (1 << 25) - 1;

export const termOf = (packed: Packed): number => packed >>> (WEIGHT_BITS + 1);
export const inTitle = (packed: Packed): boolean => (packed & 1) === 1;
export const weightOf = (packed: Packed): number =>
  (((packed >>> 1) & WEIGHT_STEPS) * HEAVIEST) / WEIGHT_STEPS;

/** A copy: a piece of a text would keep the whole text in memory. */
function unshared(word: string): string {
  return Buffer.from(word).toString();
}

/** The words of all asks, numbered, with how many asks hold each. */
export function createVocabulary() {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const holders: number[] = [];
  let asks = 0;

  function numberOf(word: string): number {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    const number = words.length;
    const own = unshared(word);
    numbers.set(own, number);
    words.push(own);
    holders.push(0);
    return number;
  }

  return {
    size: () => words.length,
    word: (number: number) => words[number] ?? "",
    /** Counts an ask in (1) or out (-1). */
    count(terms: Uint32Array, by: 1 | -1): void {
      asks += by;
      for (const packed of terms) {
        const number = termOf(packed);
        holders[number] = (holders[number] ?? 0) + by;
      }
    },
    /** BM25's inverse frequency, never negative. */
    rarity(number: number): number {
      const found = holders[number] ?? 0;
      const idf = Math.log(1 + (Math.max(asks, SMALLEST) - found + 0.5) / (found + 0.5));
      return found <= 1 ? idf * LONE_WORD : idf;
    },
    /** @param learn whether words unheard of are numbered; nothing can share them otherwise */
    pack(terms: AskTerms, learn: boolean): Uint32Array {
      return Uint32Array.from(terms, ([word, { times, inTitle }]) => {
        const number = learn ? numberOf(word) : (numbers.get(word) ?? UNKNOWN);
        const weight = (times * (SATURATION + 1)) / (times + SATURATION);
        const step = Math.max(1, Math.round((weight / HEAVIEST) * WEIGHT_STEPS));
        return ((number << (WEIGHT_BITS + 1)) | (step << 1) | (inTitle ? 1 : 0)) >>> 0;
      });
    },
  };
}
