import { unlinking } from "../decide/related-links.ts";
import { textFiles } from "../files/files.ts";
import { type Action, type IssueRef, NOT_WANTED, type PlannedAction } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Mark, Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { becoming, mayBecome, type TicketState } from "../model/ticket.ts";
import { alerting } from "./alert.ts";
import { hearing } from "./hear-of-retraction.ts";
import { describe } from "./in-words.ts";
import { isNotice } from "./pacing.ts";
import { conversationSerial, marking, retracting } from "./perform.ts";
import type { Result } from "./result.ts";
import { isGapFiling } from "./spoken.ts";
import { isUnsaid } from "./unsaying.ts";

type Filed = Extract<Result, { type: "filed" }>;

const AFTER_SAYING: Partial<Record<Say["say"], { state: TicketState; mark: Mark }>> = {
  answer: { state: "answered", mark: "answered" },
  ask: { state: "waiting-reporter", mark: "needs-details" },
  "team-asks": { state: "waiting-reporter", mark: "needs-details" },
  redirect: { state: "redirected", mark: "answered" },
  linked: { state: "with-team", mark: "with-the-team" },
  fixed: { state: "resolved", mark: "fixed" },
  closed: { state: "resolved", mark: "closed" },
};

/** What follows from an action that was performed: the ticket's new state and further actions. */
export function consequences(known: Case, action: Action, result: Result, step: Step): Change {
  const settled = {
    actionId: action.id,
    state: "done" as const,
    externalRef: referenceOf(result),
    outcome: result.type === "done" ? result.note : null,
    // Pacing counts from when it was really said.
    ...(isNotice(action.deed) && { notBefore: step.now }),
  };
  const story = [{ at: step.now, what: "done", detail: describe(action, result) }];
  if (result.type === "filed" && isGapFiling(action))
    return { issue: result.issue, settled, story };
  const unwanted = known.actions.find(({ id }) => id === action.id)?.outcome === NOT_WANTED;
  if (result.type === "filed") {
    const facts = filedFact(known, action.deed, step.now);
    const change = { ...filed(known, result.issue, unwanted, step), facts };
    const alerts = notAsRouted(action, result).map((what) => alerting(known, what, step));
    return { ...change, actions: [...(change.actions ?? []), ...alerts], settled, story };
  }
  if (action.deed.do === "count-reporters" && result.type === "done") {
    const { issue } = action.deed;
    const labels = labelling(known, issue, result.reporters ?? 0, step);
    return { settled, story, actions: [...labels, ...takingFollowers(known, issue, step)] };
  }
  if (action.deed.do === "reopen-issue") return { ...reopenedByUs(known), settled, story };
  if (action.deed.do === "announce" && settled.externalRef !== null) {
    return { settled, story, actions: [concluding(action.deed.nodeIds, step)] };
  }
  if (action.deed.do === "unsay") {
    return { ticket: afterUnsaying(known, action.deed.messageId), settled, story };
  }
  if (action.deed.do === "retract") {
    const told = result.type === "restated" ? hearing(known, action.deed, step) : [];
    return { settled, story, actions: told };
  }
  if (action.deed.do === "mark") return { ticket: { mark: action.deed.mark }, settled, story };
  if (action.deed.do === "tell-privately" && result.type === "said") {
    // Direct messages are closed: a note stands in the thread, as any message does.
    return { settled, story, ticket: spoken(known, result) };
  }
  if (action.deed.do !== "say" && action.deed.do !== "restate") {
    const againAt = result.type === "done" ? (result.againAt ?? null) : null;
    if (againAt === null) return { settled, story };
    const { act, public: open, deed, serial } = action;
    const again = { id: step.ids(), act, public: open, deed, serial, notBefore: againAt };
    return { settled, story, actions: [again] };
  }

  // What an older message says now moves nothing on, nor does what was taken back.
  const mended = action.deed.do === "restate" && action.deed.messageId !== undefined;
  const after = mended || unwanted ? undefined : AFTER_SAYING[action.deed.say.say];
  const spoke = result.type === "said";
  return {
    settled,
    story,
    ticket: {
      ...(after && becoming(known.ticket, after.state)),
      // Asked once, and not for ever: see `unanswered`.
      ...(after && action.deed.say.say === "ask" && { dueAt: step.now + step.policy.shelfLifeMs }),
      ...(spoke && {
        ...spoken(known, result),
        standingMessageId: known.ticket.standingMessageId ?? result.messageId,
      }),
    },
    actions: [
      ...(after ? marking(known, after.mark, step) : []),
      ...(after && spoke ? unlinking(known, step) : []),
      ...(unwanted && spoke ? takingBack(known, result.messageId, step) : []),
    ],
  };
}

/** A message of ours more in the ticket's conversation, which it may have opened. */
function spoken({ ticket }: Case, { conversationId }: Extract<Result, { type: "said" }>) {
  return { conversationId, publicMessages: ticket.publicMessages + 1 };
}

/** The label that so many reporters are worth, unless the issue has it. */
function labelling(
  known: Case,
  issue: IssueRef,
  reporters: number,
  { now, ids, policy }: Step,
): PlannedAction[] {
  const reached = policy.priorityLabels
    .filter(({ from }) => reporters >= from)
    .toSorted((a, b) => b.from - a.from)[0];
  if (!reached || known.issue?.labels.includes(reached.label)) return [];
  const { nodeId, repository, number, url } = issue;
  const deed = {
    do: "label" as const,
    issue: { nodeId, repository, number, url },
    labels: [reached.label],
  };
  const serial = `issue:${nodeId}`;
  return [{ id: ids(), act: "link", public: true, deed, serial, notBefore: now }];
}

/** Our own doings come with no news, so the mirror learns of it here. */
function reopenedByUs({ issue }: Case): Pick<Change, "issue"> {
  return issue ? { issue: { ...issue, state: "open", stateReason: null } } : {};
}

function concluding(nodeIds: readonly string[], step: Step): PlannedAction {
  return {
    id: step.ids(),
    act: null,
    public: false,
    deed: { do: "conclude", nodeIds: [...nodeIds] },
    serial: "conclude",
    notBefore: step.now,
  };
}

/** One message fewer stands; what was said after it is what is edited from now on. */
function afterUnsaying(
  { ticket, actions }: Case,
  messageId: string,
): NonNullable<Change["ticket"]> {
  const others = actions.filter(
    ({ deed, state, externalRef }) =>
      deed.do === "say" &&
      state === "done" &&
      externalRef !== null &&
      !isUnsaid({ actions }, externalRef),
  );
  return {
    publicMessages: Math.max(0, ticket.publicMessages - 1),
    ...(ticket.standingMessageId === messageId && {
      standingMessageId: others.at(-1)?.externalRef ?? null,
    }),
  };
}

/** It was said while staff took it back: what stands is edited to the correction. */
function takingBack(known: Case, messageId: string, step: Step): PlannedAction[] {
  if (known.proposal?.state !== "retracted") return [];
  return [retracting(known, messageId, null, step, step.now)];
}

function filed(
  known: Case,
  issue: NonNullable<Change["issue"]>,
  unwanted: boolean,
  step: Step,
): Change {
  const { code } = known.ticket;
  const url = issue.visibility === "public" ? issue.url : null;
  const reporters = known.reporters.length;
  const files = url === null ? [] : textFiles(known.posts).map(({ name }) => name);
  const filesLeftOut = files.length > 0 ? { files } : {};
  const notice: PlannedAction = {
    id: step.ids(),
    act: "link",
    public: true,
    deed: { do: "restate", say: { say: "filed", code, url, reporters, ...filesLeftOut } },
    serial: conversationSerial(known),
    notBefore: step.now,
  };
  return {
    ticket: {
      ...(mayBecome(known.ticket.state, "with-team") && { state: "with-team" }),
      issueNodeId: issue.nodeId,
      linkedTo: `issue:${issue.nodeId}`,
      dueAt: null,
    },
    issue,
    actions: [
      notice,
      ...marking(known, "with-the-team", step),
      ...takingAlong(issue, step),
      ...(unwanted
        ? [alerting(known, "it was filed at the moment in which it was taken back", step)]
        : []),
    ],
    story: [],
  };
}

/** What turned out otherwise than the routing says, for staff. */
function notAsRouted({ deed }: Action, { issue, leftOut = [] }: Filed): string[] {
  const open = deed.do === "open-issue" && deed.route.visibility === "public";
  return [
    ...(leftOut.length > 0
      ? [
          `filed without its ${leftOut.join(" and ")}, which GitHub does not accept: change the routing`,
        ]
      : []),
    ...(open && issue.visibility === "private"
      ? [
          `${issue.repository} is private: members get no link to it. Change its visibility in the routing`,
        ]
      : []),
  ];
}

/** What the quality of issues is counted from. */
function filedFact({ ticket }: Case, deed: Action["deed"], at: number): Change["facts"] & {} {
  if (deed.do !== "open-issue") return [];
  const { team, repository } = deed.route;
  return [{ fact: "filed", at, team, area: ticket.area, repository }];
}

/** Whoever was linked to a ticket that is now linked to an issue is among those who report it. */
function takingFollowers(known: Case, issue: IssueRef, step: Step): PlannedAction[] {
  const { ticket, followers = [] } = known;
  return ticket.issueNodeId === issue.nodeId && followers.length > 0
    ? takingAlong(issue, step)
    : [];
}

/** Tickets may have been linked to this one while it had no issue yet. */
export function takingAlong(issue: IssueRef, step: Step): PlannedAction[] {
  const { nodeId, repository, number, url } = issue;
  return [
    {
      id: step.ids(),
      act: null,
      public: false,
      deed: { do: "bring-along", issue: { nodeId, repository, number, url } },
      serial: `issue:${nodeId}`,
      notBefore: step.now,
    },
  ];
}

function referenceOf(result: Result): string | null {
  switch (result.type) {
    case "said":
      return result.messageId;
    case "filed":
      return result.issue.nodeId;
    case "done":
      return result.externalRef;
    case "restated":
      return null;
  }
}
