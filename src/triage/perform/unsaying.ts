import type { PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Step } from "../model/step.ts";
import { conversationSerial } from "./perform.ts";

/** Takes away every message of ours about an ask that is gone itself: it would answer nothing. */
export function unsayingAll(known: Case, { now, ids }: Step): PlannedAction[] {
  return known.actions.flatMap(({ deed, state, externalRef }) => {
    // What is edited in place has a message of its own only where it was the first.
    const speaks = deed.do === "say" || deed.do === "restate";
    const stands = speaks && state === "done" && externalRef !== null;
    if (!stands || isUnsaid(known, externalRef)) return [];
    return [
      {
        id: ids(),
        act: null,
        public: true,
        deed: { do: "unsay" as const, messageId: externalRef },
        serial: conversationSerial(known),
        notBefore: now,
      },
    ];
  });
}

/** Whether a message of ours was taken away, or is about to be: it can no longer be edited. */
export function isUnsaid({ actions }: Pick<Case, "actions">, messageId: string): boolean {
  return actions.some(({ deed }) => deed.do === "unsay" && deed.messageId === messageId);
}
