import type { Classification, Lane } from "../model/classification.ts";
import { stricterLane } from "../model/classification.ts";

/** Lanes in which a mistake harms somebody: a public answer about one account, a report laid open. */
const HARMFUL: readonly Lane[] = ["security", "care", "account"];

/**
 * Doubt takes the stricter lane: where a second witness, such as the rules of the offline engine,
 * sees a lane that the model missed, that lane stands, with the lines that show it.
 */
export function withLaneDoubt(found: Classification, witness: Classification): Classification {
  const { lane } = witness;
  if (!HARMFUL.includes(lane) || stricterLane(found.lane, lane) === found.lane) return found;
  return {
    ...found,
    lane,
    laneConfidence: witness.laneConfidence,
    evidence: [...new Set([...witness.evidence, ...found.evidence])],
  };
}
