import type { Deed, PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import type { Conversation } from "../ports/conversation.ts";
import { conversationSerial } from "./perform.ts";

/** What people may have acted on already; a question or a notice of ours harms nobody. */
const RELIED_ON: readonly Say["say"][] = ["answer", "redirect", "fixed", "closed"];

/** A short message below what was withdrawn: once, and only where somebody may have relied on it. */
export function hearing(
  known: Case,
  { messageId, say }: Extract<Deed, { do: "retract" }>,
  step: Step,
): PlannedAction[] {
  // What was shared in a channel stands among everybody's talk: nothing there gets unread by it.
  if (known.ticket.conversationId === known.ticket.placeId) return [];
  const said = known.actions.find(
    ({ deed, externalRef }) => deed.do === "say" && externalRef === messageId,
  );
  if (said?.deed.do !== "say" || !RELIED_ON.includes(said.deed.say.say)) return [];
  const heard = known.actions.some(
    ({ deed }) => deed.do === "say" && deed.say.say === "retracted" && deed.say.of === messageId,
  );
  if (heard) return [];
  const corrected = say.say === "withdrawn" && say.words !== null;
  const { code } = known.ticket;
  return [
    {
      id: step.ids(),
      act: null,
      public: true,
      deed: { do: "say", say: { say: "retracted", code, of: messageId, corrected } },
      serial: conversationSerial(known),
      notBefore: step.now,
    },
  ];
}

/** Whether nobody is left who asked, so that there is nobody to tell. */
export async function allAreGone(
  { reporters, ticket }: Pick<Case, "reporters" | "ticket">,
  conversation: Pick<Conversation, "hasMember">,
): Promise<boolean> {
  for (const { sourceId } of reporters) {
    if (await conversation.hasMember(ticket.placeId, sourceId)) return false;
  }
  return true;
}
