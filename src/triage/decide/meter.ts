import type { Clock } from "../model/clock.ts";
import {
  type BudgetName,
  type Budgets,
  type CallFor,
  dayIn,
  type ModelCall,
  type ModelCalls,
} from "../model/model-call.ts";

/** Stands before every call to a model: keeps to the budgets and writes down what it cost. */
export interface Meter {
  /**
   * @param mostDollars what the call can cost at the most; null when its model has no price
   */
  begin(
    who: CallFor,
    mostDollars: number | null,
  ): Promise<
    | { readonly type: "go"; settle(call: ModelCall): Promise<void> }
    | { readonly type: "spent"; readonly budget: BudgetName }
  >;
}

/** A meter on the store, which is the truth for all processes. */
export function createMeter(deps: {
  readonly calls: ModelCalls;
  readonly clock: Clock;
  readonly budgets: Budgets;
  /** Time zone in which a day begins. */
  readonly zone: string;
  /** Told of every call that was made. */
  readonly onCall?: (call: ModelCall) => void;
}): Meter {
  const { calls, clock, budgets, zone, onCall } = deps;
  return {
    async begin(who, mostDollars) {
      const at = clock.now();
      const call = { day: dayIn(zone, at), dollars: mostDollars ?? 0, at };
      const held = await calls.reserve(who, call, budgets);
      if (held.type === "spent") return held;
      return {
        type: "go",
        async settle(made) {
          onCall?.(made);
          await calls.settle(who.communityId, held.id, made);
        },
      };
    },
  };
}
