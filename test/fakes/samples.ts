import type { PlannedAction } from "../../src/triage/model/action.ts";
import type { Candidate } from "../../src/triage/model/candidate.ts";
import type { Issue, Reporter } from "../../src/triage/model/case.ts";
import type { Classification, EngineStamp } from "../../src/triage/model/classification.ts";
import type { Decision } from "../../src/triage/model/decision.ts";
import type { Draft } from "../../src/triage/model/draft.ts";
import { createIds } from "../../src/triage/model/ids.ts";
import type { ModelCall } from "../../src/triage/model/model-call.ts";
import type { Passage } from "../../src/triage/model/passage.ts";
import type { Route } from "../../src/triage/model/policy.ts";
import type { Post } from "../../src/triage/model/post.ts";
import type { Card, Proposal } from "../../src/triage/model/proposal.ts";
import type { Review } from "../../src/triage/model/review.ts";

// One default of each, with overrides for what a test is about.

export const NOON = Date.UTC(2026, 0, 5, 12);

/** Ids that are the same in every run. */
export function createTestIds(start = NOON) {
  let count = 0;
  return createIds(
    () => start + count++,
    () => new Uint8Array(10),
  );
}

let serialNumber = 0;

function sampleId(what: string, n: string): string {
  return `${what}-${n.padStart(21 - what.length, "0")}`;
}

export function aPost(overrides: Partial<Post> = {}): Post {
  const n = String(++serialNumber);
  return {
    id: sampleId("post", n),
    source: "discord",
    sourceId: `1000000000000${n.padStart(6, "0")}`,
    placeId: "forum",
    conversationId: `thread-${n}`,
    personId: "person-1",
    authorSourceId: "ada",
    authorName: "Ada",
    title: "Upload hangs at 99%",
    text: "Since 2.4.1 every upload over 1 GB hangs at 99%.",
    removed: [],
    attachments: [],
    tags: [],
    permalink: `https://discord.example/forum/${n}`,
    postedAt: NOON,
    editedAt: null,
    deletedAt: null,
    ...overrides,
  };
}

export function aStamp(overrides: Partial<EngineStamp> = {}): EngineStamp {
  return {
    engine: "offline",
    model: "weights-1",
    prompt: null,
    promptHash: null,
    schemaHash: null,
    standsInBecause: null,
    ...overrides,
  };
}

export function aCall(overrides: Partial<ModelCall> = {}): ModelCall {
  return {
    promptName: "classify@1",
    promptHash: "p",
    schemaHash: "s",
    model: "a-model",
    responseId: "r",
    requestId: null,
    inputTokens: 10,
    cachedTokens: 0,
    outputTokens: 2,
    reasoningTokens: 0,
    latencyMs: 31,
    dollars: null,
    atMost: false,
    outcome: "answered",
    ...overrides,
  };
}

export function aClassification(overrides: Partial<Classification> = {}): Classification {
  return {
    kind: "bug",
    lane: "open",
    area: "uploads",
    severity: "medium",
    language: "en",
    title: "Uploads over 1 GB hang at 99% since 2.4.1",
    ask: "Uploads over 1 GB never finish.",
    evidence: ["every upload over 1 GB hangs at 99%"],
    missing: [],
    confidence: 0.95,
    laneConfidence: 0.95,
    stamp: aStamp(),
    ...overrides,
  };
}

export function aDraft(overrides: Partial<Draft> = {}): Draft {
  return {
    claims: [{ text: "Set a part size of 100 MB.", passageIds: ["passage-1"], quote: "part size" }],
    unanswered: [],
    clarify: null,
    confidence: 0.9,
    stamp: aStamp(),
    ...overrides,
  };
}

export function aPassage(overrides: Partial<Passage> = {}): Passage {
  return {
    id: "passage-1",
    source: "docs",
    version: null,
    official: true,
    page: "uploads.md",
    pageTitle: "Uploads",
    breadcrumbs: ["Uploads", "Large files"],
    url: "https://docs.example/uploads#large-files",
    text: "Files over 1 GB need a part size of 100 MB.",
    file: "uploads.md",
    line: 12,
    changedAt: null,
    ...overrides,
  };
}

export function aRoute(overrides: Partial<Route> = {}): Route {
  return {
    team: "uploads",
    repository: "acme/uploads",
    as: "issue",
    visibility: "public",
    labels: ["bug"],
    type: null,
    assignees: [],
    ...overrides,
  };
}

export function aDecision(overrides: Partial<Decision> = {}): Decision {
  return {
    outcome: "file",
    mode: "draft",
    reasons: [{ code: "bug-complete", text: "A bug with all its details." }],
    ...overrides,
  };
}

export function anIssue(overrides: Partial<Issue> = {}): Issue {
  return {
    nodeId: "I_1",
    repository: "acme/uploads",
    number: 1,
    url: "https://github.example/acme/uploads/issues/1",
    title: "Uploads hang",
    body: "Uploads hang at 99%.",
    state: "open",
    stateReason: null,
    visibility: "public",
    labels: ["bug"],
    milestone: null,
    assigned: false,
    ticketId: null,
    updatedAt: NOON,
    ...overrides,
  };
}

export function aCandidate(overrides: Partial<Candidate> = {}): Candidate {
  const { nodeId, repository, number, url } = anIssue();
  return {
    target: {
      type: "issue",
      issue: { nodeId, repository, number, url },
      visibility: "public",
    },
    title: "Uploads hang",
    open: true,
    score: 0.8,
    reasons: ["both name 2.4.1"],
    ...overrides,
  };
}

export function aReporter(overrides: Partial<Reporter> = {}): Reporter {
  return {
    personId: "person-1",
    sourceId: "ada",
    name: "Ada",
    consent: false,
    notify: true,
    since: NOON,
    ...overrides,
  };
}

export function aProposal(overrides: Partial<Proposal> = {}): Proposal {
  return {
    id: sampleId("proposal", String(++serialNumber)),
    ticketId: "ticket-1",
    version: 1,
    state: "open",
    proposed: {
      outcome: "file",
      route: aRoute(),
      issue: { title: "Uploads over 1 GB hang", body: "They hang at 99%." },
    },
    groupKey: "ticket-1",
    reasons: [{ code: "bug-complete", text: "A bug with all its details." }],
    doubt: null,
    candidates: [],
    priority: 1,
    createdAt: NOON,
    expiresAt: NOON + 72 * 3_600_000,
    snoozedUntil: null,
    decidedBy: null,
    decidedAt: null,
    closedBecause: null,
    vouches: null,
    ...overrides,
  };
}

export function aCard(overrides: Partial<Card> = {}): Card {
  return {
    id: sampleId("card", String(++serialNumber)),
    groupKey: "ticket-1",
    ticketId: "ticket-1",
    version: 1,
    state: "open",
    messageId: null,
    closedBecause: null,
    drawnAt: NOON,
    createdAt: NOON,
    ...overrides,
  };
}

export function aReview(overrides: Partial<Review> = {}): Review {
  return {
    id: sampleId("review", String(++serialNumber)),
    ticketId: "ticket-1",
    proposalId: "proposal-1",
    verdict: { verdict: "send" },
    edit: null,
    by: { sourceId: "grace", name: "Grace" },
    at: NOON,
    ...overrides,
  };
}

export function anAction(overrides: Partial<PlannedAction> = {}): PlannedAction {
  return {
    id: sampleId("action", String(++serialNumber)),
    act: "mark",
    public: true,
    deed: { do: "mark", mark: "seen" },
    serial: "conversation:thread-1",
    notBefore: NOON,
    ...overrides,
  };
}
