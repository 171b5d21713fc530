import type { PlannedAction } from "../model/action.ts";
import type { Step } from "../model/step.ts";

/** Brings a card's message up to date with what the store holds; its version stays. */
export function redrawing(cardId: string, { ids, now }: Step): PlannedAction {
  return {
    id: ids(),
    act: null,
    public: false,
    deed: { do: "show-card", cardId },
    serial: `card:${cardId}`,
    notBefore: now,
  };
}
