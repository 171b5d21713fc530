import { createPostings, createRuns } from "./flat-lists.ts";
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

/** An inverted index in memory over signatures; changing an ask gives it a new slot. */
export function createAskIndex() {
  const vocabulary = createVocabulary();
  const { rarity } = vocabulary;
  /** Slots by key. What an ask holds lies in lists that all share: an object each would weigh more. */
  const entries = new Map<string, number>();
  let postings = createPostings();
  let terms = createRuns();
  let keys: (string | undefined)[] = [];
  let norms: number[] = [];
  let scores = new Float32Array(1024);
  let weighedAt = 0;

  /** The most telling terms first. */
  function arrange(found: Uint32Array): Uint32Array {
    const worth = new Map(
      found.values().map((term) => [term, weightOf(term) * rarity(termOf(term))]),
    );
    return found.toSorted((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0)).slice(0, KEPT);
  }

  const signatureOf = (all: Uint32Array) => all.subarray(0, SIGNATURE);

  function normOf(signature: Uint32Array): number {
    let squares = 0;
    for (const term of signature) squares += (weightOf(term) * rarity(termOf(term))) ** 2;
    return Math.sqrt(squares) || 1;
  }

  function place(key: string, kept: Uint32Array): void {
    const slot = keys.length;
    const signature = signatureOf(kept);
    entries.set(key, slot);
    terms.push(kept);
    keys.push(key);
    norms.push(normOf(signature) ** LENGTH_PENALTY);
    for (const term of signature) {
      const weight = Math.round(weightOf(term) * WEIGHT_SCALE);
      postings.add(termOf(term), ((slot << WEIGHT_BITS) | weight) >>> 0);
    }
  }

  function remove(key: string): void {
    const slot = entries.get(key);
    if (slot === undefined) return;
    entries.delete(key);
    keys[slot] = undefined;
    vocabulary.count(terms.at(slot), -1);
  }

  /** Leaves out what was removed, and chooses signatures by what is rare now. */
  function rebuild(): void {
    const standing = [...entries];
    const before = terms;
    postings = createPostings();
    terms = createRuns();
    keys = [];
    norms = [];
    for (const [key, slot] of standing) place(key, arrange(before.at(slot)));
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
      if (worth === 0) continue;
      for (let at = postings.first(number); at !== 0; at = postings.next(at)) {
        const posting = postings.value(at);
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
    put(key: string, found: AskTerms): void {
      remove(key);
      const kept = arrange(vocabulary.pack(found, true));
      vocabulary.count(kept, 1);
      place(key, kept);
      tidy();
    },
    /**
     * Those most alike, at most fifty, best first; long asks are a little favoured.
     * @param besides keys that are compared as well, wherever they stand; they come last
     */
    near(ask: AskTerms, besides: readonly string[] = []): Near[] {
      const signature = signatureOf(arrange(vocabulary.pack(ask, false)));
      const norm = normOf(signature);
      const found = shortlist(signature).flatMap((slot) => keys[slot] ?? []);
      return [...new Set([...found, ...besides])].flatMap((key) => {
        const slot = entries.get(key);
        if (slot === undefined) return [];
        return [{ key, ...compare(signature, norm, signatureOf(terms.at(slot))) }];
      });
    },
  };
}
