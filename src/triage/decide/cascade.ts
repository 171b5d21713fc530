import type { Classification } from "../model/classification.ts";
import { HOUR } from "../model/clock.ts";
import type { CallFor } from "../model/model-call.ts";
import type { Classifier, ClassifyInput } from "../ports/engines.ts";
import { agreed } from "./agreement.ts";
import { withLaneDoubt } from "./lane-doubt.ts";

/** How many posts a place had lately. */
export type Traffic = (communityId: string, placeId: string, since: number) => Promise<number>;

export type Gate = {
  /** Posts an hour from which a place counts as busy. */
  readonly busyFrom: number;
  /** How sure the plain engine must be that nothing is asked. */
  readonly certainty: number;
};

export type CascadeParts = {
  readonly model: Classifier;
  /** Asked once when the model is unsure. */
  readonly strong: Classifier | null;
  /** Costs nothing: stands at the gate, and is the second witness where the model gives no odds. */
  readonly plain: Classifier;
  /** Below it the model counts as unsure. */
  readonly sureFrom: number;
  readonly gate: Gate | null;
  readonly traffic: Traffic;
  readonly now: () => number;
};

/**
 * Classifies with as little of the model as will do: none for what is clearly chatter in a busy
 * place, one call for most, a stronger model once for what the first is unsure of.
 */
export function createCascade(parts: CascadeParts): Classifier {
  const { model, strong, plain, sureFrom } = parts;
  return {
    async classify(input) {
      const first = await plain.classify(input);
      const witness = first.type === "classified" ? first.classification : null;
      if (witness && (await isSpared(witness, input, parts))) {
        return { type: "classified", classification: spared(witness), call: null };
      }
      // Several asks are told apart by how a post is written: the plain engine sees it as well.
      const apart = first.type === "classified" && first.asks ? { asks: first.asks } : {};
      const answer = { ...apart, ...(await weighed(model, input, witness)) };
      if (answer.type === "failed" || !strong || answer.classification.confidence >= sureFrom) {
        return answer;
      }
      const second = await weighed(strong, input, witness);
      return second.type === "failed" ? answer : { ...apart, ...second };
    },
  };
}

async function weighed(model: Classifier, input: ClassifyInput, witness: Classification | null) {
  const answer = await model.classify(input);
  if (answer.type === "failed" || !witness) return answer;
  const said = answer.classification;
  const found = said.confidenceFrom === "said" ? agreed(said, witness) : said;
  return { ...answer, classification: withLaneDoubt(found, witness) };
}

async function isSpared(
  { kind, lane, confidence }: Classification,
  { who, placeId }: ClassifyInput,
  { gate, traffic, now }: CascadeParts,
): Promise<boolean> {
  if (!gate || !isMember(who) || !placeId) return false;
  if (kind !== "other" || lane !== "open" || confidence < gate.certainty) return false;
  return (await traffic(who.communityId, placeId, now() - HOUR)) >= gate.busyFrom;
}

/** An import is no channel: what is in it was chosen. */
function isMember(who: CallFor | undefined): who is CallFor {
  return who?.purpose === "triage";
}

function spared(found: Classification): Classification {
  const percent = Math.floor(100 * found.confidence);
  const standsInBecause = `the model was spared: chatter (${percent} %) in a busy channel`;
  return { ...found, stamp: { ...found.stamp, standsInBecause } };
}
