import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { toModel } from "../../src/integrations/offline/model.ts";
import { Kind, Lane } from "../../src/triage/model/classification.ts";
import { biasFor, foldsOf, modelFrom, scoreOf } from "./folds.ts";
import { learn, learnRarity, toVectors } from "./learn.ts";
import { pack, UNTUNED } from "./pack.ts";
import { readTrainRows, type TrainRow } from "./rows.ts";

const root = join(import.meta.dirname, "../..");
const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: join(root, "src/integrations/offline/weights") },
    shared: { type: "string", default: process.env["SIGNALBOX_SHARED"] ?? join(root, "../shared") },
  },
});

const FOLDS = 3;
const SEED = 7;

/** Temperatures that make probabilities on rows held out as sure as they are right. */
function calibrate(rows: readonly TrainRow[]) {
  const folds = foldsOf(rows, FOLDS, SEED);
  const kinds: Held[] = [];
  const lanes: Held[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = modelFrom(rows.filter((_, index) => folds[index] !== fold));
    for (const [index, row] of rows.entries()) {
      if (folds[index] !== fold || row.source === "chats") continue;
      const scored = scoreOf(model, row.title, row.text);
      kinds.push({ chances: scored.kinds, right: Kind.options.indexOf(row.kinds[0] ?? "other") });
      if (row.source === "own") {
        lanes.push({ chances: scored.lanes, right: Lane.options.indexOf(row.lane) });
      }
    }
  }
  return { kind: bestTemperature(kinds), lane: bestTemperature(lanes) };
}

type Held = { readonly chances: readonly number[]; readonly right: number };

function bestTemperature(held: readonly Held[]): number {
  const candidates = Array.from(
    { length: 56 },
    (_, step) => Math.round((0.25 + step * 0.05) * 100) / 100,
  );
  const losses = candidates.map((temperature) => ({
    temperature,
    loss: lossAt(held, temperature),
  }));
  return losses.toSorted((a, b) => a.loss - b.loss)[0]?.temperature ?? 1;
}

function lossAt(held: readonly Held[], temperature: number): number {
  let loss = 0;
  for (const { chances, right } of held) {
    const raised = chances.map((chance) => Math.max(chance, 1e-9) ** (1 / temperature));
    loss -= Math.log((raised[right] ?? 0) / raised.reduce((a, b) => a + b, 0));
  }
  return loss / held.length;
}

const { rows, inputs } = readTrainRows(options.shared, join(root, "train/rows"));
const temperature = calibrate(rows);
const rarity = learnRarity(rows);
const learned = learn(toVectors(rows, rarity));
const untuned = pack(learned, rarity, UNTUNED, inputs);
const untitledBugBias = biasFor(toModel(untuned.manifest, untuned.bytes), rows);
const { manifest, bytes } = pack(learned, rarity, { temperature, untitledBugBias }, inputs);
mkdirSync(options.out, { recursive: true });
writeFileSync(join(options.out, "weights.bin"), bytes);
writeFileSync(join(options.out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(
  `${manifest.version}: ${rows.length} rows, ${bytes.length} bytes, temperatures ${JSON.stringify(temperature)}`,
);
