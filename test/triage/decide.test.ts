import { describe, expect, it } from "vitest";
import { decide, type Evidence } from "../../src/triage/decide/decide.ts";
import type { Classification } from "../../src/triage/model/classification.ts";
import type { Policy } from "../../src/triage/model/policy.ts";
import { aCase, aKeptAction } from "../fakes/cases.ts";
import { aPolicy } from "../fakes/house.ts";
import { aCandidate, aClassification, aReporter, aRoute, NOON } from "../fakes/samples.ts";

const READY = { type: "ready", confidence: 0.9, redraft: null } as const;
const QUESTION: Partial<Classification> = { kind: "question" };
const PRIVATE = aRoute({ visibility: "private" });

type Setting = {
  readonly of?: Partial<Classification>;
  readonly found?: Partial<Omit<Evidence, "classification">>;
  readonly known?: Parameters<typeof aCase>[0];
  readonly policy?: Partial<Policy>;
};

function decided({ of = {}, found = {}, known = {}, policy = {} }: Setting) {
  const evidence: Evidence = {
    classification: aClassification(of),
    candidates: [],
    draft: { type: "none", because: "below-floor", reason: "no passage matches" },
    routed: { route: aRoute(), why: "rule 1" },
    ...found,
  };
  const { decision, verdict } = decide(evidence, aCase(known), aPolicy(policy));
  const [reason] = decision.reasons;
  return { outcome: decision.outcome, mode: decision.mode, code: reason?.code, to: verdict.to };
}

const acts = (overrides: Partial<Policy["acts"]>) => ({
  acts: { ...aPolicy().acts, ...overrides },
});
const said = (say: "answer" | "ask") =>
  aKeptAction(
    {
      deed:
        say === "ask"
          ? { do: "say", say: { say, code: "SB-1", details: [] } }
          : {
              do: "say",
              say: {
                say,
                code: "SB-1",
                claims: [],
                sources: [],
                unanswered: [],
                checked: true,
                extractive: true,
              },
            },
    },
    { state: "done" },
  );

/** An id of Discord's begins with the time at which the account was made. */
const MADE_JUST_NOW = (BigInt(NOON - 3_600_000 - Date.UTC(2015, 0, 1)) << 22n).toString();
const wishing = (...people: readonly string[]) =>
  people.map((sourceId) => aReporter({ personId: sourceId, sourceId }));

describe("decide", () => {
  it.each<[string, Setting, string, string, string]>([
    [
      "a question that the docs answer",
      { of: QUESTION, found: { draft: READY } },
      "answer",
      "draft",
      "answerable",
    ],
    ["a question without a draft", { of: QUESTION }, "leave", "quiet", "below-floor"],
    [
      "a weak draft",
      { of: QUESTION, found: { draft: { ...READY, confidence: 0.29 } } },
      "leave",
      "quiet",
      "weak-draft",
    ],
    [
      "a draft that is just strong enough",
      { of: QUESTION, found: { draft: { ...READY, confidence: 0.3 } } },
      "answer",
      "draft",
      "answerable",
    ],
    [
      "a question in a place where a person answered",
      {
        of: QUESTION,
        found: { draft: READY },
        known: { ticket: { silence: "answered-by-person" } },
      },
      "leave",
      "quiet",
      "silent",
    ],
    [
      "a question that was answered",
      { of: QUESTION, found: { draft: READY }, known: { actions: [said("answer")] } },
      "none",
      "quiet",
      "said-already",
    ],
    [
      "answers switched off",
      { of: QUESTION, found: { draft: READY }, policy: acts({ answer: "off" }) },
      "leave",
      "quiet",
      "answer-off",
    ],
    [
      "answers that staff let go out alone",
      { of: QUESTION, found: { draft: READY }, policy: acts({ answer: "auto" }) },
      "answer",
      "auto",
      "answerable",
    ],
    [
      "an answer with code of the model's own, which no setting lets out alone",
      {
        of: QUESTION,
        found: { draft: { ...READY, ownCode: true } },
        policy: acts({ answer: "auto" }),
      },
      "answer",
      "draft",
      "answerable",
    ],
    [
      "an ask that is not clear, in a place where nothing may be said",
      {
        of: QUESTION,
        found: { draft: { type: "unclear", question: "Which client?" } },
        policy: acts({ ask: "off" }),
      },
      "leave",
      "quiet",
      "ask-off",
    ],
    ["a complete bug", {}, "file", "draft", "route"],
    [
      "a bug without its version",
      { of: { missing: ["version"] } },
      "ask",
      "auto",
      "details-missing",
    ],
    [
      "a bug without its version in an area whose team needs other things",
      {
        of: { missing: ["version"], area: "sdk" },
        policy: {
          areas: [{ name: "sdk", description: "", keywords: [], needed: { bug: ["code"] } }],
        },
      },
      "file",
      "draft",
      "route",
    ],
    [
      "a bug without the code that its area's team needs",
      {
        of: { missing: ["version", "code"], area: "sdk" },
        policy: {
          areas: [{ name: "sdk", description: "", keywords: [], needed: { bug: ["code"] } }],
        },
      },
      "ask",
      "auto",
      "details-missing",
    ],
    [
      "a bug that was asked about already",
      { of: { missing: ["version"] }, known: { ticket: { asked: 1 } } },
      "file",
      "draft",
      "route",
    ],
    [
      "a bug where nothing may be asked",
      { of: { missing: ["version"] }, known: { ticket: { silence: "asked-for-person" } } },
      "file",
      "draft",
      "route",
    ],
    [
      "a bug without a route",
      { found: { routed: { route: null, why: "no rule" } } },
      "leave",
      "quiet",
      "no-route",
    ],
    [
      "a public filing that staff wanted alone",
      { policy: acts({ "file-public": "auto" }) },
      "file",
      "draft",
      "route",
    ],
    [
      "a private filing that staff wanted alone",
      {
        found: { routed: { route: PRIVATE, why: "rule 1" } },
        policy: acts({ "file-private": "auto" }),
      },
      "file",
      "auto",
      "route",
    ],
    [
      "a bug that is filed",
      { known: { ticket: { issueNodeId: "I_1" } } },
      "none",
      "quiet",
      "filed-already",
    ],
    [
      "a bug like an open one",
      { found: { candidates: [aCandidate({ score: 0.6, open: true })] } },
      "link",
      "draft",
      "same-ask",
    ],
    [
      "a bug not quite like an open one",
      { found: { candidates: [aCandidate({ score: 0.59, open: true })] } },
      "file",
      "draft",
      "route",
    ],
    [
      "a bug like a closed one: it may be back",
      { found: { candidates: [aCandidate({ score: 0.9, open: false })] } },
      "file",
      "draft",
      "route",
    ],
    [
      "links switched off",
      {
        found: { candidates: [aCandidate({ score: 0.9, open: true })] },
        policy: acts({ link: "off" }),
      },
      "leave",
      "quiet",
      "link-off",
    ],
    ["small talk", { of: { kind: "other" } }, "none", "quiet", "nothing-asked"],
    ["one wish for a feature", { of: { kind: "feature" } }, "leave", "quiet", "gathers"],
    [
      "the fifth wish for it, one of them by an account made an hour before",
      {
        of: { kind: "feature" },
        known: { reporters: wishing("ada", "bo", "cy", "dee", MADE_JUST_NOW) },
      },
      "leave",
      "quiet",
      "gathers",
    ],
    [
      "the fifth wish for it",
      {
        of: { kind: "feature" },
        known: { reporters: wishing("ada", "bo", "cy", "dee", "eve") },
      },
      "file",
      "draft",
      "route",
    ],
    ["an account matter", { of: { lane: "account" } }, "redirect", "draft", "account"],
    [
      "an account matter that is a question with a draft",
      { of: { kind: "question", lane: "account" }, found: { draft: READY } },
      "redirect",
      "draft",
      "account",
    ],
    [
      "another vendor's product, no text configured",
      { of: { lane: "not-ours" } },
      "leave",
      "quiet",
      "no-redirect",
    ],
    ["a moderator's matter", { of: { lane: "care" } }, "none", "quiet", "care"],
    [
      "a security matter with a private route",
      { of: { lane: "security" }, found: { routed: { route: PRIVATE, why: "rule 1" } } },
      "file",
      "draft",
      "security",
    ],
    [
      "a security matter with a public route only",
      { of: { lane: "security" } },
      "none",
      "quiet",
      "no-private-route",
    ],
  ])("%s", (_, setting, outcome, mode, code) => {
    expect(decided(setting)).toMatchObject({ outcome, mode, code });
  });

  it.each<[string, Setting]>([
    ["an answer", { of: QUESTION, found: { draft: READY } }],
    ["a filing", {}],
    ["an automatic question", { of: { missing: ["version"] } }],
  ])("keeps %s to itself in shadow, and what it would have been", (_, setting) => {
    const live = decided(setting);
    const shadow = decided({ ...setting, policy: { ...setting.policy, mode: "shadow" } });
    expect(shadow).toEqual({ ...live, mode: "quiet" });
  });

  it("alerts staff where nothing may happen by itself", () => {
    for (const lane of ["care", "security"] as const) {
      const evidence = {
        classification: aClassification({ lane }),
        candidates: [],
        draft: READY,
        routed: { route: null, why: "no rule" },
      };
      expect(decide(evidence, aCase(), aPolicy()).verdict).toEqual({ to: "nothing", alert: true });
    }
  });
});
