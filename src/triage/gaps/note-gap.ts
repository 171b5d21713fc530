import { wordShare } from "../answers/ask-words.ts";
import type { Drafting } from "../answers/draft-answer.ts";
import type { AnswerOutcome } from "../model/answer-outcome.ts";
import type { Decision } from "../model/decision.ts";
import type { NoAnswer } from "../model/draft.ts";
import type { GapNote, GapReason } from "../model/gap.ts";
import type { Passage } from "../model/passage.ts";
import type { Policy } from "../model/policy.ts";
import type { Proposed } from "../model/proposal.ts";
import type { Review } from "../model/review.ts";
import { redact } from "../redact/redact.ts";

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

/** Whether a decision was drawn because the docs gave no answer. */
export function isDocsFailure({ reasons }: Decision): boolean {
  return reasons.some(({ code }) => code === "weak-draft" || code in GAP_OF);
}

/** The gap in the docs that an unanswered question shows; null when the docs were not the reason. */
export function gapIn(
  decision: Decision,
  { evidence, seen, draft, passages }: Drafting,
  policy: Pick<Policy, "docs">,
): GapNote | null {
  if (draft !== null && passages.every((one) => isOutside(one, policy))) {
    const text = draft.claims.map((claim) => claim.text).join("\n\n");
    const answer = { by: "help-centre", text, sourceId: null, personSourceId: null } as const;
    return { reason: "answered-outside", seen, answer };
  }
  const codes = decision.reasons.map(({ code }) => code);
  if (codes.includes("weak-draft")) return { reason: "unanswered", seen };
  if (evidence.type !== "none" || !codes.includes(evidence.because)) return null;
  const reason = GAP_OF[evidence.because];
  return reason === undefined ? null : { reason, seen };
}

/** Whether a passage comes from a source that is no part of the docs, such as a help centre. */
export function isOutside({ source }: Passage, { docs }: Pick<Policy, "docs">): boolean {
  return docs.sources.some(({ name, outside }) => name === source && outside === true);
}

/** An answer that a reviewer wrote anew: the passages did not carry it. */
export function gapInEdit(before: Proposed, after: Proposed, by: Review["by"]): GapNote | null {
  if (before.outcome !== "answer" || after.outcome !== "answer") return null;
  const text = ({ claims }: typeof before) => claims.map((claim) => claim.text).join("\n");
  if (wordShare(text(before), text(after)) >= KEPT_OF_A_DRAFT) return null;
  return {
    reason: "rewritten",
    seen: before.sources.map(({ passageId }) => passageId),
    answer: {
      by: "reviewer",
      text: redact(text(after)).text,
      sourceId: null,
      personSourceId: by.sourceId,
    },
  };
}

/** The passages that a wrong answer rested on are what has to change. */
export function gapInAnswer({ outcome, sources }: AnswerOutcome): GapNote | null {
  if (outcome !== "wrong" || sources.length === 0) return null;
  return { reason: "marked-wrong", seen: sources.map(({ passageId }) => passageId) };
}
