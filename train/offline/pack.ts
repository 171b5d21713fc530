import { createHash } from "node:crypto";
import { CLASSES, type Manifest } from "../../src/integrations/offline/model.ts";
import { BUCKETS } from "../../src/integrations/offline/sparse-row.ts";
import type { Fitted } from "./fit.ts";
import { type Learned, RARITY_SCALE } from "./learn.ts";
import type { Input } from "./rows.ts";

/** What is found with a model in hand rather than learned with it. */
export type Tuning = Pick<Manifest, "temperature" | "untitledBugBias">;

export const UNTUNED: Tuning = { temperature: { kind: 1, lane: 1 }, untitledBugBias: 0 };

const COLUMNS = Object.values(CLASSES).reduce((sum, classes) => sum + classes, 0);

/** Quantises what was learned to one byte a weight, and describes it. */
export function pack(
  learned: Learned,
  rarity: Float32Array,
  { temperature, untitledBugBias }: Tuning,
  inputs: readonly Input[],
): { manifest: Manifest; bytes: Uint8Array } {
  const bytes = new Uint8Array(BUCKETS * (1 + COLUMNS));
  bytes.set(rarity.map((value) => Math.round(value * RARITY_SCALE)));
  const matrix = new Int8Array(bytes.buffer, BUCKETS);
  let column = 0;
  const place = (fitted: Fitted, classes: number) => {
    const scales = scalesOf(fitted.weights, classes);
    for (let i = 0; i < fitted.weights.length; i++) {
      const at = Math.floor(i / classes) * COLUMNS + column + (i % classes);
      matrix[at] = Math.round((fitted.weights[i] ?? 0) / (scales[i % classes] ?? 1));
    }
    const part = { column, scales, biases: [...fitted.biases] };
    column += classes;
    return part;
  };
  const parts = {
    formed: place(learned.formed, CLASSES.formed),
    free: place(learned.free, CLASSES.free),
    gate: place(learned.gate, CLASSES.gate),
    lane: place(learned.lane, CLASSES.lane),
  };
  const weightsSha256 = createHash("sha256").update(bytes).digest("hex");
  const manifest: Manifest = {
    version: `offline-${weightsSha256.slice(0, 8)}`,
    buckets: BUCKETS,
    columns: COLUMNS,
    rarityScale: RARITY_SCALE,
    parts,
    temperature,
    untitledBugBias,
    node: process.version,
    inputs: [...inputs],
    weightsSha256,
  };
  return { manifest, bytes };
}

/** The largest weight of each class becomes 127. */
function scalesOf(weights: Float32Array, classes: number): number[] {
  const most = new Array<number>(classes).fill(1e-9);
  for (let i = 0; i < weights.length; i++) {
    const c = i % classes;
    most[c] = Math.max(most[c] ?? 0, Math.abs(weights[i] ?? 0));
  }
  return most.map((largest) => largest / 127);
}
