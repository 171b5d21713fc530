import { readFileSync } from "node:fs";
import { z } from "zod";
import { Kind, Lane } from "../../triage/classification.ts";
import { BUCKETS, featuresOf, type Row } from "./features.ts";

/** One linear model within the weights file: a column of quantised weights for each class. */
const Part = z.object({
  classes: z.number().int(),
  offset: z.number().int(),
  scales: z.array(z.number()),
  biases: z.array(z.number()),
});
type Part = z.infer<typeof Part>;

/** What stands beside the weights: how to read them, and what they were made from. */
export const Manifest = z.object({
  version: z.string(),
  buckets: z.literal(BUCKETS),
  rarityOffset: z.number().int(),
  /** The stored byte of a rarity is divided by it. */
  rarityScale: z.number(),
  parts: z.object({ formed: Part, free: Part, gate: Part, lane: Part }),
  /** Above 1 the raw probabilities were too sure of themselves; found on rows held out. */
  temperature: z.object({ kind: z.number(), lane: z.number() }),
  node: z.string(),
  inputs: z.array(z.object({ name: z.string(), rows: z.number().int(), sha256: z.string() })),
  weightsSha256: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

export type Scored = {
  /** Calibrated probabilities, in the order of Kind's options. */
  readonly kinds: readonly number[];
  /** Calibrated probabilities, in the order of Lane's options. */
  readonly lanes: readonly number[];
};

export type OfflineModel = {
  readonly version: string;
  score(title: string, text: string): Scored;
};

const folder = new URL("./weights/", import.meta.url);
let shipped: OfflineModel | undefined;

/** The weights that ship with the project, read when they are first needed. */
export function shippedModel(): OfflineModel {
  shipped ??= toModel(
    Manifest.parse(JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8"))),
    readFileSync(new URL("weights.bin", folder)),
  );
  return shipped;
}

export function toModel(manifest: Manifest, bytes: Uint8Array): OfflineModel {
  const { parts, temperature, rarityOffset, rarityScale } = manifest;
  const stored = bytes.subarray(rarityOffset, rarityOffset + BUCKETS);
  const rarity = Float32Array.from(stored, (byte) => byte / rarityScale);
  const columns = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const run = (part: Part, row: Row, upTo: number) => probabilities(part, columns, row, upTo);
  return {
    version: manifest.version,
    score(title, text) {
      const row = featuresOf(title, text, rarity);
      const formed = run(parts.formed, row, row.cues);
      const free = run(parts.free, row, row.ids.length);
      const gate = run(parts.gate, row, row.words)[1] ?? 0;
      const kinds = Kind.options.map(
        (_, k) => gate * (formed[k] ?? 0) + (1 - gate) * (free[k] ?? 0),
      );
      return {
        kinds: tempered(kinds, temperature.kind),
        lanes: tempered(run(parts.lane, row, row.ids.length), temperature.lane),
      };
    },
  };
}

function probabilities(part: Part, columns: Int8Array, row: Row, upTo: number): number[] {
  const { classes, offset } = part;
  const sums = new Float64Array(classes);
  for (let i = 0; i < upTo; i++) {
    const value = row.values[i] ?? 0;
    const at = offset + (row.ids[i] ?? 0) * classes;
    for (let c = 0; c < classes; c++) sums[c] = (sums[c] ?? 0) + value * (columns[at + c] ?? 0);
  }
  const scores = part.biases.map((bias, c) => bias + (sums[c] ?? 0) * (part.scales[c] ?? 0));
  const most = Math.max(...scores);
  return normalised(scores.map((score) => Math.exp(score - most)));
}

function tempered(chances: readonly number[], temperature: number): number[] {
  return normalised(chances.map((chance) => Math.max(chance, 1e-9) ** (1 / temperature)));
}

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
}

/** How many classes each part tells apart; the gate says whether a post follows a form. */
export const CLASSES = {
  formed: Kind.options.length,
  free: Kind.options.length,
  gate: 2,
  lane: Lane.options.length,
} as const;
