import type { conclude } from "../src/triage/decide/conclude.ts";
import type { Gathered } from "../src/triage/decide/gather-evidence.ts";
import type { Outcome } from "../src/triage/model/decision.ts";
import type { Policy } from "../src/triage/model/policy.ts";
import { joinPosts } from "../src/triage/model/post.ts";
import { body } from "../src/triage/review/card-of.ts";
import type { Explanation } from "./view.ts";

type Concluded = ReturnType<typeof conclude>;

/** Puts what was found and concluded into the page's words. */
export function explained(
  gathered: Gathered,
  { routed, decided, proposal }: Concluded,
  policy: Policy,
): Explanation {
  const { classification, candidates, drafting, posts } = gathered;
  const { stamp } = classification;
  const { outcome, mode, reasons } = decided.decision;
  return {
    text: joinPosts(posts).text,
    removed: posts.flatMap((post) => post.removed),
    engine: `${stamp.engine} ${stamp.model}`,
    kind: classification.kind,
    kindConfidence: classification.confidence,
    lane: classification.lane,
    laneConfidence: classification.laneConfidence,
    area: classification.area,
    language: classification.language,
    missing: classification.missing,
    outcome,
    mode: { auto: "by itself", draft: "asks staff first", quiet: "says nothing" }[mode],
    reasons: reasons.map(({ text }) => text),
    route: routed.route && outcome === "file" ? routed.route : null,
    draft: proposal ? body(proposal.proposed) : null,
    evidence: (drafting.draft?.claims ?? []).flatMap((claim) => {
      const passage = drafting.passages.find(({ id }) => claim.passageIds.includes(id));
      if (!passage) return [];
      return [{ title: passage.breadcrumbs.join(" › "), url: passage.url, quote: claim.quote }];
    }),
    same: candidates.map((one) => ({
      title: one.title,
      why: `${one.score.toFixed(2)} (a link is proposed from ${policy.thresholds.sameAsk}): ${one.reasons.join(", ")}`,
    })),
    whyNot: whyNot(gathered, routed.why, outcome, policy),
  };
}

/** For every outcome that was not chosen, the first thing that stood against it. */
export function whyNot(
  { classification, candidates, drafting }: Gathered,
  routedBecause: string,
  chosen: Outcome,
  policy: Policy,
): { outcome: string; reason: string }[] {
  const { kind, lane, missing } = classification;
  const closed = lane === "open" ? null : `its lane is ${lane}`;
  const closest = candidates[0];
  const { answer, file, redirect, ask } = {
    answer: closed ?? answerable(kind, drafting.evidence, policy),
    file: closed ?? fileable(kind, policy) ?? routedBecause,
    redirect:
      lane === "open" ? "it is neither an account's matter nor another's product" : `lane ${lane}`,
    ask:
      closed ??
      (missing.length === 0
        ? "nothing is missing to act on it"
        : `what is missing is not asked of kind ${kind}`),
  };
  const link =
    closed ??
    (closest
      ? `the closest, “${closest.title}”, scores ${closest.score.toFixed(2)}; a link is proposed from ${policy.thresholds.sameAsk}`
      : "nothing like it is known");
  const all: readonly (readonly [Outcome, string])[] = [
    ["answer", answer],
    ["ask", ask],
    ["redirect", redirect],
    ["file", file],
    ["link", link],
  ];
  return all
    .filter(([outcome]) => outcome !== chosen)
    .map(([outcome, reason]) => ({ outcome, reason }));
}

function answerable(
  kind: string,
  evidence: Gathered["drafting"]["evidence"],
  policy: Policy,
): string {
  if (kind !== "question") return `only questions are answered; this is kind ${kind}`;
  if (evidence.type === "none") return evidence.reason;
  if (evidence.type === "unclear") return "it cannot be told what is asked";
  return `the draft's confidence is ${evidence.confidence.toFixed(2)}; it is shown from ${policy.thresholds.draftConfidence}`;
}

function fileable(kind: string, policy: Policy): string | null {
  if (kind === "question" || kind === "other") return `kind ${kind} is not filed`;
  const needs = kind === "feature" || kind === "model-behavior" ? policy.filedFrom[kind] : 1;
  return needs > 1 ? `it gathers until ${needs} people report it` : null;
}
