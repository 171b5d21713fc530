import { type Curve, logOdds } from "../../triage/decide/calibration.ts";

/** What an engine said of its sureness, and whether it was right. */
export type Said = { readonly said: number; readonly right: boolean };

/** Below so many rows a free curve follows chance; two numbers do not. */
const LEAST_ISOTONIC = 300;
/** Below so many nothing is fitted. */
export const LEAST_FITTED = 30;

/**
 * The curve for so many rows: isotonic regression needs hundreds, a logistic curve some dozens.
 * Niculescu-Mizil and Caruana, "Predicting good probabilities with supervised learning", ICML 2005.
 */
export function fitCurve(rows: readonly Said[]): Curve {
  const right = rows.filter((row) => row.right).length;
  if (rows.length < LEAST_FITTED || right === 0 || right === rows.length) return { method: "none" };
  return rows.length < LEAST_ISOTONIC ? fitPlatt(rows) : fitIsotonic(rows);
}

type Block = { readonly weight: number; readonly sum: number; readonly said: number };

/**
 * Isotonic regression by pooling adjacent violators. Ayer et al., Annals of Mathematical Statistics
 * 26, 1955; for probabilities Zadrozny and Elkan, KDD 2002. A block stands at the mean of what was
 * said in it, and its share of right ones is drawn to a half by two rows, so that none is 0 or 1.
 */
export function fitIsotonic(rows: readonly Said[]): Curve {
  const sorted = rows.toSorted((a, b) => a.said - b.said);
  const blocks: Block[] = [];
  for (const { said, right } of sorted) {
    let block: Block = { weight: 1, sum: Number(right), said };
    for (let last = blocks.at(-1); last && meanOf(last) >= meanOf(block); last = blocks.at(-1)) {
      blocks.pop();
      block = {
        weight: last.weight + block.weight,
        sum: last.sum + block.sum,
        said: last.said + block.said,
      };
    }
    blocks.push(block);
  }
  return {
    method: "isotonic",
    points: blocks.map(({ weight, sum, said }) => ({
      from: said / weight,
      to: (sum + 1) / (weight + 2),
    })),
  };
}

const meanOf = ({ sum, weight }: Block) => sum / weight;

const ROUNDS = 100;

/**
 * A logistic curve over the log-odds, by Newton's method, towards targets that are drawn in a little
 * from 0 and 1. Platt, "Probabilistic outputs for support vector machines", 1999; in the stable form
 * of Lin, Lin and Weng, Machine Learning 68, 2007.
 */
export function fitPlatt(rows: readonly Said[]): Curve {
  const hits = rows.filter(({ right }) => right).length;
  const high = (hits + 1) / (hits + 2);
  const low = 1 / (rows.length - hits + 2);
  const points = rows.map(({ said, right }) => ({ x: logOdds(said), y: right ? high : low }));
  let slope = 1;
  let shift = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    // A little weight on the diagonal keeps a step finite where all said the same.
    let [gradient, gradient0, h11, h12, h22] = [0, 0, 1e-6, 0, 1e-6];
    for (const { x, y } of points) {
      const p = 1 / (1 + Math.exp(-(slope * x + shift)));
      const weight = p * (1 - p);
      gradient += (p - y) * x;
      gradient0 += p - y;
      h11 += weight * x * x;
      h12 += weight * x;
      h22 += weight;
    }
    const determinant = h11 * h22 - h12 * h12;
    const step = (h22 * gradient - h12 * gradient0) / determinant;
    const step0 = (h11 * gradient0 - h12 * gradient) / determinant;
    slope -= Math.min(1, Math.max(-1, step));
    shift -= Math.min(1, Math.max(-1, step0));
    if (Math.abs(step) + Math.abs(step0) < 1e-9) break;
  }
  // A falling curve would make the surest the least sure: then nothing was learned.
  return slope > 0 ? { method: "platt", slope, shift } : { method: "none" };
}
