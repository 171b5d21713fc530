import type { DocsIndex } from "../../src/integrations/docs/open-index.ts";
import { type Signs, signsOf, weigh } from "../../src/integrations/offline/answer-evidence.ts";
import { askOf } from "../../src/integrations/offline/ask.ts";
import { quotablesOf } from "../../src/integrations/offline/quotable.ts";
import { createRandom } from "../retrieval/random.ts";
import { isAnswerable, type Row, turnsOf } from "./questions.ts";

export type Sample = { readonly signs: Signs; readonly answerable: boolean };

/** The signs that the offline engine would go by, for every question that finds a passage. */
export async function samplesOf(rows: readonly Row[], index: DocsIndex): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const row of rows) {
    const text = turnsOf(row).at(-1) ?? "";
    const ask = askOf("", text);
    const weighed = weigh(ask, index.rarity);
    const hits = await index.search({ title: "", text, top: 8 });
    const passages = hits.map(({ passage }) => passage);
    const sentences = quotablesOf(passages[0]?.text ?? "").map(({ shown }) => shown);
    samples.push({
      signs: signsOf(ask, weighed, passages, sentences),
      answerable: isAnswerable(row),
    });
  }
  return samples;
}

export type Model = { readonly weights: readonly number[]; readonly bias: number };

const STRENGTH = 2;
const ROUNDS = 1_500;
const RATE = 0.3;

/** Logistic regression with a quadratic penalty on standardised signs, in the signs' own units. */
export function fitModel(samples: readonly Sample[], names: readonly (keyof Signs)[]): Model {
  const rows = samples.map(({ signs }) => names.map((name) => signs[name]));
  const means = names.map((_, at) => mean(rows.map((row) => row[at] ?? 0)));
  const spreads = names.map((_, at) => spread(rows.map((row) => row[at] ?? 0)));
  const scaled = rows.map((row) => row.map((x, at) => (x - (means[at] ?? 0)) / (spreads[at] ?? 1)));
  let weights = names.map(() => 0);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const errors = scaled.map(
      (row, n) => sigmoid(bias + dot(row, weights)) - (samples[n]?.answerable ? 1 : 0),
    );
    weights = weights.map((weight, at) => {
      const slope = mean(errors.map((error, n) => error * (scaled[n]?.[at] ?? 0)));
      return weight - RATE * (slope + (STRENGTH * weight) / samples.length);
    });
    bias -= RATE * mean(errors);
  }
  const own = weights.map((weight, at) => weight / (spreads[at] ?? 1));
  return { weights: own, bias: bias - dot(own, means) };
}

export function probability(
  model: Model,
  { signs }: Sample,
  names: readonly (keyof Signs)[],
): number {
  return sigmoid(
    model.bias +
      dot(
        names.map((name) => signs[name]),
        model.weights,
      ),
  );
}

const FOLDS = 6;

export type Validated = {
  /** Each question's probability by a model that never saw it. */
  readonly confidences: readonly number[];
  /** Answered, and answerable among them, with a floor chosen on the other folds. */
  readonly answered: number;
  readonly right: number;
};

/** Six folds; the floor is the lowest that keeps the precision wanted on the folds that were fitted. */
export function crossValidate(
  samples: readonly Sample[],
  names: readonly (keyof Signs)[],
  precision: number,
  seed: number,
): Validated {
  const random = createRandom(seed);
  const order = samples.map((_, at) => ({ at, by: random() })).toSorted((a, b) => a.by - b.by);
  const confidences = samples.map(() => 0);
  let answered = 0;
  let right = 0;
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const held = new Set(order.filter((_, n) => n % FOLDS === fold).map(({ at }) => at));
    const others = samples.filter((_, at) => !held.has(at));
    const model = fitModel(others, names);
    const floor = floorFor(
      others.map((one) => ({ ...one, p: probability(model, one, names) })),
      precision,
    );
    for (const [at, sample] of samples.entries()) {
      if (!held.has(at)) continue;
      const p = probability(model, sample, names);
      confidences[at] = p;
      if (p < floor) continue;
      answered += 1;
      if (sample.answerable) right += 1;
    }
  }
  return { confidences, answered, right };
}

function floorFor(
  scored: readonly { readonly p: number; readonly answerable: boolean }[],
  precision: number,
): number {
  let floor = 1;
  let right = 0;
  for (const [at, { p, answerable }] of scored.toSorted((a, b) => b.p - a.p).entries()) {
    if (answerable) right += 1;
    if (right / (at + 1) >= precision) floor = p;
  }
  return floor;
}

const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds));

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) || 1;
}
