import { read } from "../../src/integrations/offline/features.ts";
import { type OfflineModel, type Scored, toModel } from "../../src/integrations/offline/model.ts";
import { toPostText } from "../../src/integrations/offline/post-text.ts";
import { Kind } from "../../src/triage/model/classification.ts";
import { learn, learnRarity, toVectors } from "./learn.ts";
import { pack, UNTUNED } from "./pack.ts";
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

/** A model as it would ship, quantised, learned from these rows alone; its chances are not yet calibrated. */
export function modelFrom(rows: readonly TrainRow[]): OfflineModel {
  const rarity = learnRarity(rows);
  const learned = learn(toVectors(rows, rarity));
  const { manifest, bytes } = pack(learned, rarity, UNTUNED, []);
  const untitledBugBias = biasFor(toModel(manifest, bytes), rows);
  return toModel({ ...manifest, untitledBugBias }, bytes);
}

/** The share of bug reports that a developer community holds, chats being no exception. */
const BUG_SHARE = 0.25;
const BUG = Kind.options.indexOf("bug");

/**
 * No permitted chat rows say which of them report a bug, and our own are few. But the share of such
 * reports is roughly known, so `bug` is raised until it is the likeliest kind of that share of the chats.
 */
export function biasFor(model: OfflineModel, rows: readonly TrainRow[]): number {
  const needed = rows
    .filter((row) => row.source === "chats")
    .map(({ title, text }) => {
      const { kinds } = scoreOf(model, title, text);
      const others = kinds.filter((_, k) => k !== BUG);
      return Math.log(Math.max(...others)) - Math.log(kinds[BUG] ?? 0);
    })
    .toSorted((a, b) => a - b);
  return needed[Math.floor(needed.length * BUG_SHARE)] ?? 0;
}

export function scoreOf(model: OfflineModel, title: string, text: string): Scored {
  const post = toPostText(title, text);
  return model.score(post, read(post));
}
