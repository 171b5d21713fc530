import { composeIssue } from "../issues/issue.ts";
import type { Candidate } from "../model/candidate.ts";
import { linkGroup } from "../model/candidate.ts";
import type { Case } from "../model/case.ts";
import {
  type Classification,
  type Kind,
  type Lane,
  type Severity,
  spokenIn,
} from "../model/classification.ts";
import type { Draft } from "../model/draft.ts";
import { formFor } from "../model/issue-form.ts";
import type { Passage } from "../model/passage.ts";
import type { Route } from "../model/policy.ts";
import type { Proposal, Proposed } from "../model/proposal.ts";
import type { Step } from "../model/step.ts";
import { textKey } from "../text/text-hash.ts";
import { surenessOf } from "./calibration.ts";
import type { Decided } from "./decide.ts";

const LANE_WEIGHT: Readonly<Record<Lane, number>> = {
  security: 100,
  care: 90,
  account: 10,
  "not-ours": 0,
  open: 20,
};
const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = {
  critical: 40,
  high: 25,
  medium: 10,
  low: 0,
};

const A_KIND: Readonly<Record<Kind, string>> = {
  bug: "a bug",
  feature: "a wish",
  docs: "about the docs",
  "model-behavior": "about the model's behavior",
  question: "a question",
  other: "nothing to act on",
};

/** Everything that a proposal is made of besides the case itself. */
export type Material = {
  readonly classification: Classification;
  readonly candidates: readonly Candidate[];
  readonly draft: Draft | null;
  /** The passages that the draft cites. */
  readonly passages: readonly Passage[];
  readonly route: Route | null;
  /** For a matter of the docs: the passage that it seems to be about. */
  readonly about: Passage | null;
  /** Why a reviewer's wish for another draft changed nothing. */
  readonly notRedrafted: string | null;
};

/** What staff are asked to approve; null when the decision leaves nothing to approve. */
export function propose(
  known: Case,
  decided: Decided,
  material: Material,
  { now, ids, policy }: Step,
): Proposal | null {
  if (decided.decision.mode === "quiet") return null;
  const proposed = contents(known, decided, material, policy);
  if (!proposed) return null;
  const { classification, candidates } = material;
  const id = ids();
  return {
    id,
    ticketId: known.ticket.id,
    version: (known.proposal?.version ?? 0) + 1,
    state: "open",
    proposed,
    groupKey: groupOf(proposed, known),
    reasons: decided.decision.reasons,
    doubt: doubt(material, known, policy),
    candidates: candidates.slice(0, 3),
    priority:
      LANE_WEIGHT[classification.lane] +
      SEVERITY_WEIGHT[classification.severity] +
      Math.round(10 * classification.confidence),
    createdAt: now,
    expiresAt: now + policy.shelfLifeMs,
    snoozedUntil: null,
    decidedBy: null,
    decidedAt: null,
    closedBecause: null,
  };
}

/**
 * What shares a card: the very same answer to several, and what is linked to an issue or a ticket,
 * with that ticket itself where it waits too.
 */
function groupOf(proposed: Proposed, { ticket }: Case): string {
  if (proposed.outcome === "link") return linkGroup(proposed.candidate.target);
  if (proposed.outcome !== "answer") return `link:ticket:${ticket.id}`;
  const { claims, sources, unanswered, ownCode } = proposed;
  const pages = sources.map(({ passageId }) => passageId);
  return `answer:${textKey(JSON.stringify([ticket.area, claims, pages, unanswered, ownCode]))}`;
}

function contents(
  known: Case,
  { verdict }: Decided,
  material: Material,
  policy: Step["policy"],
): Proposed | null {
  const { classification, candidates, draft, passages, route } = material;
  switch (verdict.to) {
    case "answer":
      return proposedAnswer({ draft, passages });
    case "ask":
      return {
        outcome: "ask",
        details: [...verdict.details],
        ...spokenIn(classification.language),
      };
    case "redirect": {
      const lane = classification.lane === "account" ? "account" : "not-ours";
      const text = policy.redirects[lane];
      return text === null ? null : { outcome: "redirect", lane, text };
    }
    case "file":
      return route
        ? {
            outcome: "file",
            route,
            issue: issueOf(known, classification, route, policy, candidates, material.about),
            ...(material.about ? { about: material.about } : {}),
          }
        : null;
    case "link":
      return { outcome: "link", candidate: verdict.candidate };
    case "nothing":
      return null;
  }
}

/** The issue as it would be filed now. */
export function issueOf(
  known: Case,
  classification: Classification,
  route: Route,
  { forms, thresholds }: Pick<Step["policy"], "forms" | "thresholds">,
  candidates: readonly Candidate[],
  about: Passage | null = null,
) {
  return composeIssue({
    about,
    form: route.as === "advisory" ? null : formFor(forms, route.repository, classification.kind),
    closedBefore: candidates.find((one) => !one.open && one.score >= thresholds.sameAsk) ?? null,
    classification,
    code: known.ticket.code,
    permalink: known.ticket.permalink,
    posts: known.posts,
    reporters: known.reporters,
    route,
  });
}

/** An answer as staff are asked to approve it; null when none was drafted. */
export function proposedAnswer({
  draft,
  passages,
}: Pick<Material, "draft" | "passages">): Extract<Proposed, { outcome: "answer" }> | null {
  if (!draft) return null;
  return {
    outcome: "answer",
    claims: draft.claims,
    sources: passages.map((passage) => ({
      passageId: passage.id,
      title: passage.pageTitle,
      url: passage.url,
      heading: passage.breadcrumbs.at(-1) ?? passage.pageTitle,
      official: passage.official,
      ...(passage.version === null ? {} : { version: passage.version }),
      ...(passage.changedAt === null ? {} : { changedAt: passage.changedAt }),
    })),
    unanswered: draft.unanswered,
    ownCode: draft.ownCode ?? [],
    cut: draft.cut ?? [],
    extractive: draft.stamp.engine === "offline",
    ...spokenIn(draft.language ?? "en"),
  };
}

function doubt(
  { classification, draft, candidates, notRedrafted }: Material,
  { ticket }: Case,
  policy: Step["policy"],
): string | null {
  if (notRedrafted !== null) return `not redrafted: ${notRedrafted}`;
  const [firstCut, ...moreCut] = draft?.cut ?? [];
  if (firstCut !== undefined) {
    const what = moreCut.length === 0 ? "a sentence was" : `${moreCut.length + 1} sentences were`;
    return `${what} cut: ${firstCut.because}`;
  }
  const { kind, lane, confidence, laneConfidence } = classification;
  const standsIn = [classification, draft].find((one) => one?.stamp.standsInBecause)?.stamp;
  if (standsIn) return `offline engine: ${standsIn.standsInBecause}`;
  const sure =
    ticket.labelledBy === null ? surenessOf(classification, policy) : { kind: true, lane: true };
  if (!sure.kind) return `unsure that it is ${A_KIND[kind]} (${Math.round(confidence * 100)} %)`;
  if (!sure.lane) return `unsure of the lane ${lane} (${Math.round(laneConfidence * 100)} %)`;
  const unseen = [classification, draft].find((one) => one?.images?.unseen)?.images?.unseen;
  if (unseen) return `drafted without the screenshots: ${unseen}`;
  const regression = candidates.find((one) => !one.open);
  if (regression) {
    return `looks like one that is closed: ${regression.title} (More, Link reopens it; File makes a new issue that names it)`;
  }
  const gap = draft?.unanswered[0];
  return gap ? `not answered: ${gap}` : null;
}
