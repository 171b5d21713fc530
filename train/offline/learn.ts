import { featuresOf, type Row, read } from "../../src/integrations/offline/features.ts";
import { CLASSES } from "../../src/integrations/offline/model.ts";
import { toPostText } from "../../src/integrations/offline/post-text.ts";
import { BUCKETS } from "../../src/integrations/offline/sparse-row.ts";
import { Kind, Lane } from "../../src/triage/model/classification.ts";
import { type Example, type Fitted, fitLinear } from "./fit.ts";
import type { Source, TrainRow } from "./rows.ts";

/** How strongly large weights are held down, and how much a row of each source counts. */
export const SETTINGS = {
  formed: { l2: 1e-4, rounds: 60, weight: { issues: 1, chats: 0.3, own: 0.5 } },
  free: { l2: 4e-4, rounds: 30, weight: { issues: 0.05, chats: 0.1, own: 1 } },
  gate: { l2: 1e-4, rounds: 30, weight: { issues: 0.5, chats: 0, own: 1 } },
  lane: { l2: 4e-4, rounds: 30, weight: { issues: 0.05, chats: 0.05, own: 1 } },
} as const;

export type Learned = Record<keyof typeof CLASSES, Fitted>;

/** How telling each bucket is: 0 below two rows, since what was met once teaches nothing. */
export function learnRarity(rows: readonly TrainRow[]): Float32Array {
  const met = new Float32Array(BUCKETS);
  for (const { title, text } of rows) {
    for (const id of new Set(rowOf(title, text).ids)) met[id] = (met[id] ?? 0) + 1;
  }
  return met.map((count) =>
    count < 2 ? 0 : quantised(Math.log((rows.length + 1) / (count + 1)) + 1),
  );
}

/** Rarities are stored in a byte. */
export const RARITY_SCALE = 28;

function quantised(rarity: number): number {
  return Math.min(255, Math.round(rarity * RARITY_SCALE)) / RARITY_SCALE;
}

function rowOf(title: string, text: string, rarity?: Float32Array): Row {
  const post = toPostText(title, text);
  return featuresOf(post, read(post), rarity);
}

export type Vector = { readonly row: Row; readonly from: TrainRow };

export function toVectors(rows: readonly TrainRow[], rarity: Float32Array): Vector[] {
  return rows.map((from) => ({ row: rowOf(from.title, from.text, rarity), from }));
}

export function learn(vectors: readonly Vector[]): Learned {
  const toKinds = ({ kinds }: TrainRow) => kinds.map((kind) => Kind.options.indexOf(kind));
  // Chats have no title, by which the gate is passed over anyway.
  const titled = vectors.filter(({ from }) => from.title !== "");
  return {
    formed: fitPart("formed", vectors, toKinds, (row) => row.cues),
    free: fitPart("free", vectors, toKinds, (row) => row.ids.length),
    gate: fitPart(
      "gate",
      titled,
      ({ source }) => [source === "issues" ? 1 : 0],
      (row) => row.words,
    ),
    lane: fitPart(
      "lane",
      vectors,
      ({ lane }) => [Lane.options.indexOf(lane)],
      (row) => row.ids.length,
    ),
  };
}

function fitPart(
  name: keyof typeof CLASSES,
  vectors: readonly Vector[],
  allowed: (from: TrainRow) => number[],
  upTo: (row: Row) => number,
): Fitted {
  const { l2, rounds, weight } = SETTINGS[name];
  const weights: Record<Source, number> = weight;
  const examples = vectors.map(({ row, from }): Example => {
    const end = upTo(row);
    return {
      row: { ...row, ids: row.ids.subarray(0, end), values: row.values.subarray(0, end) },
      allowed: allowed(from),
      weight: weights[from.source],
    };
  });
  return fitLinear(examples, {
    classes: CLASSES[name],
    buckets: BUCKETS,
    l2,
    rounds,
  });
}
