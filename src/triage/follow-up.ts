import type { PlannedAction } from "./action.ts";
import type { Case, Change, Issue } from "./case.ts";
import { closed, reopened } from "./closing.ts";
import { conversationSerial } from "./perform.ts";
import { withoutPrivate } from "./private-names.ts";
import type { Say } from "./say.ts";
import type { Step } from "./step.ts";
import { telling } from "./telling.ts";

/** What happened to an issue, in our words; made from a verified webhook or a periodic read. */
export type IssueEvent =
  | {
      readonly event: "opened" | "edited" | "reopened" | "closed" | "deleted" | "transferred";
      readonly issue: Issue;
      /** Of a transfer: the issue that it became, which has an id of its own. */
      readonly movedTo?: Issue;
      /** Of a closing: the last thing that the team said before; null when it said nothing. */
      readonly words?: string | null;
    }
  /** `/signalbox ask …` or `/signalbox tell …` by a member of the team. */
  | {
      readonly event: "directive";
      readonly issue: Issue;
      readonly directive: "ask" | "tell";
      readonly words: string;
      readonly by: string;
    };

/**
 * What an event on an issue means for one ticket that is filed as it or linked to it.
 * @param tellAt when a notice of it may be said, if there is to be one
 */
export function followUp(
  known: Case,
  event: IssueEvent,
  tellAt: number,
  step: Step,
): Change | null {
  // Whoever withdrew a report, or deleted it, wants to hear no more of it.
  if (known.ticket.state === "withdrawn" && event.event !== "transferred") return null;
  switch (event.event) {
    case "opened":
    case "edited":
    case "deleted":
      return null;
    case "transferred":
      return transferred(event.issue, event.movedTo ?? null, step);
    case "closed":
      return closed(known, { issue: event.issue, words: event.words ?? null, tellAt }, step);
    case "reopened":
      return reopened(known, step);
    case "directive":
      return directed(known, event, step);
  }
}

/** The issue goes on under another id, so what is known of it has to move along. */
function transferred(issue: Issue, movedTo: Issue | null, { now }: Step): Change | null {
  if (!movedTo) return null;
  return {
    ticket: { issueNodeId: movedTo.nodeId, linkedTo: `issue:${movedTo.nodeId}` },
    issue: { ...movedTo, ticketId: issue.ticketId },
    story: [
      {
        at: now,
        what: "issue transferred",
        detail: `${issue.repository}#${issue.number} is ${movedTo.repository}#${movedTo.number}`,
      },
    ],
  };
}

function directed(
  known: Case,
  event: Extract<IssueEvent, { event: "directive" }>,
  step: Step,
): Change | null {
  // Only whoever reported it first is asked; the rest would answer the same.
  if (event.issue.ticketId !== known.ticket.id) return null;
  const { code } = known.ticket;
  const words = withoutPrivate(event.words, event.issue, step.policy);
  if (event.directive === "ask") {
    if (asksAlready(known, words)) return null;
    return {
      actions: [speaking(known, { say: "team-asks", code, words }, step)],
      story: [{ at: step.now, what: "the team asks", detail: `${event.by}: ${words}` }],
    };
  }
  const { proposal } = known;
  const open = proposal?.state === "open" ? proposal.proposed : null;
  if (open?.outcome === "tell" && open.words === words) return null;
  const why = `${event.by} of the team wants it told`;
  return {
    ...telling(known, { words, reason: "told", why, groupKey: null }, step),
    story: [{ at: step.now, what: "the team tells", detail: `${event.by}: ${words}` }],
  };
}

/** Said, or about to be said, and not answered yet: the same words are the same question. */
function asksAlready(known: Case, words: string): boolean {
  const asked = known.actions.findLast(
    ({ deed, state }) =>
      deed.do === "say" && deed.say.say === "team-asks" && state !== "superseded",
  );
  if (asked?.deed.do !== "say" || asked.deed.say.say !== "team-asks") return false;
  if (asked.deed.say.words !== words) return false;
  return asked.state !== "done" || known.ticket.state === "waiting-reporter";
}

function speaking(known: Case, say: Say, { ids, now }: Step): PlannedAction {
  return {
    id: ids(),
    act: "link",
    public: true,
    deed: { do: "say", say },
    serial: conversationSerial(known),
    notBefore: now,
  };
}
