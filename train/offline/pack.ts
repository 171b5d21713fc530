import { createHash } from "node:crypto";
import { BUCKETS } from "../../src/integrations/offline/features.ts";
import { CLASSES, type Manifest } from "../../src/integrations/offline/model.ts";
import type { Fitted } from "./fit.ts";
import { type Learned, RARITY_SCALE } from "./learn.ts";
import type { Input } from "./rows.ts";

type Temperature = Manifest["temperature"];

/** Quantises what was learned to one byte a weight, and describes it. */
export function pack(
  learned: Learned,
  rarity: Float32Array,
  temperature: Temperature,
  inputs: readonly Input[],
): { manifest: Manifest; bytes: Uint8Array } {
  const pieces: Uint8Array[] = [
    Uint8Array.from(rarity, (value) => Math.round(value * RARITY_SCALE)),
  ];
  let offset = BUCKETS;
  const place = (fitted: Fitted, classes: number) => {
    const { bytes, scales } = quantise(fitted.weights, classes);
    pieces.push(bytes);
    const part = { classes, offset, scales, biases: [...fitted.biases] };
    offset += bytes.length;
    return part;
  };
  const parts = {
    formed: place(learned.formed, CLASSES.formed),
    free: place(learned.free, CLASSES.free),
    gate: place(learned.gate, CLASSES.gate),
    lane: place(learned.lane, CLASSES.lane),
  };
  const bytes = Buffer.concat(pieces);
  const weightsSha256 = createHash("sha256").update(bytes).digest("hex");
  const manifest: Manifest = {
    version: `offline-${weightsSha256.slice(0, 8)}`,
    buckets: BUCKETS,
    rarityOffset: 0,
    rarityScale: RARITY_SCALE,
    parts,
    temperature,
    node: process.version,
    inputs: [...inputs],
    weightsSha256,
  };
  return { manifest, bytes };
}

function quantise(weights: Float32Array, classes: number) {
  const most = new Array<number>(classes).fill(1e-9);
  for (let i = 0; i < weights.length; i++) {
    const c = i % classes;
    most[c] = Math.max(most[c] ?? 0, Math.abs(weights[i] ?? 0));
  }
  const scales = most.map((largest) => largest / 127);
  const bytes = new Uint8Array(
    Int8Array.from(weights, (weight, i) => Math.round(weight / (scales[i % classes] ?? 1))).buffer,
  );
  return { bytes, scales };
}
