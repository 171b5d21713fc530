import type { Action } from "./action.ts";
import { alerting } from "./alert.ts";
import type { Case, Change } from "./case.ts";
import { type Clock, MINUTE, SECOND } from "./clock.ts";
import { consequences, type Result } from "./consequences.ts";
import { PortError } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { perform, settleMaybeDone } from "./perform-deed.ts";
import type { Policy } from "./policy.ts";
import type { Board, Conversation, IssueTracker, Outbox, TicketStore, Wake } from "./ports.ts";
import { maySpeak, mayTouch } from "./speak.ts";
import type { Step } from "./step.ts";

/** A claim older than this is settled by reading, never by writing again. */
const LEASE_MS = 2 * MINUTE;
const FIRST_RETRY_MS = 2 * SECOND;
const LONGEST_RETRY_MS = 10 * MINUTE;
/** After so many failures that could pass, a person has to look: about a day of trying. */
const MOST_ATTEMPTS = 150;

export type ExecutorDeps = {
  readonly tickets: TicketStore;
  readonly outbox: Outbox;
  readonly board: Board;
  readonly conversation: Conversation;
  readonly tracker: IssueTracker;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policyOf: (communityId: string) => Promise<Policy>;
  /** Called between steps; tests make it throw to stand for a process that dies there. */
  readonly reached?: (point: CrashPoint) => void;
};

/** The points at which a crash must lose nothing and repeat nothing. */
export const CRASH_POINTS = [
  "before claim",
  "after claim",
  "before outside call",
  "after outside call",
  "before record",
  "after record",
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/**
 * Performs what is due for one ticket: claim, look whether it may have happened already, do it,
 * record it with what follows from it. The only place that writes to the outside.
 */
export async function applyActions(
  communityId: string,
  ticketId: string,
  deps: ExecutorDeps,
): Promise<void> {
  const reached = deps.reached ?? (() => {});
  for (;;) {
    const policy = await deps.policyOf(communityId);
    reached("before claim");
    const scope = policy.paused ? "staff" : "all";
    const claimed = await deps.outbox.claim(
      communityId,
      ticketId,
      deps.clock.now(),
      LEASE_MS,
      scope,
    );
    if (!claimed) return;
    reached("after claim");
    const { action, maybeDone } = claimed;
    const known = await deps.tickets.load(communityId, ticketId);
    if (!known) return;

    const held = holdBack(action, known, policy);
    if (held) {
      await record(communityId, known, deps, (_, step) => giveUp(action, "superseded", held, step));
      await passOn(communityId, action, deps);
      continue;
    }
    let result: Result;
    try {
      result = await act(communityId, action, maybeDone, known, deps, reached);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      await record(communityId, known, deps, (now, step) => failed(now, action, error, step));
      await passOn(communityId, action, deps);
      continue;
    }
    // Before the record: a crash in between leaves the claim open, and the card is found by its id.
    if (action.deed.do === "show-card" && result.type === "done" && result.externalRef) {
      await deps.board.cardPosted(communityId, action.deed.cardId, result.externalRef);
    }
    reached("before record");
    const recorded = await record(communityId, known, deps, (now, step) =>
      consequences(now, action, result, step),
    );
    reached("after record");
    await passOn(communityId, action, deps);
    if (result.type === "filed") await bringAlong(communityId, recorded, deps);
  }
}

/** Another ticket's job has found the serial taken and ended: its turn has come. */
async function passOn(communityId: string, action: Action, deps: ExecutorDeps): Promise<void> {
  const now = deps.clock.now();
  const next = await deps.outbox.nextInLine(communityId, action.serial, now);
  if (next !== null && next !== action.ticketId) await deps.wake.act(communityId, next);
}

async function act(
  communityId: string,
  action: Action,
  maybeDone: boolean,
  known: Case,
  deps: ExecutorDeps,
  reached: (point: CrashPoint) => void,
): Promise<Result> {
  const found = maybeDone ? await settleMaybeDone(communityId, action, known, deps) : null;
  if (found) return found;
  reached("before outside call");
  const result = await perform(communityId, action, known, deps);
  reached("after outside call");
  return result;
}

/** Why an action must not happen after all; asked right before it would. */
function holdBack(action: Action, { ticket }: Case, policy: Policy): string | null {
  if (!action.public) return null;
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

/** Commits a change of the ticket as it is now, again if somebody was faster. */
async function record(
  communityId: string,
  known: Case,
  deps: ExecutorDeps,
  change: (known: Case, step: Step) => Change,
): Promise<Case> {
  let current = known;
  for (;;) {
    const policy = await deps.policyOf(communityId);
    const step = { now: deps.clock.now(), ids: deps.ids, policy };
    const planned = change(current, step);
    if (
      await deps.tickets.commit(communityId, current.ticket.id, current.ticket.version, planned)
    ) {
      return current;
    }
    const again = await deps.tickets.load(communityId, current.ticket.id);
    if (!again) return current;
    current = again;
  }
}

function giveUp(
  action: Action,
  state: "superseded" | "given-up",
  outcome: string,
  step: Step,
): Change {
  return {
    settled: { actionId: action.id, state, externalRef: null, outcome },
    story: [{ at: step.now, what: `not done: ${action.deed.do}`, detail: outcome }],
  };
}

function failed(known: Case, action: Action, error: PortError, step: Step): Change {
  if (error.retry === "never" || action.attempt >= MOST_ATTEMPTS) {
    const given = giveUp(action, "given-up", error.advice, step);
    // An alert that cannot be posted is not worth another alert.
    const alerts = action.deed.do === "alert" || action.deed.do === "show-card";
    return alerts ? given : { ...given, actions: [alerting(known, error.advice, step)] };
  }
  const wait =
    error.retryAfterMs ??
    Math.min(FIRST_RETRY_MS * 2 ** Math.min(action.attempt, 10), LONGEST_RETRY_MS);
  return {
    settled: {
      actionId: action.id,
      state: "waiting",
      externalRef: null,
      outcome: error.advice,
      notBefore: step.now + wait,
    },
    story:
      action.attempt === 0
        ? [{ at: step.now, what: "waits", detail: `${error.advice}; tried again later` }]
        : [],
  };
}

/** Tickets that were linked to this one before it had an issue come along to it. */
async function bringAlong(communityId: string, known: Case, deps: ExecutorDeps): Promise<void> {
  const leader = await deps.tickets.load(communityId, known.ticket.id);
  const issue = leader?.issue;
  if (!issue) return;
  const followers = await deps.tickets.find(communityId, { linkedTo: `ticket:${known.ticket.id}` });
  for (const follower of followers) {
    const followed = await deps.tickets.load(communityId, follower.id);
    if (!followed) continue;
    await record(communityId, followed, deps, (_, step) => ({
      ticket: { issueNodeId: issue.nodeId, linkedTo: `issue:${issue.nodeId}`, state: "with-team" },
      actions: [
        {
          id: step.ids(),
          act: "link",
          public: true,
          deed: { do: "count-reporters", issue },
          serial: `issue:${issue.nodeId}`,
          notBefore: step.now,
        },
      ],
      story: [{ at: step.now, what: "linked", detail: `came along with ${known.ticket.code}` }],
    }));
    await deps.wake.act(communityId, follower.id);
  }
}
