import type { PlannedAction } from "../model/action.ts";
import type { Case, Change, Issue } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { conversationSerial } from "../perform/perform.ts";
import { withoutPrivate } from "./private-names.ts";
import { telling } from "./telling.ts";

/** What a member of the team wants of us, written as a comment on the issue. */
export type Directive = {
  readonly event: "directive";
  readonly issue: Issue;
  /** `wrong`: it is meant for us, and names nothing that we can do. */
  readonly directive: "ask" | "tell" | "wrong";
  readonly words: string;
  /** Their login. */
  readonly by: string;
  /** The comment that holds it; absent in deliveries from before it was kept. */
  readonly commentId?: string;
};

/** What is possible, for somebody who tried something else. */
const helpFor = (trusted: boolean) => `\
A comment here begins with \`/signalbox\` and names nothing that can be done. What can be:

- \`/signalbox ask Which version?\` asks the first reporter in their thread. The answer comes back here.
- \`/signalbox tell It works again.\` tells every reporter.${trusted ? "" : " Community staff read it before it is said."}

All that follows in the comment is what is said. To mend a mistake, edit the comment.`;

/**
 * What a directive means for one ticket. A question goes to whoever reported it first, since the
 * rest would answer the same; news goes to all of them.
 * @param tellAt when it may be told: teams that are not trusted have it drafted for staff
 */
export function directed(
  known: Case,
  event: Directive,
  tellAt: number | null,
  step: Step,
): Change | null {
  const first = event.issue.ticketId === known.ticket.id;
  const words = withoutPrivate(event.words, event.issue, step.policy);
  const answer = first ? acknowledging(event, step) : [];
  switch (event.directive) {
    case "wrong":
      return first ? helping(event, answer, step) : null;
    case "ask":
      return first ? asking(known, event, words, answer, step) : null;
    case "tell":
      return tellingAll(known, event, words, { tellAt, answer }, step);
  }
}

function asking(
  known: Case,
  { by, commentId }: Directive,
  words: string,
  answer: readonly PlannedAction[],
  step: Step,
): Change | null {
  const { code } = known.ticket;
  if (isTaken(known, commentId) || asksAlready(known, words)) return null;
  const say = { say: "team-asks", code, words, from: commentId } as const;
  return {
    actions: [speaking(known, say, step.now, step), ...answer],
    story: [{ at: step.now, what: "the team asks", detail: `${by}: ${words}` }],
  };
}

function tellingAll(
  known: Case,
  { issue, by, commentId }: Directive,
  words: string,
  how: { readonly tellAt: number | null; readonly answer: readonly PlannedAction[] },
  step: Step,
): Change | null {
  const { code } = known.ticket;
  if (isTaken(known, commentId) || tellsAlready(known, words)) return null;
  const story = [{ at: step.now, what: "the team tells", detail: `${by}: ${words}` }];
  if (isTrusted(by, issue, step.policy)) {
    const say = { say: "team-tells", code, words, from: commentId } as const;
    const notice = speaking(known, say, how.tellAt ?? step.now, step);
    return { actions: [notice, ...how.answer], story };
  }
  const why = `${by} of the team wants it told`;
  // One card for all who reported it, and one for each time that something is to be told.
  const groupKey = `${issue.nodeId}:${commentId ?? step.now}`;
  return {
    ...telling(known, { words, reason: "told", why, groupKey }, step),
    actions: how.answer,
    story,
  };
}

/** Edited in place when there is another one: a mistake is no reason to notify everybody twice. */
function helping({ issue, by }: Directive, answer: readonly PlannedAction[], step: Step): Change {
  const { nodeId, repository, number, url } = issue;
  const help: PlannedAction = {
    id: step.ids(),
    act: null,
    public: true,
    deed: {
      do: "comment",
      issue: { nodeId, repository, number, url },
      key: `directives:${nodeId}`,
      body: helpFor(isTrusted(by, issue, step.policy)),
    },
    serial: `issue:${nodeId}`,
    notBefore: step.now,
  };
  return {
    actions: [help, ...answer],
    story: [{ at: step.now, what: "a directive that cannot be followed", detail: by }],
  };
}

/** The team sees on its comment that it was heard. */
function acknowledging({ issue, directive, commentId }: Directive, step: Step): PlannedAction[] {
  if (commentId === undefined) return [];
  const { nodeId, repository, number, url } = issue;
  return [
    {
      id: step.ids(),
      act: null,
      public: true,
      deed: {
        do: "acknowledge",
        issue: { nodeId, repository, number, url },
        commentId,
        taken: directive !== "wrong",
      },
      serial: `issue:${nodeId}`,
      notBefore: step.now,
    },
  ];
}

/** The same comment was followed before, by a process that died before it could say so. */
function isTaken({ actions, proposal }: Case, commentId: string | undefined): boolean {
  if (commentId === undefined) return false;
  if (proposal?.groupKey.endsWith(`:${commentId}`)) return true;
  return actions.some(
    ({ deed }) =>
      deed.do === "say" &&
      (deed.say.say === "team-asks" || deed.say.say === "team-tells") &&
      deed.say.from === commentId,
  );
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

/** Drafted, or about to be said. */
function tellsAlready({ actions, proposal }: Case, words: string): boolean {
  const open = proposal?.state === "open" ? proposal.proposed : null;
  if (open?.outcome === "tell" && open.words === words) return true;
  return actions.some(
    ({ deed, state }) =>
      (state === "waiting" || state === "claimed") &&
      deed.do === "say" &&
      deed.say.say === "team-tells" &&
      deed.say.words === words,
  );
}

/** Of a team that may speak for itself, about an issue in a repository that is its own. */
export function isTrusted(
  login: string,
  { repository }: Pick<Issue, "repository">,
  { teams, rules, fallback }: Pick<Policy, "teams" | "rules" | "fallback">,
): boolean {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const routes = [...rules.map(({ route }) => route), ...(fallback ? [fallback] : [])];
  const owners = routes.filter((route) => same(route.repository, repository));
  return teams.some(
    ({ name, members, trusted }) =>
      trusted &&
      owners.some(({ team }) => team === name) &&
      members.some((member) => same(member, login)),
  );
}

function speaking(known: Case, say: Say, notBefore: number, { ids }: Step): PlannedAction {
  return {
    id: ids(),
    act: "link",
    public: true,
    deed: { do: "say", say },
    serial: conversationSerial(known),
    notBefore,
  };
}
