import { Lane, stricterLane } from "../../triage/model/classification.ts";
import type { LaneSign } from "./lane-rules.ts";
import { NOTHING_NAMED, type ProductsNamed } from "./products.ts";

export type DecidedLane = { readonly lane: Lane; readonly confidence: number };

/** A model this sure of a lane needs no phrase beside it. */
const ALONE: Readonly<Record<Lane, number>> = {
  security: 0.4,
  care: 0.5,
  account: 0.45,
  "not-ours": 0.5,
  open: 0,
};
/** With a phrase that only hints at it, this is enough. */
const HINTED = 0.2;

/**
 * Of all lanes that a sure phrase or the model speaks for, the strictest: a matter of one account
 * that is answered in public does more harm than a question that is redirected by a person.
 */
export function decideLane(
  chances: readonly number[],
  phrases: readonly LaneSign[],
  named: ProductsNamed = NOTHING_NAMED,
): DecidedLane {
  const signs = [
    ...phrases.filter(({ lane, sure }) => sure || counts(lane, named)),
    ...named.signs,
  ];
  let lane: Lane = "open";
  for (const [index, candidate] of Lane.options.entries()) {
    const chance = chances[index] ?? 0;
    const own = signs.filter((sign) => sign.lane === candidate);
    const sure =
      own.some((sign) => sign.sure) && (candidate !== "not-ours" || isForeign(chance, named));
    const hinted = own.length > 0 && chance >= HINTED;
    if (sure || hinted || (candidate !== "open" && chance >= ALONE[candidate])) {
      lane = stricterLane(lane, candidate);
    }
  }
  const chance = chances[Lane.options.indexOf(lane)] ?? 0;
  const agreed = signs.some((sign) => sign.lane === lane && sign.sure);
  return { lane, confidence: agreed ? Math.max(chance, 0.5 + chance / 2) : chance };
}

/** Another vendor's name beside one of ours is only what ours is used with. */
function counts(lane: Lane, named: ProductsNamed): boolean {
  return lane !== "not-ours" || !named.ours;
}

/** Somebody else's product is the one lane that is looser in effect: a phrase alone does not do. */
function isForeign(chance: number, named: ProductsNamed): boolean {
  return chance >= 0.1 || named.signs.some(({ sure }) => sure);
}
