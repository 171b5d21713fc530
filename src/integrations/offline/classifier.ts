import { type Classification, Kind, type Lane } from "../../triage/model/classification.ts";
import type { Classifier, ClassifyInput } from "../../triage/ports/engines.ts";
import { areaOf } from "./area.ts";
import { asksIn } from "./asks.ts";
import { decideLane } from "./decide-lane.ts";
import { read } from "./features.ts";
import { laneSigns } from "./lane-rules.ts";
import { languageOfPost } from "./language.ts";
import { missingFrom } from "./missing.ts";
import { type OfflineModel, shippedModel } from "./model.ts";
import { toPostText } from "./post-text.ts";
import { createProductReader, NO_PRODUCTS, type ProductNames } from "./products.ts";
import { severityOf } from "./severity.ts";
import { summarise } from "./summarise.ts";

/**
 * The engine that needs no key and no network; it never fails.
 * @param products names by which a post about another vendor's product is told from one about ours
 */
export function createOfflineClassifier(products: ProductNames = NO_PRODUCTS): Classifier {
  const readProducts = createProductReader(products);
  return {
    async classify(input) {
      const engine = shippedModel();
      const classification = classifyOffline(input, engine, readProducts);
      const asks = asksIn(input.title, input.text, (piece) => kindOf(piece, engine));
      return { type: "classified", classification, call: null, asks };
    },
  };
}

export function classifyOffline(
  input: ClassifyInput,
  model: OfflineModel,
  readProducts = createProductReader(NO_PRODUCTS),
): Classification {
  const post = toPostText(input.title, input.text);
  const words = read(post);
  const phrases = laneSigns(post);
  const named = readProducts(post);
  const { kinds, lanes } = model.score(post, words);
  const { lane, confidence: laneConfidence } = decideLane(lanes, phrases, named);
  const signs = [...named.signs, ...phrases];
  const { kind, confidence } = likeliest(kinds);
  return {
    kind,
    lane,
    area: areaOf(input.areas, post, input.tags),
    severity: severityOf(kind, lane, post),
    language: languageOfPost(post, words),
    ...summarise(post, kind, lane === "open" ? [] : marksOf(post.whole, lane, signs)),
    missing: missingFrom(kind, post),
    confidence,
    laneConfidence,
    stamp: {
      engine: "offline",
      model: model.version,
      prompt: null,
      promptHash: null,
      schemaHash: null,
      standsInBecause: null,
    },
  };
}

function kindOf(piece: string, model: OfflineModel): { kind: Kind; confidence: number } {
  const post = toPostText("", piece);
  return likeliest(model.score(post, read(post)).kinds);
}

function likeliest(chances: readonly number[]): { kind: Kind; confidence: number } {
  let best = 0;
  for (let k = 1; k < chances.length; k++) if ((chances[k] ?? 0) > (chances[best] ?? 0)) best = k;
  return { kind: Kind.options[best] ?? "other", confidence: chances[best] ?? 0 };
}

/** The lines that show the lane, verbatim. */
function marksOf(whole: string, lane: Lane, signs: ReturnType<typeof laneSigns>): string[] {
  return signs
    .filter((sign) => sign.lane === lane)
    .slice(0, 2)
    .map(({ at, length }) => {
      const start = whole.lastIndexOf("\n", at) + 1;
      const from = Math.max(start, at - 60);
      const end = whole.indexOf("\n", at + length);
      return whole.slice(from, end < 0 ? undefined : end);
    });
}
