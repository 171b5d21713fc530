import { type Example, fitLinear, softmax } from "../../train/offline/fit.ts";

/** Plain TF-IDF of single words with logistic regression: what any approach has to beat. */
export function trainBaseline(rows: readonly { text: string; label: number; weight?: number }[]) {
  const vocabulary = new Map<string, number>();
  const met: number[] = [];
  const bags = rows.map(({ text }) => bagOf(text));
  for (const bag of bags) {
    for (const word of bag.keys()) {
      const id = vocabulary.get(word) ?? vocabulary.size;
      vocabulary.set(word, id);
      met[id] = (met[id] ?? 0) + 1;
    }
  }
  const vector = (bag: ReadonlyMap<string, number>) => {
    const known = [...bag].flatMap(([word, count]) => {
      const id = vocabulary.get(word);
      return id === undefined
        ? []
        : [[id, count * (Math.log((rows.length + 1) / ((met[id] ?? 0) + 1)) + 1)] as const];
    });
    const norm = Math.sqrt(known.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
    return {
      formed: false,
      words: 0,
      cues: 0,
      ids: Uint32Array.from(known, ([id]) => id),
      values: Float32Array.from(known, ([, value]) => value / norm),
    };
  };
  const examples = bags.map(
    (bag, i): Example => ({
      row: vector(bag),
      allowed: [rows[i]?.label ?? 0],
      weight: rows[i]?.weight ?? 1,
    }),
  );
  // C = 1 in the usual parametrisation.
  const { weights, biases } = fitLinear(examples, {
    classes: 2,
    buckets: vocabulary.size,
    l2: 1 / rows.length,
    rounds: 60,
  });
  return (text: string): number => {
    const row = vector(bagOf(text));
    const scores = Float64Array.from(biases);
    for (const [j, id] of row.ids.entries()) {
      for (let c = 0; c < 2; c++)
        scores[c] = (scores[c] ?? 0) + (weights[id * 2 + c] ?? 0) * (row.values[j] ?? 0);
    }
    softmax(scores);
    return scores[1] ?? 0;
  };
}

function bagOf(text: string): Map<string, number> {
  const bag = new Map<string, number>();
  for (const word of text.toLowerCase().match(/\w\w+/g) ?? [])
    bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}
