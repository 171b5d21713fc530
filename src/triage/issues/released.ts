import type { PlannedAction } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { conversationSerial } from "../perform/perform.ts";

type Fixed = Extract<Say, { say: "fixed" }>;

/**
 * A release holds the fix: the notice that waits carries its name, and one that was said already is
 * edited in place, which disturbs nobody. The first release that holds it counts.
 */
export function released(known: Case, release: string, step: Step): Change | null {
  const actions: PlannedAction[] = [];
  const supersede: string[] = [];
  for (const action of known.actions) {
    const fixed = unnamed(action.deed);
    if (!fixed) continue;
    const say = { ...fixed, release };
    const again = { act: action.act, public: true, serial: conversationSerial(known) };
    if (action.state === "waiting") {
      supersede.push(action.id);
      const { deed, notBefore, serial } = action;
      const named = "say" in deed ? { ...deed, say } : deed;
      actions.push({ ...again, serial, id: step.ids(), deed: named, notBefore });
    }
    const messageId = action.externalRef ?? known.ticket.standingMessageId;
    const inThread = action.deed.do !== "tell-privately";
    const stands = inThread && action.state === "done" && known.ticket.state === "resolved";
    if (stands && messageId !== null && !isNamed(known, messageId)) {
      const deed = { do: "restate", say, messageId } as const;
      actions.push({ ...again, id: step.ids(), deed, notBefore: step.now });
    }
  }
  if (actions.length === 0) return null;
  const story = [{ at: step.now, what: "released", detail: release }];
  return { actions, supersede, story };
}

function unnamed(deed: PlannedAction["deed"]): Fixed | null {
  if (deed.do !== "say" && deed.do !== "restate" && deed.do !== "tell-privately") return null;
  return deed.say.say === "fixed" && deed.say.release === null ? deed.say : null;
}

/** Whether a release was or is being written into that message. */
function isNamed(known: Case, messageId: string): boolean {
  return known.actions.some(
    ({ deed, state }) =>
      state !== "superseded" &&
      state !== "given-up" &&
      deed.do === "restate" &&
      deed.messageId === messageId &&
      deed.say.say === "fixed" &&
      deed.say.release !== null,
  );
}
