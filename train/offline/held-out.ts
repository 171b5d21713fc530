import { type OfflineModel, shippedModel } from "../../src/integrations/offline/model.ts";
import { foldsOf, modelFrom } from "./folds.ts";
import type { TrainRow } from "./rows.ts";

/**
 * For each row that is judged a model that has never seen it, learned from all others and as sure of
 * itself as the shipped one. Chats are always learned from: their labels are too vague to judge by.
 */
export function heldOutModels(
  rows: readonly TrainRow[],
  options: {
    readonly folds: number;
    readonly seed: number;
    readonly temperature: { readonly kind: number; readonly lane: number };
    readonly onFold: () => void;
  },
): Map<TrainRow, OfflineModel> {
  const judged = rows.filter(({ source }) => source !== "chats");
  const chats = rows.filter(({ source }) => source === "chats");
  const folds = foldsOf(judged, options.folds, options.seed);
  const models = new Map<TrainRow, OfflineModel>();
  for (let fold = 0; fold < options.folds; fold += 1) {
    const model = tempered(
      modelFrom([...judged.filter((_, index) => folds[index] !== fold), ...chats]),
      options.temperature,
    );
    for (const [index, row] of judged.entries()) if (folds[index] === fold) models.set(row, model);
    options.onFold();
  }
  return models;
}

/** A model learned for a fold has no temperature of its own. */
function tempered(
  model: OfflineModel,
  { kind, lane }: { readonly kind: number; readonly lane: number },
): OfflineModel {
  return {
    version: shippedModel().version,
    score(post, read) {
      const { kinds, lanes } = model.score(post, read);
      return { kinds: raised(kinds, kind), lanes: raised(lanes, lane) };
    },
  };
}

function raised(chances: readonly number[], temperature: number): number[] {
  const values = chances.map((chance) => Math.max(chance, 1e-9) ** (1 / temperature));
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => value / sum);
}
