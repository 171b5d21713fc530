import { conclude } from "../decide/conclude.ts";
import { gatherEvidence, type Readers } from "../decide/gather-evidence.ts";
import { proposedAnswer } from "../decide/propose.ts";
import { gapInAnswer } from "../gaps/note-gap.ts";
import type { IntakeDeps } from "../intake/intake.ts";
import type { Case } from "../model/case.ts";
import { MINUTE } from "../model/clock.ts";
import type { RawPost } from "../model/post.ts";
import type { Proposal, Proposed } from "../model/proposal.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { changeTicket } from "../perform/commit.ts";
import { answerSay, performing } from "../perform/perform.ts";
import { redactPost } from "../redact/redact-post.ts";
import { commandSourceId, overDailyCap } from "./by-command.ts";

export type AskDeps = IntakeDeps & Readers;

type AnswerSay = Extract<Say, { say: "answer" }>;

/** What somebody who asks by command is told; for their eyes only. */
export type Asked =
  | { readonly type: "answer"; readonly ticketId: string; readonly say: AnswerSay }
  /** The docs do not answer it; a bug or a wish is for a team instead. */
  | {
      readonly type: "no-answer";
      readonly code: string;
      readonly isReport: boolean;
      /** Whether it counts as a gap in the docs now. */
      readonly noted: boolean;
    }
  /** The engine failed: nothing is known of what the docs say. */
  | { readonly type: "failed" }
  /** Not a question that a bot may answer: the config's text, or null when there is none. */
  | { readonly type: "redirect"; readonly text: string | null }
  /** A matter for people: staff were told of it. */
  | { readonly type: "for-people"; readonly code: string }
  | { readonly type: "refused"; readonly because: "shadow" | "switched-off" | "daily-cap" };

/**
 * Decided by itself should the process die in between; it is silent, so nothing is said then. No
 * answer is taken any longer after an interaction, so that by then nobody is at work on one.
 */
const RECOVERY_MS = 15 * MINUTE;

/**
 * Answers a question from the docs for the asker alone. It is kept like any other ask, so that an
 * unanswered one counts as a gap, but nothing about it is public unless its asker shares it.
 * @param raw what was typed; its source id is the interaction's
 */
export async function askPrivately(
  communityId: string,
  raw: RawPost,
  deps: AskDeps,
): Promise<Asked> {
  const { tickets, clock } = deps;
  const policy = await deps.policyOf(communityId);
  if (policy.mode === "shadow") return { type: "refused", because: "shadow" };
  const person = { source: raw.source, scope: "person", scopeId: raw.authorSourceId } as const;
  if (raw.author.optedOut || (await deps.privacy.isOff(communityId, [person]))) {
    return { type: "refused", because: "switched-off" };
  }
  if (await overDailyCap(communityId, raw.authorSourceId, policy.asksPerDay, deps)) {
    return { type: "refused", because: "daily-cap" };
  }

  const personId = await tickets.personId(communityId, raw.source, raw.authorSourceId);
  const post = {
    ...redactPost(raw, deps.ids(), personId),
    sourceId: commandSourceId(raw.sourceId),
  };
  const { ticketId } = await tickets.savePost(communityId, post, {
    type: "open",
    dueAt: clock.now() + RECOVERY_MS,
    silence: "asked-privately",
  });
  const opened = await tickets.load(communityId, ticketId);
  if (!opened) throw new Error(`the ticket ${ticketId} is gone`);
  // Evidence is gathered as for a post that may be answered: the answer stays with its asker.
  const open = { ...opened, ticket: { ...opened.ticket, silence: null } };
  const gathered = await gatherEvidence(communityId, open, policy, deps);
  if (gathered.type === "failed") return { type: "failed" };
  const { lane, kind } = gathered.classification;
  const forPeople = lane === "security" || lane === "care";
  const drafted = forPeople ? null : proposedAnswer(gathered.drafting);
  const isStrong = (gathered.drafting.draft?.confidence ?? 0) >= policy.thresholds.draftConfidence;
  const proposed = isStrong ? drafted : null;
  const done = await changeTicket(communityId, ticketId, deps, (known, step) => {
    // Looked at meanwhile, or taken back by whoever asked: what was found first stands.
    if (known.ticket.state !== "gathering") return null;
    // Silent, as it is stored: staff are told of what is for them, and members of nothing.
    if (forPeople) return { ...conclude(known, gathered, step).change, under: gathered.under };
    const { change } = conclude({ ...known, ticket: open.ticket }, gathered, step);
    const { actions: _, proposal: __, ...found } = change;
    const what = proposed ? "answered privately" : "asked privately, without an answer";
    return {
      ...found,
      under: gathered.under,
      ticket: { ...found.ticket, state: proposed ? "answered" : "resting" },
      story: [...found.story, { at: step.now, what, detail: raw.authorName }],
    };
  });
  const { code } = opened.ticket;
  if (forPeople) {
    if (done) await deps.wake.act(communityId, ticketId);
    await deps.wake.board(communityId);
    return { type: "for-people", code };
  }
  if (proposed) return { type: "answer", ticketId, say: answerSay(code, proposed, false) };
  if (lane !== "open") return { type: "redirect", text: policy.redirects[lane] };
  const { evidence } = gathered.drafting;
  if (evidence.type === "none" && evidence.because === "engine-failed") return { type: "failed" };
  const isReport = kind !== "question" && kind !== "other";
  return { type: "no-answer", code, isReport, noted: done?.change.gap !== undefined };
}

export type Shared =
  | { readonly type: "sharing" }
  | {
      readonly type: "refused";
      readonly because: "not-yours" | "answers-off" | "docs-changed" | "shared-already";
    };

/**
 * Shows an answer that was given privately to everybody in the channel it was asked in: its
 * asker's own act, marked as checked by nobody, and taken back like any other answer.
 */
export async function shareAnswer(
  communityId: string,
  ticketId: string,
  by: { readonly sourceId: string; readonly name: string },
  deps: AskDeps,
): Promise<Shared> {
  const policy = await deps.policyOf(communityId);
  const known = await deps.tickets.load(communityId, ticketId);
  if (!known?.reporters.some(({ sourceId }) => sourceId === by.sourceId)) {
    return { type: "refused", because: "not-yours" };
  }
  if (policy.mode === "shadow" || policy.acts.answer === "off") {
    return { type: "refused", because: "answers-off" };
  }
  const { source, placeId: scopeId } = known.ticket;
  if (await deps.privacy.isOff(communityId, [{ source, scope: "place", scopeId }])) {
    return { type: "refused", because: "answers-off" };
  }
  const cited = known.draft?.claims.flatMap((claim) => claim.passageIds) ?? [];
  const passages = await deps.passages.get(cited);
  // As with a draft on a card: what it rests on has to stand in the docs when it goes out.
  if (passages.length < new Set(cited).size) return { type: "refused", because: "docs-changed" };
  const done = await changeTicket(communityId, ticketId, deps, (current, step) => {
    const proposed = proposedAnswer({ draft: current.draft, passages });
    const isFirst = current.proposal === null && current.ticket.silence === "asked-privately";
    if (!proposed || !isFirst) return null;
    const proposal = sharedBy(by.name, current, proposed, step);
    const { placeId: conversationId } = current.ticket;
    const ticket = { ...current.ticket, conversationId };
    return {
      proposal,
      ticket: { conversationId, silence: null },
      ...performing({ ...current, ticket }, proposal, step, 0),
      story: [{ at: step.now, what: "shared", detail: by.name }],
    };
  });
  if (!done) return { type: "refused", because: "shared-already" };
  await deps.wake.act(communityId, ticketId);
  return { type: "sharing" };
}

/** The record of who put the answer out; it is decided the moment it is made. */
function sharedBy(
  name: string,
  known: Case,
  proposed: Proposed,
  { now, ids, policy }: Step,
): Proposal {
  const id = ids();
  return {
    id,
    ticketId: known.ticket.id,
    version: 1,
    state: "approved",
    proposed,
    groupKey: `one:${id}`,
    reasons: [{ code: "shared", text: "its asker shared it" }],
    doubt: null,
    candidates: [],
    priority: 0,
    createdAt: now,
    expiresAt: now + policy.shelfLifeMs,
    snoozedUntil: null,
    decidedBy: name,
    decidedAt: now,
    closedBecause: null,
  };
}

/** Whether an answer that only its asker saw was right; counted like any other. */
export async function judgeAnswer(
  communityId: string,
  ticketId: string,
  outcome: "helped" | "wrong",
  by: { readonly sourceId: string; readonly name: string },
  deps: AskDeps,
): Promise<void> {
  await changeTicket(communityId, ticketId, deps, (known, step) => {
    const person = known.reporters.find(({ sourceId }) => sourceId === by.sourceId);
    if (!person || !known.draft) return null;
    const { personId } = person;
    const ids = [...new Set(known.draft.claims.flatMap((claim) => claim.passageIds))];
    const sources = ids.map((passageId) => ({ passageId, url: "" }));
    const answerOutcome = { actionId: ticketId, personId, outcome, sources, at: step.now };
    const gap = gapInAnswer(answerOutcome);
    const what = outcome === "wrong" ? "marked wrong" : "helped";
    return {
      answerOutcome,
      ...(gap ? { gap } : {}),
      story: [{ at: step.now, what, detail: by.name }],
    };
  });
}
