import type { PlannedAction } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { conversationSerial } from "../perform/perform.ts";

/**
 * Members no longer reach the issue: what we said, or are about to say, names the ticket's code in
 * place of the link.
 */
export function unlinking(known: Case, step: Step): Pick<Change, "actions" | "supersede"> {
  const actions: PlannedAction[] = [];
  const supersede: string[] = [];
  const standing = new Map<string, Say>();
  for (const action of known.actions) {
    const { deed, state } = action;
    if (deed.do !== "say" && deed.do !== "restate") continue;
    if (state === "waiting" && isLinked(deed.say)) {
      supersede.push(action.id);
      const { act, public: open, serial, notBefore } = action;
      const bare = { ...deed, say: unlinked(deed.say) };
      actions.push({ id: step.ids(), act, public: open, serial, notBefore, deed: bare });
    }
    const messageId =
      deed.do === "restate"
        ? (deed.messageId ?? action.externalRef ?? known.ticket.standingMessageId)
        : action.externalRef;
    // The last that was written there is what stands.
    if (state === "done" && messageId !== null) standing.set(messageId, deed.say);
  }
  for (const [messageId, say] of standing) {
    if (!isLinked(say)) continue;
    actions.push({
      id: step.ids(),
      act: "link",
      public: true,
      deed: { do: "restate", say: unlinked(say), messageId },
      serial: conversationSerial(known),
      notBefore: step.now,
    });
  }
  return { actions, supersede };
}

function isLinked(say: Say): boolean {
  return (say.say === "filed" || say.say === "linked" || say.say === "fixed") && say.url !== null;
}

function unlinked(say: Say): Say {
  return say.say === "filed" || say.say === "linked" || say.say === "fixed"
    ? { ...say, url: null }
    : say;
}
