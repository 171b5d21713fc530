import type { AnswerOutcome } from "./answer-outcome.ts";
import { wordShare } from "./ask-words.ts";
import type { Decision } from "./decision.ts";
import type { Drafting } from "./draft-answer.ts";
import type { GapNote } from "./gap.ts";
import type { Proposed } from "./proposal.ts";

/** With less of the draft's words left, a reviewer wrote an answer of their own. */
const KEPT_OF_A_DRAFT = 0.6;

/** The gap in the docs that an unanswered question shows; null when the docs were not the reason. */
export function gapIn(decision: Decision, drafting: Drafting): GapNote | null {
  const { evidence, seen } = drafting;
  const codes = decision.reasons.map(({ code }) => code);
  if (codes.includes("contradiction")) return { reason: "contradiction", seen };
  const none = codes.includes("no-draft") && evidence.type === "none" && evidence.gap;
  return none || codes.includes("weak-draft") ? { reason: "unanswered", seen } : null;
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
