import type { Meter } from "../triage/decide/meter.ts";
import { note, noteRefusal } from "./call-notes.ts";

/** What a run may spend on calls, in dollars; answers that were kept cost nothing. */
export type Purse = {
  /** Stands before every call. No budget of a day does: whoever starts it says what it may cost. */
  readonly meter: Meter;
  spent(): number;
};

/**
 * A purse that is never overdrawn: a call that could cost more than what is left, with what calls
 * under way may still cost, is not made.
 * @param most dollars; null is no limit
 */
export function createPurse(most: number | null): Purse {
  let spent = 0;
  let held = 0;
  let settled = Promise.withResolvers<void>();
  return {
    spent: () => spent,
    meter: {
      async begin(_who, mostDollars) {
        const mayCost = mostDollars ?? 0;
        // Calls cost far less than they may: what one leaves over is enough for the next.
        while (most !== null && spent + held + mayCost > most && held > 0) await settled.promise;
        if (most !== null && spent + held + mayCost > most) {
          noteRefusal();
          return { type: "spent", budget: "day" };
        }
        held += mayCost;
        return {
          type: "go",
          async settle(call) {
            held -= mayCost;
            spent += call.dollars ?? mayCost;
            note([call]);
            settled.resolve();
            settled = Promise.withResolvers();
          },
        };
      },
    },
  };
}
