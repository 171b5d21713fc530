import { filingAgain } from "../issues/filing-again.ts";
import { type Action, NOT_WANTED } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import { type Clock, MINUTE, SECOND } from "../model/clock.ts";
import { PortError } from "../model/errors.ts";
import type { Gaps } from "../model/gap.ts";
import type { Ids } from "../model/ids.ts";
import type { Policy } from "../model/policy.ts";
import { isResolution } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import type { Board } from "../ports/board.ts";
import type { Conversation } from "../ports/conversation.ts";
import type { PassageIndex } from "../ports/docs.ts";
import type { IssueTracker } from "../ports/issue-tracker.ts";
import type { Outbox, Wake } from "../ports/outbox.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import type { ReportRows } from "../report/rows.ts";
import { alerting } from "./alert.ts";
import { consequences } from "./consequences.ts";
import { holdBack, type Switches } from "./hold-back.ts";
import { isNotice, pacedUntil } from "./pacing.ts";
import { marking } from "./perform.ts";
import { perform, settleMaybeDone } from "./perform-deed.ts";
import type { Result } from "./result.ts";
import { mayTouch } from "./speak.ts";
import { BEHIND_A_DOOR } from "./would-leak.ts";

/** A claim older than this is settled by reading, never by writing again. */
const LEASE_MS = 2 * MINUTE;
const FIRST_RETRY_MS = 2 * SECOND;
const LONGEST_RETRY_MS = 10 * MINUTE;
/** After so many failures that could pass, a person has to look: about a day of trying. */
const MOST_ATTEMPTS = 150;

export type ExecutorDeps = Switches & {
  readonly tickets: TicketStore;
  readonly outbox: Outbox;
  readonly board: Board;
  readonly conversation: Conversation;
  readonly tracker: IssueTracker;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policyOf: (communityId: string) => Promise<Policy>;
  /** What a digest is made of. */
  readonly reportRows: ReportRows;
  readonly gaps: Gaps;
  readonly passages: PassageIndex;
  /** Whether everybody in the community sees a channel, as it is now. */
  readonly isOpenToAll: (placeId: string) => Promise<boolean>;
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
    // The sweep finds what waits once the bot is back.
    if (policy.away) return;
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
    const known = await deps.tickets.load(communityId, ticketId);
    if (!known) return;
    const change = await settle(communityId, claimed, known, policy, deps);
    reached("before record");
    const recorded = await record(communityId, known, deps, change);
    reached("after record");
    if (recorded?.proposal) await deps.wake.board(communityId);
    await passOn(communityId, claimed.action, deps);
  }
}

/** Does the action unless it was done before or may not happen any more. @returns what to record */
async function settle(
  communityId: string,
  { action, maybeDone }: NonNullable<Awaited<ReturnType<Outbox["claim"]>>>,
  known: Case,
  policy: Policy,
  deps: ExecutorDeps,
): Promise<(known: Case, step: Step) => Change> {
  if (action.attempt > MOST_ATTEMPTS) return (now, step) => neverSettled(now, action, step);
  try {
    const found = maybeDone ? await settleMaybeDone(communityId, action, known, deps) : null;
    const held = found ? null : await holdBack(communityId, action, known, policy, deps);
    if (held) return (now, step) => heldBack(now, action, held, step);
    const until = found ? null : await paced(communityId, action, policy, deps);
    if (until !== null) return (_, step) => later(action, until, step);
    const result = found ?? (await act(communityId, action, known, deps));
    // Before the record: a crash in between leaves the claim open, and the card is found by its id.
    if (action.deed.do === "show-card" && result.type === "done" && result.externalRef) {
      await deps.board.cardPosted(communityId, action.deed.cardId, result.externalRef);
    }
    return (now, step) => consequences(now, action, result, step);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return (now, step) => failed(now, action, { error, maybeDone }, step);
  }
}

/** When a notice may be said, if not now. */
async function paced(
  communityId: string,
  action: Action,
  policy: Policy,
  { tickets, clock }: ExecutorDeps,
): Promise<number | null> {
  if (!isNotice(action.deed)) return null;
  const when = { tickets, now: clock.now() };
  return pacedUntil(communityId, action.id, policy.noticesPerHour, when);
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
  known: Case,
  deps: ExecutorDeps,
): Promise<Result> {
  deps.reached?.("before outside call");
  const result = await perform(communityId, action, known, deps);
  deps.reached?.("after outside call");
  return result;
}

function later(action: Action, until: number, step: Step): Change {
  const outcome = "as many threads were told as an hour allows";
  return {
    settled: {
      actionId: action.id,
      state: "waiting",
      externalRef: null,
      outcome,
      notBefore: Math.max(until, step.now + SECOND),
    },
    story: action.attempt <= 1 ? [{ at: step.now, what: "waits", detail: outcome }] : [],
  };
}

/** Commits a change of the ticket as it is now, again if somebody was faster. */
async function record(
  communityId: string,
  known: Case,
  deps: ExecutorDeps,
  change: (known: Case, step: Step) => Change,
): Promise<Change | null> {
  let current: Case | null = known;
  while (current) {
    const { id, version } = current.ticket;
    const policy = await deps.policyOf(communityId);
    const step = { now: deps.clock.now(), ids: deps.ids, policy };
    const wanted = change(current, step);
    if (await deps.tickets.commit(communityId, id, version, wanted)) return wanted;
    current = await deps.tickets.load(communityId, id);
  }
  return null;
}

/** How an issue ended is not lost when nothing new may be said: it is edited into what stands. */
function heldBack(known: Case, action: Action, because: string, step: Step): Change {
  const given = giveUp(action, "superseded", because, step);
  const { deed } = action;
  if (because === BEHIND_A_DOOR) {
    const again = filingAgain(known, action, { why: because, maybeDone: false }, step);
    return { ...given, ...again, actions: [alerting(known, because, step)] };
  }
  const { ticket } = known;
  if (deed.do !== "say" || !isResolution(deed.say) || step.policy.mode === "shadow") return given;
  const quietly = ticket.standingMessageId !== null && mayTouch(ticket, step.policy).may;
  if (quietly) {
    const { act, public: open, serial } = action;
    const edit = { do: "restate", say: deed.say } as const;
    const restating = {
      id: step.ids(),
      act,
      public: open,
      deed: edit,
      serial,
      notBefore: step.now,
    };
    return { ...given, actions: [restating] };
  }
  const mark = deed.say.say === "fixed" ? "fixed" : "closed";
  return {
    ...given,
    ticket: becoming(ticket, "resolved"),
    actions: marking(known, mark, step),
  };
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

/** Claimed again and again, and neither done nor refused: a mistake of ours that a person must see. */
function neverSettled(known: Case, action: Action, step: Step): Change {
  const why = "it was tried many times, and what came back could not be understood";
  return { ...giveUp(action, "given-up", why, step), actions: [alerting(known, why, step)] };
}

function failed(
  known: Case,
  action: Action,
  { error, maybeDone }: { readonly error: PortError; readonly maybeDone: boolean },
  step: Step,
): Change {
  // Refused because we were shown the door: it waits for the way back in.
  const hopeless = error.retry === "never" && !step.policy.away;
  if (hopeless || action.attempt >= MOST_ATTEMPTS) {
    const given = giveUp(action, "given-up", error.advice, step);
    // A mark that is missing keeps nobody from anything, nor is an alert worth another alert.
    if (["alert", "show-card", "mark"].includes(action.deed.do)) return given;
    const again = filingAgain(known, action, { why: error.advice, maybeDone }, step);
    return { ...given, ...again, actions: [alerting(known, error.advice, step)] };
  }
  const wait =
    error.retryAfterMs ??
    Math.min(FIRST_RETRY_MS * 2 ** Math.min(action.attempt, 10), LONGEST_RETRY_MS);
  // Superseded while it was under way: what is left is to look whether it happened.
  const unwanted = known.actions.find(({ id }) => id === action.id)?.outcome === NOT_WANTED;
  return {
    settled: {
      actionId: action.id,
      state: "waiting",
      externalRef: null,
      outcome: unwanted ? NOT_WANTED : error.advice,
      notBefore: step.now + wait,
    },
    story:
      action.attempt === 0
        ? [{ at: step.now, what: "waits", detail: `${error.advice}; tried again later` }]
        : [],
  };
}
