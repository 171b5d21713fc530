import { createGrowingArray } from "../docs/growing-array.ts";
import type { AskTerms } from "./terms.ts";
import { createVocabulary, inTitle, termOf, weightOf } from "./vocabulary.ts";

/** How alike two asks are by their terms. */
export type Likeness = {
  /** Cosine of the two signatures, 0 to 1. */
  readonly whole: number;
  /** The same of the titles alone. */
  readonly title: number;
  /** How rare the shared terms are, together. */
  readonly shared: number;
  /** Shared terms, the rarest first. */
  readonly terms: readonly string[];
};

export type Near = Likeness & { readonly key: string };

/** The most telling terms of an ask are its signature; from `bench/duplicates`, as is the rest. */
const SIGNATURE = 50;
/** So many are kept, since what is telling changes as asks come in. */
const KEPT = 120;
/** Between dot product (0) and cosine (1): a long report may hold a short one. */
const LENGTH_PENALTY = 0.7;
/** How many are compared in full. */
const SHORTLIST = 50;

// A posting is a slot and a weight, in 1/64ths of the heaviest, in one number.
const WEIGHT_BITS = 6;
const WEIGHT_SCALE = 21;

type Entry = { terms: Uint32Array; slot: number };

/** An inverted index in memory over signatures; changing an ask gives it a new slot. */
export function createAskIndex() {
  const vocabulary = createVocabulary();
  const { rarity } = vocabulary;
  const entries = new Map<string, Entry>();
  let postings: ReturnType<typeof createGrowingArray>[] = [];
  let keys: (string | undefined)[] = [];
  let norms: number[] = [];
  let scores = new Float32Array(1024);
  let weighedAt = 0;

  /** The most telling terms first. */
  function arrange(terms: Uint32Array): Uint32Array {
    const worth = new Map(
      terms.values().map((term) => [term, weightOf(term) * rarity(termOf(term))]),
    );
    return terms.toSorted((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0)).slice(0, KEPT);
  }

  const signatureOf = (terms: Uint32Array) => terms.subarray(0, SIGNATURE);

  function normOf(signature: Uint32Array): number {
    let squares = 0;
    for (const term of signature) squares += (weightOf(term) * rarity(termOf(term))) ** 2;
    return Math.sqrt(squares) || 1;
  }

  function place(key: string, terms: Uint32Array): void {
    const slot = keys.length;
    const signature = signatureOf(terms);
    entries.set(key, { terms, slot });
    keys.push(key);
    norms.push(normOf(signature) ** LENGTH_PENALTY);
    for (const term of signature) {
      const number = termOf(term);
      const list = postings[number] ?? createGrowingArray(2);
      postings[number] = list;
      list.push((slot << WEIGHT_BITS) | Math.round(weightOf(term) * WEIGHT_SCALE));
    }
  }

  function remove(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    keys[entry.slot] = undefined;
    vocabulary.count(entry.terms, -1);
  }

  /** Leaves out what was removed, and chooses signatures by what is rare now. */
  function rebuild(): void {
    const standing = [...entries];
    postings = [];
    keys = [];
    norms = [];
    for (const [key, { terms }] of standing) place(key, arrange(terms));
    weighedAt = entries.size;
  }

  function tidy(): void {
    const dead = keys.length - entries.size;
    if (dead > 1_000 + entries.size / 2 || entries.size > 64 + weighedAt * 1.5) rebuild();
  }

  /** Slots that share most with the signature, best first. */
  function shortlist(signature: Uint32Array): number[] {
    if (scores.length < keys.length) scores = new Float32Array(keys.length * 2);
    const touched: number[] = [];
    for (const term of signature) {
      const number = termOf(term);
      const worth = weightOf(term) * rarity(number) ** 2;
      const list = postings[number]?.view();
      if (!list || worth === 0) continue;
      for (let at = 0; at < list.length; at += 1) {
        const posting = list[at] as number;
        const slot = posting >>> WEIGHT_BITS;
        const before = scores[slot] as number;
        if (before === 0) touched.push(slot);
        const weight = posting & ((1 << WEIGHT_BITS) - 1);
        scores[slot] = before + (worth * weight) / (norms[slot] as number);
      }
    }
    const best: number[] = [];
    for (const slot of touched) {
      const score = scores[slot] as number;
      const last = best[SHORTLIST - 1];
      const enters = last === undefined || score > (scores[last] as number);
      if (keys[slot] !== undefined && enters) insert(best, slot, score);
    }
    for (const slot of touched) scores[slot] = 0;
    return best;
  }

  function insert(best: number[], slot: number, score: number): void {
    let at = Math.min(best.length, SHORTLIST - 1);
    for (; at > 0 && (scores[best[at - 1] as number] as number) < score; at -= 1) {
      best[at] = best[at - 1] as number;
    }
    best[at] = slot;
  }

  function compare(ask: Uint32Array, norm: number, other: Uint32Array): Likeness {
    const mine = new Map(ask.values().map((term) => [termOf(term), term]));
    const title = { dot: 0, mine: 0, theirs: 0 };
    for (const term of ask) if (inTitle(term)) title.mine += rarity(termOf(term)) ** 2;
    const shared: { readonly number: number; readonly rare: number }[] = [];
    let dot = 0;
    for (const term of other) {
      const number = termOf(term);
      const rare = rarity(number);
      if (inTitle(term)) title.theirs += rare ** 2;
      const same = mine.get(number);
      if (same === undefined) continue;
      dot += weightOf(term) * weightOf(same) * rare ** 2;
      if (inTitle(term) && inTitle(same)) title.dot += rare ** 2;
      shared.push({ number, rare });
    }
    shared.sort((a, b) => b.rare - a.rare);
    return {
      whole: dot / (norm * normOf(other)),
      title: title.dot / (Math.sqrt(title.mine * title.theirs) || 1),
      shared: shared.reduce((sum, { rare }) => sum + rare, 0),
      terms: shared.map(({ number }) => vocabulary.word(number)),
    };
  }

  return {
    size: () => entries.size,
    remove,
    /** Adds an ask, in place of what its key held. */
    put(key: string, terms: AskTerms): void {
      remove(key);
      const kept = arrange(vocabulary.pack(terms, true));
      vocabulary.count(kept, 1);
      place(key, kept);
      tidy();
    },
    /**
     * Those most alike, at most fifty, best first; long asks are a little favoured.
     * @param besides keys that are compared as well, wherever they stand; they come last
     */
    near(terms: AskTerms, besides: readonly string[] = []): Near[] {
      const signature = signatureOf(arrange(vocabulary.pack(terms, false)));
      const norm = normOf(signature);
      const found = shortlist(signature).flatMap((slot) => keys[slot] ?? []);
      return [...new Set([...found, ...besides])].flatMap((key) => {
        const entry = entries.get(key);
        return entry ? [{ key, ...compare(signature, norm, signatureOf(entry.terms)) }] : [];
      });
    },
  };
}
