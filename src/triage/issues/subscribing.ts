import type { PlannedAction } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import type { Subscriber } from "../model/way-back.ts";

/** Somebody wants to be told in private how it ends, or no longer. */
export function subscribing(known: Case, who: Subscriber, on: boolean, step: Step): Change | null {
  const stands = known.subscribers.some((one) => one.personId === who.personId);
  if (stands === on) return null;
  const unheard = on ? [] : known.actions.filter((action) => isPrivateTo(action, who.sourceId));
  return {
    subscription: { on, who },
    supersede: unheard.map(({ id }) => id),
    story: [{ at: step.now, what: on ? "wants to be told" : "wants no news", detail: who.name }],
  };
}

/** Whether one of the ticket's own reporters asked to be told: they are asked whether it works. */
export function reporterSubscribed({ reporters, subscribers }: Case): boolean {
  return reporters.some(({ personId }) => subscribers.some((one) => one.personId === personId));
}

/** The same news for each who asked for it in private, with where it was reported. */
export function tellingSubscribers(
  known: Case,
  news: Extract<Say, { say: "fixed" | "closed" }>,
  notBefore: number,
  { ids, policy }: Step,
): PlannedAction[] {
  if (policy.mode === "shadow" || policy.acts["direct-message"] === "off") return [];
  const reported = known.ticket.permalink;
  const say = news.say === "fixed" ? { ...news, askBack: true, reported } : { ...news, reported };
  return known.subscribers.map(({ sourceId: personSourceId }) => ({
    id: ids(),
    act: "direct-message",
    public: true,
    deed: { do: "tell-privately", personSourceId, say },
    serial: `private:${personSourceId}`,
    notBefore,
  }));
}

function isPrivateTo({ deed, state }: Case["actions"][number], personSourceId: string): boolean {
  return (
    state === "waiting" &&
    deed.do === "tell-privately" &&
    deed.personSourceId === personSourceId &&
    (deed.say.say === "fixed" || deed.say.say === "closed")
  );
}
