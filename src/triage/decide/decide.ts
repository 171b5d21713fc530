import { allReporters, neededReporters } from "../intake/gather-again.ts";
import type { Candidate } from "../model/candidate.ts";
import type { Case } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import type { Decision, Outcome, Reason } from "../model/decision.ts";
import { type Detail, detailsToAsk } from "../model/details.ts";
import type { NoAnswer } from "../model/draft.ts";
import { type Act, NEVER_AUTO, type Policy } from "../model/policy.ts";
import { maySpeak } from "../perform/speak.ts";
import { wasFiled, wasSaid } from "../perform/spoken.ts";
import { actsIn } from "./acts-in.ts";
import { surenessOf } from "./calibration.ts";
import { headcount } from "./fresh-accounts.ts";
import type { Routed } from "./route.ts";

/** What the machines found about one ticket. */
export type Evidence = {
  readonly classification: Classification;
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** A verified draft that may be shown, or why there is none. */
  readonly draft:
    | {
        readonly type: "ready";
        readonly confidence: number;
        /** A reviewer's wish that it was drafted for; with a refusal it is the earlier draft. */
        readonly redraft: { readonly instruction: string; readonly refusal: string | null } | null;
        /** Which version of the docs it rests on, where the ask names one. */
        readonly note?: string | null;
        /** Whether it holds code that stands in no passage. */
        readonly ownCode?: boolean;
      }
    /** It cannot be told what is asked; null when the engine knows no question to put back. */
    | { readonly type: "unclear"; readonly question: string | null }
    | { readonly type: "none"; readonly because: NoAnswer; readonly reason: string };
  readonly routed: Routed;
};

export type Verdict =
  | { readonly to: "answer" | "redirect" | "file" }
  /** Names of details, or a question in words. */
  | { readonly to: "ask"; readonly details: readonly string[] }
  | { readonly to: "link"; readonly candidate: Candidate }
  | { readonly to: "nothing"; readonly alert: boolean };

/** The decision, and with it what a proposal has to be made of. */
export type Decided = { readonly decision: Decision; readonly verdict: Verdict };

/**
 * Draws the decision from evidence and policy. Lane comes before kind, and doubt takes the
 * stricter way: what a machine may not settle goes to a person, and what nobody needs to see
 * stays quiet.
 */
export function decide(found: Evidence, known: Case, policy: Policy): Decided {
  const { area } = found.classification;
  const decided = cautious(
    decideLive(found, known, { ...policy, acts: actsIn(area, policy) }),
    found,
    known,
    policy,
  );
  if (policy.mode === "live") return decided;
  return { ...decided, decision: { ...decided.decision, mode: "quiet" } };
}

/** Nothing is done alone that rests on a label which misses the community's target precision. */
function cautious(
  decided: Decided,
  { classification }: Evidence,
  { ticket }: Case,
  policy: Policy,
): Decided {
  const { decision } = decided;
  if (decision.mode !== "auto" || ticket.labelledBy !== null) return decided;
  const sure = surenessOf(classification, policy);
  // What leads elsewhere does so whatever the kind is.
  const byLane = decision.outcome === "redirect" || decision.outcome === "link";
  if (sure.lane && (sure.kind || byLane)) return decided;
  const what = sure.lane ? `kind ${classification.kind}` : `lane ${classification.lane}`;
  const reason = because("unsure", `the ${what} is not sure enough for acting without a review`);
  return {
    ...decided,
    decision: { ...decision, mode: "draft", reasons: [...decision.reasons, reason] },
  };
}

function decideLive(found: Evidence, known: Case, policy: Policy): Decided {
  const { classification } = found;
  if (wasFiled(known)) return quiet("none", "filed-already", "the team has it already");
  if (classification.lane !== "open") return byLane(found, known, policy);
  if (classification.kind === "other") {
    return quiet("none", "nothing-asked", "nothing in it needs an answer or a change");
  }
  return sameAsk(found, policy) ?? byKind(found, known, policy);
}

function byLane({ classification, routed }: Evidence, known: Case, policy: Policy): Decided {
  const { lane } = classification;
  if (lane === "care") {
    return quiet("none", "care", "a moderator's matter; the bot stays out of it", true);
  }
  if (lane === "security") {
    const reason = because("security", "may be a security matter: nothing is said in public");
    return routed.route?.visibility === "private"
      ? proposed("file", { to: "file" }, [reason, because("route", routed.why)])
      : quiet("none", "no-private-route", `${reason.text}; no private repository takes it`, true);
  }
  const text = policy.redirects[lane === "account" ? "account" : "not-ours"];
  const why = because(
    lane,
    lane === "account"
      ? "a matter of one account: only support can see it"
      : "about somebody else's product",
  );
  if (text === null) return quiet("leave", "no-redirect", `${why.text}; no text is configured`);
  return gated("redirect", "redirect", { to: "redirect" }, [why], known, policy);
}

function sameAsk({ candidates }: Evidence, policy: Policy): Decided | null {
  const closest = candidates[0];
  if (!closest || closest.score < policy.thresholds.sameAsk || !closest.open) return null;
  const decided = { to: "link", candidate: closest } as const;
  const reason = because("same-ask", `looks like one that is known: ${closest.reasons.join(", ")}`);
  if (policy.acts.link === "off") return quiet("leave", "link-off", reason.text);
  return proposed("link", decided, [reason], modeOf("link", policy));
}

function byKind(found: Evidence, known: Case, policy: Policy): Decided {
  const { kind, missing } = found.classification;
  if (kind === "question") return answerOrLeave(found, known, policy);

  const details = detailsToAsk(kind, missing, neededFor(found.classification, policy));
  if (details.length > 0 && known.ticket.asked === 0) {
    const words = because("details-missing", `not stated: ${details.join(", ")}`);
    const asking = gated("ask", "ask", { to: "ask", details }, [words], known, policy);
    if (asking.decision.mode !== "quiet") return asking;
  }
  const needs = isStaffsWord(known, kind) ? 1 : neededReporters(kind, policy);
  const { fresh, seasoned } = headcount(allReporters(known));
  // What one person is enough for may come from anybody.
  if (needs > 1 && seasoned < needs) {
    const young = fresh === 0 ? "" : `, and ${fresh} with new accounts`;
    const words = `gathers until ${needs} people report it (now ${seasoned}${young})`;
    return quiet("leave", "gathers", words);
  }
  return file(found, policy);
}

/** Staff who send an anecdote about a model in want it with the team; they still see the card. */
function isStaffsWord({ ticket }: Case, kind: Classification["kind"]): boolean {
  return kind === "model-behavior" && ticket.labelledBy !== null;
}

function answerOrLeave({ draft }: Evidence, known: Case, policy: Policy): Decided {
  if (draft.type === "unclear") return askBack(draft.question, known, policy);
  if (draft.type === "none") {
    return quiet("leave", draft.because, `no answer is drafted: ${draft.reason}`);
  }
  if (draft.confidence < policy.thresholds.draftConfidence) {
    return quiet("leave", "weak-draft", "the passages are too weak an answer to show");
  }
  const reasons = [because("answerable", "the docs answer it")];
  const { redraft, note = null } = draft;
  if (note !== null) reasons.push(because("docs-version", note));
  if (redraft?.refusal === null) {
    reasons.push(because("redrafted", `drafted again: ${redraft.instruction}`));
  }
  const answered = gated("answer", "answer", { to: "answer" }, reasons, known, policy);
  return draft.ownCode ? forReview(answered) : answered;
}

/** What the bot asks by itself where the engine knows no question of its own. */
const GENERAL: readonly Detail[] = ["job", "actual"];

/** Once, and only after a person has read it: the question is not from the config. */
function askBack(question: string | null, known: Case, policy: Policy): Decided {
  const words = "it cannot be told what is asked";
  if (known.ticket.asked > 0) {
    return quiet("leave", "unclear-ask", `${words}, and the reporter was asked before`);
  }
  const details = question === null ? GENERAL : [question];
  const reasons = [because("unclear-ask", words)];
  return forReview(gated("ask", "ask", { to: "ask", details }, reasons, known, policy));
}

/** Never without a person, whatever the act's setting. */
export function forReview({ decision, verdict }: Decided): Decided {
  return {
    decision: { ...decision, mode: decision.mode === "quiet" ? "quiet" : "draft" },
    verdict,
  };
}

function file({ routed }: Evidence, policy: Policy): Decided {
  if (!routed.route) return quiet("leave", "no-route", routed.why, true);
  const act: Act = routed.route.visibility === "public" ? "file-public" : "file-private";
  if (policy.acts[act] === "off") return quiet("leave", "filing-off", "filing is switched off");
  return proposed("file", { to: "file" }, [because("route", routed.why)], modeOf(act, policy));
}

/** What the team needs to know: its area's own list, else the community's. */
function neededFor({ kind, area }: Classification, { areas, needed }: Policy): readonly Detail[] {
  const own = areas.find(({ name }) => name === area)?.needed?.[kind];
  return own ?? needed[kind] ?? [];
}

/** An outcome that speaks in public: quiet, with the reason, when the bot may not. */
function gated(
  outcome: Outcome,
  act: Act,
  verdict: Verdict,
  reasons: readonly Reason[],
  known: Case,
  policy: Policy,
): Decided {
  if (policy.acts[act] === "off") return quiet("leave", `${act}-off`, `${act} is switched off`);
  if (wasSaid(known, "answer", "redirect") || (act === "ask" && wasSaid(known, "ask"))) {
    return quiet("none", "said-already", "what could be said was said already");
  }
  // What the ask was taken for before an edit or a reply says nothing about what it is now.
  const permission = maySpeak({ ...known.ticket, kind: null }, policy);
  // In shadow the decision itself is kept, so that staff see what would have happened.
  if (!permission.may && policy.mode === "live")
    return quiet("leave", "silent", permission.because);
  return proposed(outcome, verdict, reasons, modeOf(act, policy));
}

function modeOf(act: Act, policy: Policy): "auto" | "draft" {
  return policy.acts[act] === "auto" && !NEVER_AUTO.includes(act) ? "auto" : "draft";
}

function proposed(
  outcome: Outcome,
  verdict: Verdict,
  reasons: readonly Reason[],
  mode: Decision["mode"] = "draft",
): Decided {
  return { decision: { outcome, mode, reasons: [...reasons] }, verdict };
}

function quiet(outcome: Outcome, code: string, text: string, alert = false): Decided {
  return {
    decision: { outcome, mode: "quiet", reasons: [because(code, text)] },
    verdict: { to: "nothing", alert },
  };
}

function because(code: string, text: string): Reason {
  return { code, text };
}
