import { cuesOf } from "./cues.ts";
import { type Reading, readPost, splitWords } from "./read-post.ts";
import { signsOf } from "./signs.ts";

/** Buckets that features are hashed into; the weights have one row each. */
export const BUCKETS = 1 << 17;

/** No more of a post is read: how it begins, and how it ends, where a trace names its error. */
const HEAD = 2_800;
const TAIL = 1_200;

/** The part of a text that is read; each of its lines is verbatim. */
export function excerptOf(text: string): string {
  if (text.length <= HEAD + TAIL) return text;
  return `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

/** A post as a sparse vector: each block of features has a fixed length of its own. */
export type Row = {
  /** Whether the post follows a form: template headings, or the comments of one. */
  readonly formed: boolean;
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
  const cut = excerptOf(text);
  const reading = readPost(cut);
  const titleWords = splitWords(title.slice(0, 300));
  const titleHashes = titleWords.map(hash);
  const hashes = reading.words.map(hash);

  row.addPairs(hash("t"), titleHashes);
  row.endBlock(1);
  row.addPairs(hash("b"), hashes);
  row.endBlock(1);
  const words = row.length;
  row.addAll(hash("o"), hashes.slice(0, 30));
  row.endBlock(0.7);
  row.addAll(hash("h"), [...new Set(reading.headings)].map(hash));
  row.addAll(hash("a"), [...new Set(reading.answers)].map(hash));
  row.endBlock(0.7);
  row.addAll(hash("x"), reading.comments.map(hash));
  row.endBlock(0.7);
  row.addAll(hash("k"), reading.code.map(hash));
  row.endBlock(0.5);
  row.addAll(hash("s"), [...signsOf(title, cut, titleWords, reading)].map(hash));
  row.endBlock(0.45);
  row.addAll(hash("q"), questionStarts(titleHashes, titleWords, true));
  row.addAll(hash("q"), questionStarts(hashes, reading.words, false));
  row.endBlock(0.4);
  row.addAll(
    hash("first"),
    titleHashes.slice(0, 3).map((word, place) => mix(place, word)),
  );
  row.addAll(hash("firsts"), [titleHashes.slice(0, 2).reduce(mix, 0)]);
  row.endBlock(0.3);
  // Teams use one word differently in each of their forms, so words are also counted by form.
  const form = hash(formOf(reading));
  row.addAll(hash("form"), [form]);
  row.addAll(form, titleHashes);
  row.addAll(form, hashes.slice(0, 200));
  row.endBlock(0.5);
  const cues = row.length;
  const { inTitle, anywhere } = cuesOf(title.toLowerCase(), cut.toLowerCase());
  row.addAll(hash("c"), anywhere.map(hash));
  row.endBlock(1);
  row.addAll(hash("ct"), inTitle.map(hash));
  row.endBlock(0.7);
  const formed = reading.headings.length > 0 || reading.comments.length > FORM_COMMENTS;
  return row.build(formed, words, cues);
}

/** Fewer words in comments than this may be anybody's. */
const FORM_COMMENTS = 5;

function formOf({ headings, comments }: Reading): string {
  return headings[0] ?? (comments.length > FORM_COMMENTS ? "commented" : "free");
}

/** The first one to three words of each question. */
function questionStarts(
  hashes: readonly number[],
  words: readonly string[],
  isTitle: boolean,
): number[] {
  const starts: number[] = [];
  let from = 0;
  for (let i = 0; i <= words.length; i++) {
    const word = i === words.length ? (isTitle ? "?" : "/") : words[i];
    if (word === "?" && i - from > 1) {
      let start = 0;
      for (let n = from; n < Math.min(i, from + 3); n++) {
        start = mix(start, hashes[n] ?? 0);
        starts.push(start);
      }
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

  addAll(kind: number, names: readonly number[]): void {
    for (const name of names) this.#count(mix(kind, name));
  }

  /** Each word alone, and with the word before it. */
  addPairs(kind: number, words: readonly number[]): void {
    const pair = mix(kind, 1);
    let before = 0;
    for (const word of words) {
      this.#count(mix(kind, word));
      this.#count(mix(mix(pair, before), word));
      before = word;
    }
  }

  #count(hashed: number): void {
    const id = (hashed ^ (hashed >>> 15)) & (BUCKETS - 1);
    if (this.#rarity && this.#rarity[id] === 0) return;
    if (counts[id] === 0) this.#block.push(id);
    counts[id] = (counts[id] ?? 0) + 1;
  }

  /** Scales what was added since the last block to the given length. */
  endBlock(length: number): void {
    const from = this.#ids.length;
    let squares = 0;
    for (const id of this.#block) {
      const value = Math.log1p(counts[id] ?? 0) * (this.#rarity?.[id] ?? 1);
      counts[id] = 0;
      squares += value * value;
      this.#ids.push(id);
      this.#values.push(value);
    }
    this.#block.length = 0;
    const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let i = from; i < this.#values.length; i++) {
      this.#values[i] = (this.#values[i] ?? 0) * scale;
    }
  }

  get length(): number {
    return this.#ids.length;
  }

  build(formed: boolean, words: number, cues: number): Row {
    const ids = Uint32Array.from(this.#ids);
    return { formed, words, cues, ids, values: Float32Array.from(this.#values) };
  }
}

function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h;
}

function mix(a: number, b: number): number {
  const h = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x2c1b3c6d);
  return Math.imul(h ^ (h >>> 13), 0x297a2d39);
}
