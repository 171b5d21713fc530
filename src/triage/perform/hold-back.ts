import type { Privacy } from "../intake/privacy.ts";
import { type Action, NOT_WANTED } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import { maySpeak, mayTouch, SILENCES } from "./speak.ts";
import { type Doors, wouldLeak } from "./would-leak.ts";

export type Switches = {
  readonly privacy: Pick<Privacy, "isOff">;
  readonly isOpenToAll: Doors["isOpenToAll"];
  readonly gaps: Doors["gaps"];
  /** Whether a person holds one of some roles at the source, now. Throws PortError. */
  readonly holdsRole: (personSourceId: string, roleIds: readonly string[]) => Promise<boolean>;
};

/** Why an action must not happen after all; asked right before it would. */
export async function holdBack(
  communityId: string,
  action: Action,
  known: Case,
  policy: Policy,
  deps: Switches,
): Promise<string | null> {
  return (
    notNow(action, known, policy) ??
    (await switchedOff(communityId, action, known, deps)) ??
    (await optedOut(action, known, policy, deps)) ??
    wouldLeak(communityId, action, known, deps)
  );
}

function notNow(action: Action, { ticket }: Case, policy: Policy): string | null {
  if (action.outcome === NOT_WANTED) return NOT_WANTED;
  if (!action.public) return null;
  // Whatever was planned, and by whomever: an imported thread is never touched.
  if (ticket.silence === "imported") return SILENCES.imported;
  switch (action.deed.do) {
    case "say": {
      const permission = maySpeak(ticket, policy);
      return permission.may ? null : permission.because;
    }
    case "restate":
    case "mark": {
      // An edit of what stands there is not a new message; posting one would be.
      const permission =
        action.deed.do === "restate" && ticket.standingMessageId === null
          ? maySpeak(ticket, policy)
          : mayTouch(ticket, policy);
      return permission.may ? null : permission.because;
    }
    default:
      return null;
  }
}

/** Staff may switch a place off at any time, also for what was approved before. */
async function switchedOff(
  communityId: string,
  { public: open, deed }: Action,
  { ticket: { source, placeId } }: Case,
  { privacy }: Switches,
): Promise<string | null> {
  if (!open || !["say", "restate", "mark"].includes(deed.do)) return null;
  const off = await privacy.isOff(communityId, [{ source, scope: "place", scopeId: placeId }]);
  return off ? "the bot is switched off there" : null;
}

/** A role that its asker was given since switches the bot off for them as well. */
async function optedOut(
  { public: open, deed }: Action,
  { ticket, reporters: [asker] }: Case,
  { roleIds }: Policy,
  { holdsRole }: Switches,
): Promise<string | null> {
  const isNew = deed.do === "say" || (deed.do === "restate" && ticket.standingMessageId === null);
  if (!open || !isNew || !asker) return null;
  const off = await holdsRole(asker.sourceId, roleIds["opted-out"]);
  return off ? SILENCES["opted-out"] : null;
}
