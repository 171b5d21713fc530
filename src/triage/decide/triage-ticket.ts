import { imageStory } from "../files/image-words.ts";
import { gatherAgain } from "../intake/gather-again.ts";
import type { PlannedAction } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import { type Clock, MINUTE, SECOND } from "../model/clock.ts";
import { failureWords, isDown } from "../model/engine-failure.ts";
import type { Ids } from "../model/ids.ts";
import { dayIn, type ModelCalls } from "../model/model-call.ts";
import type { Policy } from "../model/policy.ts";
import type { Step } from "../model/step.ts";
import { changeTicket } from "../perform/commit.ts";
import type { EngineFailure } from "../ports/engines.ts";
import type { Wake } from "../ports/outbox.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { conclude } from "./conclude.ts";
import { tellingOfEngine, worthTelling } from "./engine-notice.ts";
import { type Gathered, gatherEvidence, type Readers } from "./gather-evidence.ts";
import { splitting } from "./split-asks.ts";
import { unanswered } from "./unanswered.ts";

export type TriageDeps = Readers & {
  readonly tickets: TicketStore;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly calls: Pick<ModelCalls, "claimNotice">;
  readonly policyOf: (communityId: string) => Promise<Policy>;
};

const FIRST_RETRY_MS = 5 * SECOND;
const LONGEST_RETRY_MS = 10 * MINUTE;

/**
 * Triages one ticket whose bundle is closed: classify, find the same, draft where an answer may
 * help, decide, plan, and record all of it at once. A ticket that was decided already is left
 * alone, so a retry never pays a model twice.
 */
export async function triageTicket(
  communityId: string,
  ticketId: string,
  deps: TriageDeps,
): Promise<void> {
  const known = await deps.tickets.load(communityId, ticketId);
  if (!known) return;
  if (known.ticket.state !== "gathering") {
    const done = await changeTicket(communityId, ticketId, deps, unanswered);
    if (done?.change.ticket?.state === "gathering") await deps.wake.triage(communityId, ticketId);
    return;
  }
  if (known.ticket.dueAt !== null && known.ticket.dueAt > deps.clock.now()) return;
  const policy = await deps.policyOf(communityId);
  // Nothing is spent on a community that the bot was removed from.
  if (policy.away) return;

  const change = await triage(communityId, known, policy, deps);
  const written = await deps.tickets.commit(communityId, ticketId, known.ticket.version, change);
  // The ticket moved on meanwhile (a post joined, was edited or deleted): what did that wakes us.
  if (!written) return deps.wake.triage(communityId, ticketId);
  if (change.siblings) {
    for (const { id } of [known.ticket, ...change.siblings])
      await deps.wake.triage(communityId, id);
  }
  if (change.actions && change.actions.length > 0) await deps.wake.act(communityId, ticketId);
  if (change.proposal || change.closeProposal) await deps.wake.board(communityId);
  await gatherAgain(communityId, change, deps);
}

async function triage(
  communityId: string,
  known: Case,
  policy: Policy,
  deps: TriageDeps,
): Promise<Change> {
  const gathered = await gatherEvidence(communityId, known, policy, deps);
  if (gathered.type === "failed") return later(known, gathered, deps);
  const step = { now: deps.clock.now(), ids: deps.ids, policy };
  const redacted = gathered.changedPosts.length > 0 ? { posts: gathered.changedPosts } : {};
  if (gathered.asks && gathered.asks.length > 1) {
    return { ...splitting(gathered.posts, gathered.asks, step), ...redacted };
  }
  const { classification, drafting } = gathered;
  const { change } = conclude(known, gathered, step);
  const notice = await noticeOf(communityId, known, gathered, step, deps);
  return {
    ...change,
    story: [...change.story, ...imageStory([classification, drafting.draft], step.now)],
    under: gathered.under,
    ...(notice ? { actions: [...(change.actions ?? []), notice] } : {}),
    ...redacted,
  };
}

/** Tells staff that the other engine stands in, once a day whatever the number of tickets. */
async function noticeOf(
  communityId: string,
  known: Case,
  { classification, drafting }: Gathered,
  step: Step,
  { calls }: TriageDeps,
): Promise<PlannedAction | null> {
  const worth = worthTelling([classification.stamp, drafting.draft?.stamp]);
  if (!worth) return null;
  const day = dayIn(step.policy.zone, step.now);
  const told = known.actions.some(
    ({ deed, createdAt }) =>
      deed.do === "alert" &&
      deed.say.say === "engine-notice" &&
      dayIn(step.policy.zone, createdAt) === day,
  );
  if (told || !(await calls.claimNotice(communityId, day, worth.what, known.ticket.id)))
    return null;
  return tellingOfEngine(known, worth, step);
}

/** Nothing is lost while an engine is down: the ticket waits and says why. */
function later({ ticket }: Case, failure: EngineFailure, { clock }: TriageDeps): Change {
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** ticket.attempts, LONGEST_RETRY_MS);
  const wait = failure.retryAfterMs ?? backoff;
  return {
    ticket: { dueAt: clock.now() + wait, attempts: ticket.attempts + 1 },
    story: [
      {
        at: clock.now(),
        what: "not classified yet",
        detail: isDown(failure.reason)
          ? `${failureWords(failure)} (${failure.detail})`
          : failureWords(failure),
      },
    ],
  };
}
