import { readFileSync } from "node:fs";
import { z } from "zod";
import { Kind, Lane } from "../../triage/model/classification.ts";
import { featuresOf, type Read, type Row } from "./features.ts";
import type { PostText } from "./post-text.ts";
import { BUCKETS } from "./sparse-row.ts";

/** One linear model: some columns of the matrix of weights, each with its scale and bias. */
const Part = z.object({
  column: z.number().int(),
  scales: z.array(z.number()),
  biases: z.array(z.number()),
});
type Part = z.infer<typeof Part>;

/** What stands beside the weights: how to read them, and what they were made from. */
export const Manifest = z.object({
  version: z.string(),
  buckets: z.literal(BUCKETS),
  /** Columns of the matrix: a row for each bucket, a byte for each weight; before it, a byte for each rarity. */
  columns: z.number().int(),
  /** The stored byte of a rarity is divided by it. */
  rarityScale: z.number(),
  parts: z.object({ formed: Part, free: Part, gate: Part, lane: Part }),
  /** Above 1 the raw probabilities were too sure of themselves; found on rows held out. */
  temperature: z.object({ kind: z.number(), lane: z.number() }),
  /** Added to the log-odds of `bug` where a post has no title; see the note on the offline classifier. */
  untitledBugBias: z.number(),
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
  score(post: PostText, read: Read): Scored;
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
  const { columns, parts, temperature, rarityScale, untitledBugBias } = manifest;
  const rarity = Float32Array.from(bytes.subarray(0, BUCKETS), (byte) => byte / rarityScale);
  const matrix = new Int8Array(bytes.buffer, bytes.byteOffset + BUCKETS, BUCKETS * columns);
  return {
    version: manifest.version,
    score(post, read) {
      const row = featuresOf(post, read, rarity);
      const sums = new Float64Array(Math.ceil(columns / ABREAST) * ABREAST);
      sumUp(matrix, columns, row, 0, row.words, sums);
      const gate = gateOf(row, chancesOf(parts.gate, sums)[1] ?? 0);
      sumUp(matrix, columns, row, row.words, row.cues, sums);
      const formed = chancesOf(parts.formed, sums);
      sumUp(matrix, columns, row, row.cues, row.ids.length, sums);
      const free = chancesOf(parts.free, sums);
      const kinds =
        post.title.trim() === ""
          ? untitled(formed, free, untitledBugBias)
          : free.map((chance, k) => gate * (formed[k] ?? 0) + (1 - gate) * chance);
      return {
        kinds: tempered(kinds, temperature.kind),
        lanes: tempered(chancesOf(parts.lane, sums), temperature.lane),
      };
    },
  };
}

/** Of held-out issues that follow no form, one in fifteen has a lower chance of being an issue. */
const GATE_CENTRE = 0.75;
const GATE_SLOPE = 3;

/** How far a titled post is judged as an issue of a repository rather than as a post of a forum. */
function gateOf(row: Row, chance: number): number {
  if (row.formed) return 1;
  const odds = Math.log(chance / (1 - chance)) - Math.log(GATE_CENTRE / (1 - GATE_CENTRE));
  return 1 / (1 + Math.exp(-GATE_SLOPE * odds));
}

const FREE_SHARE = 0.6;
const BUG = Kind.options.indexOf("bug");

/** Chat: neither expert has seen much of it, so that they have to agree. */
function untitled(formed: readonly number[], free: readonly number[], bugBias: number): number[] {
  return normalised(
    free.map((chance, k) => {
      const both = chance ** FREE_SHARE * (formed[k] ?? 0) ** (1 - FREE_SHARE);
      return k === BUG ? both * Math.exp(bugBias) : both;
    }),
  );
}

/** So many columns are summed in one go. */
const ABREAST = 4;

/**
 * Adds the sums of all columns over some features of a row to `sums`. Four columns at a time are kept
 * in variables: most of the time of scoring goes here.
 * @param sums longer than there are columns: past the last, other weights are added up for nobody
 */
function sumUp(
  matrix: Int8Array,
  columns: number,
  { ids, values }: Row,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  for (let column = 0; column < columns; column += ABREAST) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let i = from; i < to; i++) {
      const value = values[i] ?? 0;
      const at = (Math.imul(ids[i] ?? 0, columns) + column) | 0;
      first += value * (matrix[at] ?? 0);
      second += value * (matrix[at + 1] ?? 0);
      third += value * (matrix[at + 2] ?? 0);
      fourth += value * (matrix[at + 3] ?? 0);
    }
    sums[column] = (sums[column] ?? 0) + first;
    sums[column + 1] = (sums[column + 1] ?? 0) + second;
    sums[column + 2] = (sums[column + 2] ?? 0) + third;
    sums[column + 3] = (sums[column + 3] ?? 0) + fourth;
  }
}

function chancesOf({ column, scales, biases }: Part, sums: Float64Array): number[] {
  const scores = biases.map((bias, c) => bias + (sums[column + c] ?? 0) * (scales[c] ?? 0));
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
