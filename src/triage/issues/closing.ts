import type { PlannedAction } from "../model/action.ts";
import type { Case, Change, Issue } from "../model/case.ts";
import { isResolution, type Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { conversationSerial, marking } from "../perform/perform.ts";
import { mayTouch } from "../perform/speak.ts";
import { publicUrl, withoutPrivate } from "./private-names.ts";
import { reporterSubscribed, tellingSubscribers } from "./subscribing.ts";
import { telling } from "./telling.ts";

/** What a closed issue means for one of its tickets. */
export type Closing = {
  readonly issue: Issue;
  /** The last thing that the team said before closing; null when it said nothing. */
  readonly words: string | null;
  /** When the notice may be said: after settling, and paced; null when it is announced for all. */
  readonly tellAt: number | null;
};

/**
 * Fixed: the reporter is told once the news has settled. Not planned, or a duplicate: a draft with
 * the team's words, since a person decides how that is told.
 */
export function closed(known: Case, closing: Closing, step: Step): Change | null {
  const { issue } = closing;
  const { now, policy } = step;
  const fixed = issue.stateReason === "completed";
  // The same news may come again: a delivery that was under way when the process died.
  if (known.ticket.state === "resolved" || isTold(known, fixed)) return null;
  const story = [{ at: now, what: "issue closed", detail: issue.stateReason ?? "closed" }];
  if (policy.mode === "shadow") return { story };
  const stale = { supersede: newsWaiting(known).map(({ id }) => id) };
  if (!mayTouch(known.ticket, policy).may) {
    return { ...stale, ticket: becoming(known.ticket, "resolved"), story };
  }
  if (!fixed) {
    const { act, draft } = notPlanned(known, closing, step);
    return act === "off" ? { ...stale, story } : { ...stale, ...draft, story };
  }
  const overtaken = closingDraft(known, "the issue was completed", now);
  const { tellAt } = closing;
  if (policy.acts["tell-fixed"] === "off") {
    return { ...stale, ...overtaken, story };
  }
  const notice: Say = {
    say: "fixed",
    code: known.ticket.code,
    url: publicUrl(issue),
    release: null,
    // The one who reported it first can tell best whether it works.
    askBack:
      issue.ticketId === null || issue.ticketId === known.ticket.id || reporterSubscribed(known),
  };
  const privately = tellingSubscribers(known, notice, now + policy.settleMs, step);
  // Announced for all: only those who asked for it are told besides.
  const inThread = tellAt === null ? [] : [noticing(known, notice, tellAt, step)];
  return { ...stale, ...overtaken, actions: [...inThread, ...privately], story };
}

/** Reopened within the settling time nobody is told anything; later the mark goes back. */
export function reopened(known: Case, step: Step): Change | null {
  const { now } = step;
  const waiting = newsWaiting(known);
  const draft = closingDraft(known, "the issue was reopened", now);
  const resolved = known.ticket.state === "resolved";
  if (waiting.length === 0 && !draft.closeProposal && !resolved) return null;
  const unheard = waiting.length > 0 || draft.closeProposal !== undefined;
  return {
    ...draft,
    supersede: waiting.map((action) => action.id),
    ...(resolved || draft.closeProposal ? { ticket: becoming(known.ticket, "with-team") } : {}),
    actions: resolved ? marking(known, "with-the-team", step) : [],
    story: [{ at: now, what: "issue reopened", detail: unheard ? "nobody was told" : "" }],
  };
}

/** News of a resolution, said in the ticket's conversation. */
export function noticing(known: Case, say: Say, notBefore: number, { ids }: Step): PlannedAction {
  return {
    id: ids(),
    act: say.say === "fixed" ? "tell-fixed" : "tell-not-planned",
    public: true,
    deed: { do: "say", say },
    serial: conversationSerial(known),
    notBefore,
  };
}

/** News of a resolution that can still be held back, in the thread and in private. */
export function newsWaiting(known: Case) {
  const says = (deed: PlannedAction["deed"]) =>
    deed.do === "say" || deed.do === "restate" || deed.do === "tell-privately" ? deed.say : null;
  return known.actions.filter(({ deed, state }) => {
    const say = says(deed);
    return state === "waiting" && say !== null && isResolution(say);
  });
}

/** The same in the thread alone. */
export function threadNewsWaiting(known: Case) {
  return newsWaiting(known).filter(({ deed }) => deed.do !== "tell-privately");
}

function notPlanned(known: Case, { issue, words }: Closing, step: Step) {
  const reason = issue.stateReason === "duplicate" ? "duplicate" : "not-planned";
  const said = words === null ? "" : withoutPrivate(words, issue, step.policy);
  const why = reason === "duplicate" ? "closed as a duplicate" : "closed as not planned";
  const draft = telling(known, { words: said, reason, why, groupKey: issue.nodeId }, step);
  return { act: step.policy.acts["tell-not-planned"], draft };
}

function isTold(known: Case, fixed: boolean): boolean {
  const { proposal } = known;
  const drafted =
    proposal?.state === "open" &&
    proposal.proposed.outcome === "tell" &&
    proposal.proposed.reason !== "told";
  if (!fixed && drafted) return true;
  return known.actions.some(
    ({ deed, state }) =>
      (state === "waiting" || state === "claimed") &&
      deed.do === "say" &&
      deed.say.say === (fixed ? "fixed" : "closed"),
  );
}

/** A draft about the issue's end has nothing to say any more. */
function closingDraft(
  { proposal }: Case,
  because: string,
  at: number,
): Pick<Change, "closeProposal"> {
  const open = proposal?.state === "open" ? proposal.proposed : null;
  if (open?.outcome !== "tell" || open.reason === "told") return {};
  return { closeProposal: { state: "overtaken", because, at } };
}
