import { type OfflineModel, toModel } from "../../src/integrations/offline/model.ts";
import { type Learned, learn, learnRarity, toVectors } from "./learn.ts";
import { pack } from "./pack.ts";
import type { TrainRow } from "./rows.ts";

/** A generator of numbers in [0, 1) that gives the same sequence for the same seed everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The fold of each row, dealt out evenly within each group and label. */
export function foldsOf(rows: readonly TrainRow[], count: number, seed: number): number[] {
  const random = seeded(seed);
  const decks = new Map<string, number[]>();
  for (const [index, { group, kinds, lane }] of rows.entries()) {
    const deck = `${group} ${kinds.join()} ${lane}`;
    decks.set(deck, [...(decks.get(deck) ?? []), index]);
  }
  const folds = new Array<number>(rows.length).fill(0);
  for (const deck of decks.values()) {
    const shuffled = deck.map((index) => ({ index, by: random() })).toSorted((a, b) => a.by - b.by);
    for (const [place, { index }] of shuffled.entries()) folds[index] = place % count;
  }
  return folds;
}

/** A model as it would ship, quantised, learned from these rows alone. */
export function modelFrom(rows: readonly TrainRow[]): OfflineModel {
  const rarity = learnRarity(rows);
  const learned: Learned = learn(toVectors(rows, rarity));
  const { manifest, bytes } = pack(learned, rarity, { kind: 1, lane: 1 }, []);
  return toModel(manifest, bytes);
}
