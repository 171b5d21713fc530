import type { Candidate } from "./candidate.ts";
import type { Case, Change, ModelCall } from "./case.ts";
import type { Classification } from "./classification.ts";
import { type Clock, MINUTE, SECOND } from "./clock.ts";
import { decide, type Evidence } from "./decide.ts";
import type { Draft } from "./draft.ts";
import { PortError } from "./errors.ts";
import type { Ids } from "./ids.ts";
import type { Passage } from "./passage.ts";
import { plan } from "./plan.ts";
import type { Policy } from "./policy.ts";
import type {
  Classifier,
  Drafter,
  EngineFailure,
  PassageIndex,
  SameAsks,
  TicketStore,
  Wake,
} from "./ports.ts";
import { joinPosts } from "./post.ts";
import { propose } from "./propose.ts";
import { redactBundle } from "./redact-bundle.ts";
import { route } from "./route.ts";
import { verifyDraft } from "./verify-draft.ts";

export type TriageDeps = {
  readonly tickets: TicketStore;
  readonly classifier: Classifier;
  readonly drafter: Drafter;
  readonly passages: PassageIndex;
  readonly sameAsks: SameAsks;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policyOf: (communityId: string) => Promise<Policy>;
};

const PASSAGES_SHOWN = 8;
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
  if (known?.ticket.state !== "gathering") return;
  if (known.ticket.dueAt !== null && known.ticket.dueAt > deps.clock.now()) return;
  const policy = await deps.policyOf(communityId);

  const change = await triage(communityId, known, policy, deps);
  const written = await deps.tickets.commit(communityId, ticketId, known.ticket.version, change);
  // The ticket moved on meanwhile (a post joined, was edited or deleted): what did that wakes us.
  if (!written) return deps.wake.triage(communityId, ticketId);
  if (change.actions && change.actions.length > 0) await deps.wake.act(communityId, ticketId);
  if (change.proposal || change.closeProposal) await deps.wake.board(communityId);
}

async function triage(
  communityId: string,
  known: Case,
  policy: Policy,
  deps: TriageDeps,
): Promise<Change> {
  const bundle = redactBundle(known.posts);
  const current = { ...known, posts: bundle.posts };
  const ask = joinPosts(current.posts);
  const tags = current.posts.flatMap((post) => post.tags);

  const classified = await attempt(() =>
    deps.classifier.classify({ ...ask, areas: policy.areas, tags }),
  );
  if (classified.type === "failed") return later(known, classified, deps);
  const calls: ModelCall[] = classified.call ? [classified.call] : [];
  const classification = corrected(classified.classification, known);

  const candidates = await findSame(communityId, current, classification, ask.text, deps);
  const drafting = await draftAnswer(current, classification, ask, deps);
  if (drafting.call) calls.push(drafting.call);

  const where = { placeId: known.ticket.placeId, text: `${ask.title}\n${ask.text}` };
  const routed = route(classification, where, policy);
  const found: Evidence = { classification, candidates, draft: drafting.evidence, routed };
  const decided = decide(found, current, policy);
  const step = { now: deps.clock.now(), ids: deps.ids, policy };
  const material = { classification, candidates, route: routed.route, ...drafting };
  const proposal = propose(current, decided, material, step);
  return {
    ...plan(current, classification, drafting.draft, decided, proposal, step),
    candidates,
    calls,
    ...(bundle.changed.length > 0 ? { posts: bundle.changed } : {}),
  };
}

/** What a person said about a ticket stands over what any engine says. */
function corrected(classification: Classification, { ticket }: Case): Classification {
  if (ticket.labelledBy === null) return classification;
  return {
    ...classification,
    kind: ticket.kind ?? classification.kind,
    lane: ticket.lane ?? classification.lane,
    area: ticket.area ?? classification.area,
    confidence: 1,
    laneConfidence: 1,
  };
}

async function findSame(
  communityId: string,
  known: Case,
  { lane, kind, title }: Classification,
  text: string,
  deps: TriageDeps,
): Promise<readonly Candidate[]> {
  // An account's matter or a security report is never held against other people's asks.
  if (lane !== "open" || kind === "other" || kind === "question") return [];
  return deps.sameAsks.find(communityId, { ticketId: known.ticket.id, title, text });
}

type Drafting = {
  readonly draft: Draft | null;
  readonly passages: readonly Passage[];
  readonly evidence: Evidence["draft"];
  readonly call: ModelCall | null;
};

async function draftAnswer(
  known: Case,
  classification: Classification,
  ask: { readonly title: string; readonly text: string },
  deps: TriageDeps,
): Promise<Drafting> {
  const { kind, lane, language } = classification;
  if (lane !== "open" || kind !== "question") return none("only open questions are answered");
  if (known.ticket.silence !== null) return none(`nothing is said there: ${known.ticket.silence}`);
  const hits = await deps.passages.search({ ...ask, top: PASSAGES_SHOWN });
  if (hits.length === 0) return none("no passage of the docs matches");

  const instruction = null;
  const drafted = await attempt(() =>
    deps.drafter.draft({ ...ask, language, passages: hits, instruction }),
  );
  if (drafted.type === "failed") return none(`the drafting engine failed: ${drafted.reason}`);
  if (drafted.type === "none") return { ...none(drafted.reason), call: drafted.call };
  const sent = hits.map((hit) => hit.passage);
  const verified = verifyDraft(drafted.draft, sent);
  if (verified.type === "held") return { ...none(verified.reason), call: drafted.call };
  const cited = new Set(verified.draft.claims.flatMap((claim) => claim.passageIds));
  return {
    draft: verified.draft,
    passages: sent.filter((passage) => cited.has(passage.id)),
    evidence: { type: "ready", confidence: verified.draft.confidence },
    call: drafted.call,
  };
  function none(reason: string): Drafting {
    return { draft: null, passages: [], evidence: { type: "none", reason }, call: null };
  }
}

/** A port that fails for now is an engine that failed; anything else is a mistake of ours. */
async function attempt<T>(call: () => Promise<T>): Promise<T | EngineFailure> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return {
      type: "failed",
      reason: "dropped",
      detail: error.advice,
      retryAfterMs: error.retryAfterMs ?? null,
    };
  }
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
        detail: `${failure.reason}: ${failure.detail}`,
      },
    ],
  };
}
