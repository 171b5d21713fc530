import type { Row } from "../../src/integrations/offline/features.ts";

/** A row and the classes that it may be: one when its label is known, several when it only rules some out. */
export type Example = {
  readonly row: Row;
  readonly allowed: readonly number[];
  readonly weight: number;
};

export type Fitted = { readonly weights: Float32Array; readonly biases: Float32Array };

type Options = {
  readonly classes: number;
  readonly buckets: number;
  readonly l2: number;
  readonly rounds: number;
};

/**
 * Multinomial logistic regression with L2, by L-BFGS from zero: no randomness, so the same rows
 * give the same weights. A row with several allowed classes counts as "one of these".
 */
export function fitLinear(
  examples: readonly Example[],
  { classes, buckets, l2, rounds }: Options,
): Fitted {
  const { dense, count } = compact(examples, buckets);
  const width = count * classes;
  const size = width + classes;
  const rows = examples.map(({ row }) => row.ids.map((id) => dense[id] ?? 0));
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const scores = new Float64Array(classes);

  const loss = (x: Float64Array, gradient: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const w = x[i] ?? 0;
      sum += 0.5 * l2 * w * w;
      gradient[i] = l2 * w;
    }
    gradient.fill(0, width);
    for (const [index, { row, allowed, weight }] of examples.entries()) {
      const ids = rows[index] ?? new Uint32Array();
      for (let c = 0; c < classes; c++) scores[c] = x[width + c] ?? 0;
      for (let j = 0; j < ids.length; j++) {
        const at = (ids[j] ?? 0) * classes;
        const value = row.values[j] ?? 0;
        for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + (x[at + c] ?? 0) * value;
      }
      softmax(scores);
      let right = 0;
      for (const c of allowed) right += scores[c] ?? 0;
      right = Math.max(right, 1e-12);
      const share = weight / total;
      sum -= share * Math.log(right);
      for (let c = 0; c < classes; c++) {
        const p = scores[c] ?? 0;
        scores[c] = share * (p - (allowed.includes(c) ? p / right : 0));
        gradient[width + c] = (gradient[width + c] ?? 0) + (scores[c] ?? 0);
      }
      for (let j = 0; j < ids.length; j++) {
        const at = (ids[j] ?? 0) * classes;
        const value = row.values[j] ?? 0;
        for (let c = 0; c < classes; c++)
          gradient[at + c] = (gradient[at + c] ?? 0) + (scores[c] ?? 0) * value;
      }
    }
    return sum;
  };

  const x = minimise(loss, size, rounds);
  const weights = new Float32Array(buckets * classes);
  for (let id = 0; id < buckets; id++) {
    const at = dense[id] ?? -1;
    if (at < 0) continue;
    for (let c = 0; c < classes; c++) weights[id * classes + c] = x[at * classes + c] ?? 0;
  }
  return { weights, biases: Float32Array.from(x.subarray(width)) };
}

function compact(examples: readonly Example[], buckets: number) {
  const dense = new Int32Array(buckets).fill(-1);
  let count = 0;
  for (const { row } of examples) {
    for (const id of row.ids) if (dense[id] === -1) dense[id] = count++;
  }
  return { dense, count };
}

export function softmax(scores: Float64Array): void {
  let most = -Infinity;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    const e = Math.exp((scores[c] ?? 0) - most);
    scores[c] = e;
    sum += e;
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) / sum;
}

type Loss = (x: Float64Array, gradient: Float64Array) => number;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** L-BFGS with eight remembered steps and backtracking. */
function minimise(loss: Loss, size: number, rounds: number): Float64Array {
  let x = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = loss(x, gradient);
  const past: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const direction = step(gradient, past);
    const slope = dot(direction, gradient);
    let rate = round === 0 ? 1 / Math.max(1e-12, Math.sqrt(dot(gradient, gradient))) : 1;
    let next = x;
    let nextGradient = gradient;
    let nextValue = value;
    for (let tries = 0; tries < 20; tries++) {
      next = new Float64Array(size);
      for (let i = 0; i < size; i++) next[i] = (x[i] ?? 0) + rate * (direction[i] ?? 0);
      nextGradient = new Float64Array(size);
      nextValue = loss(next, nextGradient);
      if (nextValue <= value + 1e-4 * rate * slope) break;
      rate /= 2;
    }
    const s = new Float64Array(size);
    const y = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      s[i] = (next[i] ?? 0) - (x[i] ?? 0);
      y[i] = (nextGradient[i] ?? 0) - (gradient[i] ?? 0);
    }
    const curvature = dot(s, y);
    if (curvature > 1e-14) past.push({ s, y, rho: 1 / curvature });
    if (past.length > 8) past.shift();
    const gain = value - nextValue;
    x = next;
    gradient = nextGradient;
    value = nextValue;
    if (gain < 1e-6 * Math.abs(value)) break;
  }
  return x;
}

function step(
  gradient: Float64Array,
  past: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = Float64Array.from(gradient);
  const alphas: number[] = [];
  for (const { s, y, rho } of past.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.push(alpha);
    for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) - alpha * (y[i] ?? 0);
  }
  const last = past.at(-1);
  const scale = last ? dot(last.s, last.y) / dot(last.y, last.y) : 1;
  for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) * scale;
  for (const { s, y, rho } of past) {
    const beta = rho * dot(y, q);
    const alpha = alphas.pop() ?? 0;
    for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) + (alpha - beta) * (s[i] ?? 0);
  }
  for (let i = 0; i < q.length; i++) q[i] = -(q[i] ?? 0);
  return q;
}
