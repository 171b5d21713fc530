import { type Classification, Kind, Lane } from "../model/classification.ts";

/**
 * Confidence from the agreement of two engines, for a model that gives no log-probabilities. Both
 * are taken as independent witnesses: each is right with the chance it states, and otherwise
 * names one of the other labels, all alike. The model's own word runs high, so it comes in damped.
 */
export function agreed(said: Classification, second: Classification): Classification {
  const kind = { first: said.kind, second: second.kind, of: Kind.options.length };
  const lane = { first: said.lane, second: second.lane, of: Lane.options.length };
  return {
    ...said,
    confidence: chance(kind, said.confidence, second.confidence),
    laneConfidence: chance(lane, said.laneConfidence, second.laneConfidence),
    confidenceFrom: "agreement",
  };
}

/** Nobody is ever quite sure: with 0 or 1 the other witness would not count. */
const LEAST = 0.02;
const held = (chance: number) => Math.min(1 - LEAST, Math.max(LEAST, chance));

/** How likely the first witness is right, given what both say. */
function chance(
  labels: { readonly first: string; readonly second: string; readonly of: number },
  first: number,
  second: number,
): number {
  const [p, q] = [held(first), held(second)];
  const others = labels.of - 1;
  const [missP, missQ] = [(1 - p) / others, (1 - q) / others];
  if (labels.first === labels.second) {
    const both = p * q;
    return both / (both + others * missP * missQ);
  }
  const mine = p * missQ;
  const theirs = missP * q;
  return mine / (mine + theirs + (others - 1) * missP * missQ);
}
