import type { Case, Change, Issue } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { alerting } from "../perform/alert.ts";
import { closed, newsWaiting, reopened } from "./closing.ts";
import { type Directive, directed } from "./directive.ts";
import { factIn, factsOf } from "./issue-facts.ts";
import { needsInfo } from "./needs-info.ts";
import { withoutPrivate } from "./private-names.ts";
import { progressed } from "./progress.ts";
import { telling } from "./telling.ts";
import { unlinking } from "./unlink.ts";

/** What happened to an issue, in our words; made from a verified webhook or a periodic read. */
export type IssueEvent =
  | {
      readonly event:
        | "opened"
        | "edited"
        | "labeled"
        | "reopened"
        | "closed"
        | "converted"
        | "deleted"
        | "transferred"
        /** Milestone, assignee or labels changed. */
        | "progressed";
      readonly issue: Issue;
      /** Of a transfer: the issue that it became, which has an id of its own. */
      readonly movedTo?: Issue;
      /** Of a labelling: the label that was put on. */
      readonly label?: string;
      /** Of a closing: the last thing that the team said before; null when it said nothing. */
      readonly words?: string | null;
    }
  /** `/signalbox ask …` or `/signalbox tell …` by a member of the team. */
  | Directive;

/**
 * What an event on an issue means for one ticket that is filed as it or linked to it.
 * @param tellAt when a notice of it may be said in the thread; null when it is announced for all
 */
export function followUp(
  known: Case,
  event: IssueEvent,
  tellAt: number | null,
  step: Step,
): Change | null {
  const change = meaning(known, event, tellAt, step);
  const fact = factIn(event, known.issue, step.policy);
  const facts = fact === null ? [] : factsOf(known, fact, event.issue.updatedAt);
  return facts.length === 0 ? change : { story: [], ...change, facts };
}

function meaning(known: Case, event: IssueEvent, tellAt: number | null, step: Step): Change | null {
  // Whoever withdrew a report, or deleted it, wants to hear no more of it.
  if (known.ticket.state === "withdrawn" && event.event !== "transferred") return null;
  switch (event.event) {
    case "opened":
    case "edited":
      return null;
    case "deleted":
      return deleted(known, event.issue, step);
    case "labeled":
      return labeled(known, event, step);
    case "converted":
      return converted(known, event.issue, step);
    case "transferred":
      return transferred(known, event.issue, event.movedTo ?? null, step);
    case "closed":
      return closed(known, { issue: event.issue, words: event.words ?? null, tellAt }, step);
    case "reopened":
      return reopened(known, step);
    case "progressed":
      return progressed(known, event.issue, step);
    case "directive":
      return directed(known, event, tellAt, step);
  }
}

/** The issue goes on under another id, so what is known of it has to move along. */
function transferred(known: Case, issue: Issue, movedTo: Issue | null, step: Step): Change | null {
  if (!movedTo || known.ticket.issueNodeId === movedTo.nodeId) return null;
  const { now } = step;
  const { state, stateReason, labels } = issue;
  const hidden = movedTo.visibility === "private" && known.ticket.state !== "withdrawn";
  return {
    ...(hidden && unlinking(known, step)),
    ticket: { issueNodeId: movedTo.nodeId, linkedTo: `issue:${movedTo.nodeId}` },
    // Its state is news of its own, which follows.
    issue: { ...movedTo, state, stateReason, labels, ticketId: known.issue?.ticketId ?? null },
    story: [
      {
        at: now,
        what: "issue transferred",
        detail: `${issue.repository}#${issue.number} is ${movedTo.repository}#${movedTo.number}`,
      },
    ],
  };
}

/** Nobody works on it any more, and no news of it will come: staff decide how it goes on. */
function deleted(known: Case, issue: Issue, step: Step): Change | null {
  const { issueNodeId, linkedTo } = known.ticket;
  if (issueNodeId === null && linkedTo === null) return null;
  const where = `${issue.repository}#${issue.number}`;
  const first = issue.ticketId === null || issue.ticketId === known.ticket.id;
  const what = `${where} was deleted on GitHub: file it anew with Triage, or take the notice back with /retract`;
  const about = known.actions.filter(
    ({ state, serial }) => state === "waiting" && serial === `issue:${issue.nodeId}`,
  );
  return {
    ticket: { ...becoming(known.ticket, "resting"), issueNodeId: null, linkedTo: null },
    supersede: [...about, ...newsWaiting(known)].map(({ id }) => id),
    actions: first ? [alerting(known, what, step)] : [],
    story: [{ at: step.now, what: "issue deleted", detail: where }],
  };
}

function labeled(
  known: Case,
  event: { readonly issue: Issue; readonly label?: string; readonly words?: string | null },
  step: Step,
): Change | null {
  if (!isNeedsInfo(event.label, step.policy) || event.issue.ticketId !== known.ticket.id)
    return null;
  const words = event.words ?? null;
  return needsInfo(known, words && withoutPrivate(words, event.issue, step.policy), step);
}

/** It is neither fixed nor refused, it goes on elsewhere: a person writes where. */
function converted(known: Case, issue: Issue, step: Step): Change | null {
  // The same news may come again: a delivery that was under way when the process died.
  const groupKey = issue.nodeId;
  if (known.proposal?.groupKey === `tell:told:${groupKey}`) return null;
  const where = `${issue.repository}#${issue.number}`;
  const why = `the team made a discussion of ${where}: say where it goes on`;
  const draft = { words: "", reason: "told", why, groupKey } as const;
  return {
    ...telling(known, draft, step),
    supersede: newsWaiting(known).map(({ id }) => id),
    story: [{ at: step.now, what: "became a discussion", detail: where }],
  };
}

/** Whether the label says that the team lacks something, by the names in the config. */
export function isNeedsInfo(
  label: string | undefined,
  { needsInfoLabels }: Pick<Policy, "needsInfoLabels">,
): boolean {
  return needsInfoLabels.some((one) => one.toLowerCase() === label?.toLowerCase());
}
