import { mix, type Words } from "./words.ts";

/** Buckets that features are hashed into; the weights have one row each. */
export const BUCKETS = 1 << 17;

/** How telling a bucket is; 0 for what was met once or never. Without it every bucket counts alike. */
export type Rarity = ArrayLike<number>;

/** Features of one post: which buckets, and how much of each. */
export type SparseRow = { readonly ids: Uint32Array; readonly values: Float32Array };

// What is read of a post has fewer words than would fill this; more is left out.
const MOST = 1 << 13;
const counts = new Uint16Array(BUCKETS);
const ids = new Uint32Array(MOST);
const values = new Float32Array(MOST);
/** log(1 + n): a word met again says less. */
const WEIGHT_OF_COUNT = Float64Array.from({ length: 1 << 10 }, (_, n) => Math.log1p(n));

/** Collects the features of one post at a time in memory that is used again for the next. */
export class RowBuilder {
  readonly #rarity: Rarity | undefined;
  #length = 0;
  #blockStart = 0;

  constructor(rarity: Rarity | undefined) {
    this.#rarity = rarity;
  }

  get length(): number {
    return this.#blockStart;
  }

  /** @param kind keeps one sort of feature apart from another with the same name */
  add(kind: number, name: number): void {
    this.#count(mix(kind, name));
  }

  addAll(kind: number, names: Words, most = names.length): void {
    const end = Math.min(most, names.length);
    for (let i = 0; i < end; i++) this.#count(mix(kind, names[i] ?? 0));
  }

  /** Each word alone, and with the word before it. */
  addPairs(kind: number, words: Words): void {
    const pair = mix(kind, 1);
    let before = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? 0;
      this.#count(mix(kind, word));
      this.#count(mix(mix(pair, before), word));
      before = word;
    }
  }

  #count(hashed: number): void {
    const id = (hashed ^ (hashed >>> 15)) & (BUCKETS - 1);
    if (this.#rarity !== undefined && this.#rarity[id] === 0) return;
    const before = counts[id] ?? 0;
    if (before === 0) {
      if (this.#length === MOST) return;
      ids[this.#length++] = id;
    }
    counts[id] = before + 1;
  }

  /** Scales what was added since the last block to the given length. */
  endBlock(length: number): void {
    let squares = 0;
    for (let i = this.#blockStart; i < this.#length; i++) {
      const id = ids[i] ?? 0;
      const count = WEIGHT_OF_COUNT[Math.min(counts[id] ?? 0, WEIGHT_OF_COUNT.length - 1)] ?? 0;
      const value = count * (this.#rarity?.[id] ?? 1);
      counts[id] = 0;
      squares += value * value;
      values[i] = value;
    }
    const scale = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let i = this.#blockStart; i < this.#length; i++) values[i] = (values[i] ?? 0) * scale;
    this.#blockStart = this.#length;
  }

  build(): SparseRow {
    return { ids: ids.slice(0, this.#blockStart), values: values.slice(0, this.#blockStart) };
  }
}
