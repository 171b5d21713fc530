import type { LOGISTIC } from "../../src/integrations/same-asks/likeness.ts";

export type Example = {
  readonly figures: { readonly whole: number; readonly title: number; readonly shared: number };
  readonly same: boolean;
};

const ROUNDS = 3_000;
const RATE = 1;

/** Logistic regression by gradient descent on standardised figures. */
export function fitLogistic(examples: readonly Example[]): typeof LOGISTIC {
  const names = ["whole", "title", "shared"] as const;
  const scales = names.map((name) => {
    const values = examples.map(({ figures }) => figures[name]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, spread: Math.sqrt(squares / values.length) };
  });
  const rows = examples.map(({ figures, same }) => ({
    same: same ? 1 : 0,
    values: names.map((name, at) => {
      const { mean = 0, spread = 1 } = scales[at] ?? {};
      return (figures[name] - mean) / spread;
    }),
  }));
  const weights = names.map(() => 0);
  let start = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const slopes = names.map(() => 0);
    let slope = 0;
    for (const { same, values } of rows) {
      const sum = values.reduce((total, value, at) => total + value * (weights[at] ?? 0), start);
      const error = 1 / (1 + Math.exp(-sum)) - same;
      slope += error / rows.length;
      values.forEach((value, at) => {
        slopes[at] = (slopes[at] ?? 0) + (error * value) / rows.length;
      });
    }
    start -= RATE * slope;
    slopes.forEach((value, at) => {
      weights[at] = (weights[at] ?? 0) - RATE * value;
    });
  }
  const [whole = 0, title = 0, shared = 0] = weights.map(
    (weight, at) => weight / (scales[at]?.spread ?? 1),
  );
  const shift = [whole, title, shared].reduce(
    (sum, weight, at) => sum + weight * (scales[at]?.mean ?? 0),
    0,
  );
  return { start: start - shift, whole, title, shared };
}
