import type { PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { EngineStamp } from "../model/classification.ts";
import { type FailureReason, isDown } from "../model/engine-failure.ts";
import type { Step } from "../model/step.ts";
import { toldToStaff } from "../perform/alert.ts";

/** Why staff should know that the other engine stands in; null when it does not, or for one post only. */
export function worthTelling(stamps: readonly (EngineStamp | undefined)[]): {
  readonly what: "budget" | "down";
  readonly because: string;
  readonly reason: FailureReason;
} | null {
  for (const stamp of stamps) {
    const { standsInAfter, standsInBecause } = stamp ?? {};
    if (!standsInAfter || !standsInBecause) continue;
    const told = { because: standsInBecause, reason: standsInAfter };
    if (standsInAfter === "budget-spent") return { what: "budget", ...told };
    if (isDown(standsInAfter)) return { what: "down", ...told };
  }
  return null;
}

/** Tells staff, in the review place, that the offline engine stands in. */
export function tellingOfEngine(
  known: Pick<Case, "ticket">,
  { because, reason }: { readonly because: string; readonly reason: FailureReason },
  step: Step,
): PlannedAction {
  const { code, permalink } = known.ticket;
  return toldToStaff(known, { say: "engine-notice", code, because, reason, permalink }, step);
}
