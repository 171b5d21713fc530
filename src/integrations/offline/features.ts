import { cuesOf } from "./cues.ts";
import { type Reading, readPost, splitWords } from "./read-post.ts";
import { signsOf } from "./signs.ts";

/** Buckets that features are hashed into; the weights have one row each. */
export const BUCKETS = 1 << 17;

/** Beyond this a post says nothing new about what it asks. */
export const MOST_TEXT = 4_000;

/** A post as a sparse vector: each block of features has a fixed length of its own. */
export type Row = {
  /** Where the words of title and text end. */
  readonly words: number;
  /** Where the cues begin: what stands before them is used alone for posts that follow a form. */
  readonly cues: number;
  readonly ids: Uint32Array;
  readonly values: Float32Array;
};

/** How telling a bucket is; 0 for what was met once or never. Without it every bucket counts alike. */
export type Rarity = ArrayLike<number>;

export function featuresOf(title: string, text: string, rarity?: Rarity): Row {
  const row = new RowBuilder(rarity);
  const reading = readPost(text.slice(0, MOST_TEXT));
  const titleWords = splitWords(title.slice(0, 300));
  const form = formOf(reading);

  row.addPairs("t", titleWords);
  row.endBlock(1);
  row.addPairs("b", reading.words);
  row.endBlock(1);
  const words = row.length;
  for (let i = 0; i < Math.min(30, reading.words.length); i++) row.add("o", reading.words[i]);
  row.endBlock(0.7);
  for (const heading of new Set(reading.headings)) row.add("h", heading);
  for (const answer of new Set(reading.answers)) row.add("a", answer);
  row.endBlock(0.7);
  for (const word of reading.comments) row.add("x", word);
  row.endBlock(0.7);
  for (const word of reading.code) row.add("k", word);
  row.endBlock(0.5);
  for (const sign of signsOf(title, text, titleWords, reading)) row.add("s", sign);
  row.endBlock(0.45);
  for (const start of [
    ...questionStarts(titleWords, true),
    ...questionStarts(reading.words, false),
  ]) {
    row.add("q", start);
  }
  row.endBlock(0.4);
  row.add("f", titleWords.slice(0, 2).join(" "));
  for (let i = 0; i < Math.min(3, titleWords.length); i++) row.add(`f${i}`, titleWords[i]);
  row.endBlock(0.3);
  // Teams use one word differently in each of their forms, so words are also counted by form.
  row.add("F", form);
  for (const word of titleWords) row.add(form, word);
  for (let i = 0; i < Math.min(200, reading.words.length); i++) row.add(form, reading.words[i]);
  row.endBlock(0.5);
  const cues = row.length;
  for (const cue of cuesOf(title.toLowerCase(), text.slice(0, MOST_TEXT).toLowerCase()))
    row.add("c", cue);
  row.endBlock(1);
  return row.build(words, cues);
}

function formOf({ headings, comments }: Reading): string {
  return headings[0] ?? (comments.length > 5 ? "commented" : "free");
}

/** The first one to three words of each question. */
function questionStarts(words: readonly string[], isTitle: boolean): string[] {
  const starts: string[] = [];
  let from = 0;
  for (let i = 0; i <= words.length; i++) {
    const word = i === words.length ? (isTitle ? "?" : "/") : words[i];
    if (word === "?" && i - from > 1) {
      for (let n = 1; n <= 3; n++) starts.push(words.slice(from, Math.min(i, from + n)).join(" "));
    }
    if (word === "?" || word === "." || word === "!" || word === "/") from = i + 1;
  }
  return starts;
}

const counts = new Float32Array(BUCKETS);

class RowBuilder {
  readonly #rarity: Rarity | undefined;
  readonly #ids: number[] = [];
  readonly #values: number[] = [];
  readonly #block: number[] = [];

  constructor(rarity: Rarity | undefined) {
    this.#rarity = rarity;
  }

  add(kind: string, name: string | undefined): void {
    this.#count(hash(hash(SEED, kind), name ?? ""));
  }

  /** Each word alone, and with the word before it. */
  addPairs(kind: string, words: readonly string[]): void {
    const alone = hash(SEED, kind);
    let before = hash(alone, "^");
    for (const word of words) {
      this.#count(hash(alone, word));
      this.#count(hash(before, word));
      before = hash(hash(alone, "+"), word);
    }
  }

  #count(hashed: number): void {
    const id = spread(hashed) & (BUCKETS - 1);
    if (counts[id] === 0) this.#block.push(id);
    counts[id] = (counts[id] ?? 0) + 1;
  }

  /** Scales what was added since the last block to the given length. */
  endBlock(length: number): void {
    const from = this.#ids.length;
    let squares = 0;
    for (const id of this.#block) {
      const value = Math.log1p(counts[id] ?? 0) * (this.#rarity ? (this.#rarity[id] ?? 0) : 1);
      counts[id] = 0;
      if (value === 0) continue;
      squares += value * value;
      this.#ids.push(id);
      this.#values.push(value);
    }
    this.#block.length = 0;
    const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let i = from; i < this.#values.length; i++)
      this.#values[i] = (this.#values[i] ?? 0) * scale;
  }

  get length(): number {
    return this.#ids.length;
  }

  build(words: number, cues: number): Row {
    return {
      words,
      cues,
      ids: Uint32Array.from(this.#ids),
      values: Float32Array.from(this.#values),
    };
  }
}

const SEED = 0x811c9dc5;

function hash(from: number, name: string): number {
  let h = from;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return Math.imul(h ^ 0x1f, 0x01000193);
}

function spread(hashed: number): number {
  const h = Math.imul(hashed ^ (hashed >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
