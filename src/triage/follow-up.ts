import type { PlannedAction } from "./action.ts";
import type { Case, Change, Issue } from "./case.ts";
import { conversationSerial } from "./perform.ts";
import type { Say } from "./say.ts";
import type { Step } from "./step.ts";
import { becoming } from "./ticket.ts";

/** What happened to an issue, in our words; made from a verified webhook or a periodic read. */
export type IssueEvent =
  | {
      readonly event: "opened" | "edited" | "reopened" | "closed" | "deleted" | "transferred";
      readonly issue: Issue;
      /** Of a transfer: the issue that it became, which has an id of its own. */
      readonly movedTo?: Issue;
      /** The last thing that the team said before closing, if it was said to the reporter. */
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
 * @param turn the ticket's place among all that hear of this event, from 0, for pacing
 */
export function followUp(known: Case, event: IssueEvent, turn: number, step: Step): Change | null {
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
      return closed(known, event.issue, turn, step);
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

function closed(known: Case, issue: Issue, turn: number, step: Step): Change | null {
  const { now, policy } = step;
  const url = issue.visibility === "public" ? issue.url : null;
  const { code, state } = known.ticket;
  // The same news may come again: a delivery that was under way when the process died.
  if (state === "resolved" || unsaid(known, "fixed").length > 0) return null;
  const story = [{ at: now, what: "issue closed", detail: issue.stateReason ?? "closed" }];
  if (issue.stateReason !== "completed") {
    // The team's own words are missing or not ours to repeat: a person writes them.
    return {
      story: [...story, { at: now, what: "waits for words", detail: "tell it with /ticket" }],
    };
  }
  if (policy.acts["tell-fixed"] === "off" || policy.mode === "shadow") return { story };
  const paced = Math.floor(turn / policy.noticesPerHour) * 3_600_000;
  const notice: Say = { say: "fixed", code, url, release: null, askBack: true };
  return {
    actions: [speaking(known, notice, now + policy.settleMs + paced, step)],
    story,
  };
}

/** Reopened within the settling time, nobody is told anything. */
function reopened(known: Case, { now }: Step): Change {
  const news = unsaid(known, "fixed", "closed").filter(({ state }) => state === "waiting");
  return {
    supersede: news.map((action) => action.id),
    ...(known.ticket.state === "resolved" ? { ticket: { state: "with-team" as const } } : {}),
    story: [{ at: now, what: "issue reopened", detail: news.length > 0 ? "nobody was told" : "" }],
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
  if (event.directive === "ask") {
    if (asksAlready(known, event.words)) return null;
    return {
      actions: [speaking(known, { say: "team-asks", code, words: event.words }, step.now, step)],
      story: [{ at: step.now, what: "the team asks", detail: `${event.by}: ${event.words}` }],
    };
  }
  const { proposal } = known;
  const open = proposal?.state === "open" ? proposal.proposed : null;
  if (open?.outcome === "tell" && open.words === event.words) return null;
  const id = step.ids();
  return {
    ticket: becoming(known.ticket, "proposed"),
    proposal: {
      id,
      ticketId: known.ticket.id,
      version: (known.proposal?.version ?? 0) + 1,
      state: "open",
      proposed: { outcome: "tell", words: event.words, reason: "told" },
      groupKey: `one:${id}`,
      reasons: [{ code: "directive", text: `${event.by} of the team wants it told` }],
      doubt: null,
      candidates: [],
      priority: 50,
      createdAt: step.now,
      expiresAt: step.now + step.policy.shelfLifeMs,
      snoozedUntil: null,
      decidedBy: null,
      decidedAt: null,
      closedBecause: null,
    },
    story: [{ at: step.now, what: "the team tells", detail: `${event.by}: ${event.words}` }],
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

/** Public messages of these sorts that wait or are under way. */
function unsaid(known: Case, ...what: readonly Say["say"][]) {
  return known.actions.filter(
    ({ deed, state }) =>
      (state === "waiting" || state === "claimed") &&
      (deed.do === "say" || deed.do === "restate") &&
      what.includes(deed.say.say),
  );
}

function speaking(known: Case, say: Say, notBefore: number, { ids }: Step): PlannedAction {
  return {
    id: ids(),
    act: say.say === "fixed" ? "tell-fixed" : "link",
    public: true,
    deed: { do: "say", say },
    serial: conversationSerial(known),
    notBefore,
  };
}
