import type { AnswerOutcome } from "./answer-outcome.ts";
import { wordShare } from "./ask-words.ts";
import type { Decision } from "./decision.ts";
import type { NoAnswer } from "./draft.ts";
import type { Drafting } from "./draft-answer.ts";
import type { GapNote, GapReason } from "./gap.ts";
import type { Proposed } from "./proposal.ts";

/** With less of the draft's words left, a reviewer wrote an answer of their own. */
const KEPT_OF_A_DRAFT = 0.6;

/** What the docs could change about a question that got no answer. */
const GAP_OF: Readonly<Partial<Record<NoAnswer, GapReason>>> = {
  "no-passage": "unanswered",
  "below-floor": "unanswered",
  unanswered: "unanswered",
  unverified: "unanswered",
  "say-nothing": "unanswered",
  contradiction: "contradiction",
};

/** The gap in the docs that an unanswered question shows; null when the docs were not the reason. */
export function gapIn(decision: Decision, { evidence, seen }: Drafting): GapNote | null {
  const codes = decision.reasons.map(({ code }) => code);
  if (codes.includes("weak-draft")) return { reason: "unanswered", seen };
  if (evidence.type !== "none" || !codes.includes(evidence.because)) return null;
  const reason = GAP_OF[evidence.because];
  return reason === undefined ? null : { reason, seen };
}

/** An answer that a reviewer wrote anew: the passages did not carry it. */
export function gapInEdit(before: Proposed, after: Proposed): GapNote | null {
  if (before.outcome !== "answer" || after.outcome !== "answer") return null;
  const text = ({ claims }: typeof before) => claims.map((claim) => claim.text).join("\n");
  if (wordShare(text(before), text(after)) >= KEPT_OF_A_DRAFT) return null;
  return { reason: "rewritten", seen: before.sources.map(({ passageId }) => passageId) };
}

/** The passages that a wrong answer rested on are what has to change. */
export function gapInAnswer({ outcome, sources }: AnswerOutcome): GapNote | null {
  if (outcome !== "wrong" || sources.length === 0) return null;
  return { reason: "marked-wrong", seen: sources.map(({ passageId }) => passageId) };
}
