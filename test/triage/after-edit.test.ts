import { describe, expect, it } from "vitest";
import { decideAfterEdit, SAME_AS_BEFORE } from "../../src/triage/decide/after-edit.ts";
import type { Evidence } from "../../src/triage/decide/decide.ts";
import type { Case } from "../../src/triage/model/case.ts";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { aCase, aKeptAction } from "../fakes/cases.ts";
import { aPolicy } from "../fakes/house.ts";
import {
  aCandidate,
  aClassification,
  aDecision,
  aDraft,
  aPost,
  aProposal,
  aRoute,
  NOON,
} from "../fakes/samples.ts";

const policy = aPolicy();
const later = NOON + 2 * MINUTE;
const question = aClassification({ kind: "question" });
const draft = aDraft();
const found: Evidence = {
  classification: question,
  candidates: [],
  draft: { type: "ready", confidence: 1, redraft: null },
  routed: { route: aRoute(), why: "the default" },
};

/** Dismissed a minute after it was written, and edited a minute after that. */
function dismissed(overrides: Partial<Case> = {}): Case {
  return aCase({
    ticket: { state: "gathering" },
    posts: [aPost({ postedAt: NOON - MINUTE, editedAt: later })],
    classification: question,
    decision: aDecision({ outcome: "answer", mode: "draft" }),
    draft,
    proposal: aProposal({
      state: "dismissed",
      decidedAt: NOON + MINUTE,
      proposed: { outcome: "answer", claims: [], sources: [], unanswered: [], extractive: true },
    }),
    ...overrides,
  });
}

describe("an edit of what was dismissed", () => {
  const decide = (known: Case, evidence = found, drafted = draft) =>
    decideAfterEdit(evidence, drafted, known, policy, later).decision.outcome;

  it("is nothing new while it is the same ask and rests on the same pages", () => {
    expect(decideAfterEdit(found, draft, dismissed(), policy, later)).toBe(SAME_AS_BEFORE);
  });

  it.each<[string, Case]>([
    ["an edit of before the decision", dismissed({ posts: [aPost({ editedAt: NOON })] })],
    ["a message that was added", dismissed({ posts: [aPost({ postedAt: later })] })],
    ["a reviewer's wish for another draft", dismissed({ wish: "shorter" })],
    ["one that nobody decided yet", dismissed({ proposal: aProposal({ state: "overtaken" }) })],
  ])("is looked at as ever: %s", (_, known) => {
    expect(decide(known)).toBe("answer");
  });

  it("is no new link at the second edit either", () => {
    const link = { ...found, candidates: [aCandidate()] };
    const known = dismissed({
      decision: SAME_AS_BEFORE.decision,
      proposal: aProposal({
        state: "dismissed",
        decidedAt: NOON + MINUTE,
        proposed: { outcome: "link", candidate: aCandidate() },
      }),
    });
    expect(decideAfterEdit(link, draft, known, policy, later)).toBe(SAME_AS_BEFORE);
  });

  it("is put before staff again as another kind, or with other pages", () => {
    const bug = { ...found, classification: aClassification({ kind: "bug", missing: [] }) };
    expect(decide(dismissed(), bug)).toBe("file");
    const [claim] = draft.claims;
    const claims = claim ? [{ ...claim, passageIds: ["elsewhere"] }] : [];
    expect(decide(dismissed(), found, aDraft({ claims }))).toBe("answer");
  });
});

it("answers again what became another ask, and never without a review", () => {
  const say = { say: "redirect", code: "SB-1", text: "x" } as const;
  const said = aKeptAction({ deed: { do: "say", say } }, { state: "done" });
  const known = dismissed({ actions: [said], proposal: null });
  const now = NOON + HOUR;
  const auto = { ...policy, acts: { ...policy.acts, answer: "auto" as const } };
  const [claim] = draft.claims;
  const claims = claim ? [{ ...claim, passageIds: ["elsewhere"] }] : [];
  expect(decideAfterEdit(found, aDraft({ claims }), known, auto, now).decision).toMatchObject({
    outcome: "answer",
    mode: "draft",
  });
  expect(decideAfterEdit(found, draft, known, auto, now)).toBe(SAME_AS_BEFORE);
});
