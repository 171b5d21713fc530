import type { Case } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import type { Draft } from "../model/draft.ts";
import type { Policy } from "../model/policy.ts";
import type { ProposalState } from "../model/proposal.ts";
import { wasSaid } from "../perform/spoken.ts";
import { type Decided, decide, type Evidence, forReview } from "./decide.ts";

/** What staff settled, or let go: the same is not put before them again. */
const SETTLED: readonly ProposalState[] = ["dismissed", "expired", "retracted"];

/** An edit of what was answered, asked about or dismissed is heard only if it says something else. */
export const SAME_AS_BEFORE: Decided = {
  decision: {
    outcome: "none",
    mode: "quiet",
    reasons: [
      {
        code: "same-as-before",
        text: "the edit changed neither what it is nor what was found for it",
      },
    ],
  },
  verdict: { to: "nothing", alert: false },
};

/**
 * Decides, and says nothing twice because of an edit: it counts once the classification or what the
 * docs say has become another. What was answered may be answered again then, after a review.
 */
export function decideAfterEdit(
  found: Evidence,
  draft: Draft | null,
  known: Case,
  policy: Policy,
  now: number,
): Decided {
  const decided = decide(found, known, policy);
  if (!cameByEdit(known) || now >= (detailsDueAt(known, policy) ?? Number.POSITIVE_INFINITY)) {
    return decided;
  }
  const answered = wasSaid(known, "answer", "redirect");
  const { decision: before, proposal } = known;
  const settled =
    proposal !== null &&
    SETTLED.includes(proposal.state) &&
    proposal.proposed.outcome === decided.decision.outcome;
  if (!answered && !settled && !wasSaid(known, "ask")) return decided;

  // The decision before may itself have been that an edit changed nothing.
  const wasLinked = before?.outcome === "link" || proposal?.proposed.outcome === "link";
  const newlyLinked = decided.verdict.to === "link" && !wasLinked;
  const sameAsk = known.classification && sameLabels(known.classification, found.classification);
  if (sameAsk && sameSources(known.draft, draft) && !newlyLinked) return SAME_AS_BEFORE;
  return answered ? forReview(decide(found, unanswered(known), policy)) : decided;
}

/** Until when details that were asked for are waited for; null when none were. */
export function detailsDueAt({ actions }: Case, { shelfLifeMs }: Policy): number | null {
  const asked = actions.findLast(
    ({ deed, state }) => deed.do === "say" && deed.say.say === "ask" && state === "done",
  );
  return asked ? asked.notBefore + shelfLifeMs : null;
}

/** Whether its posts were edited after the last that was said or decided, and nothing was added. */
function cameByEdit({ posts, actions, proposal, wish }: Case): boolean {
  const said = actions.filter(({ deed }) => deed.do === "say").map(({ createdAt }) => createdAt);
  const decided = proposal ? [proposal.decidedAt ?? proposal.createdAt] : [];
  const last = Math.max(0, ...said, ...decided);
  const edited = posts.some(({ editedAt }) => editedAt !== null && editedAt > last);
  return wish === null && edited && posts.every(({ postedAt }) => postedAt <= last);
}

function sameLabels(before: Classification, after: Classification): boolean {
  const missing = (one: Classification) => one.missing.toSorted().join();
  return (
    before.kind === after.kind &&
    before.lane === after.lane &&
    before.area === after.area &&
    missing(before) === missing(after)
  );
}

function sameSources(before: Draft | null, after: Draft | null): boolean {
  const cited = (draft: Draft | null) =>
    [...new Set(draft?.claims.flatMap(({ passageIds }) => passageIds))].toSorted().join();
  return after === null ? true : cited(before) === cited(after);
}

function unanswered(known: Case): Case {
  const actions = known.actions.filter(
    ({ deed }) => deed.do !== "say" || (deed.say.say !== "answer" && deed.say.say !== "redirect"),
  );
  return { ...known, actions };
}
