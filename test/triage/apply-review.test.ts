import { describe, expect, it } from "vitest";
import type { Proposed } from "../../src/triage/model/proposal.ts";
import type { Verdict } from "../../src/triage/model/review.ts";
import { applyReview } from "../../src/triage/review/apply-review.ts";
import { aCase, aKeptAction, aStep } from "../fakes/cases.ts";
import { aCandidate, aClassification, anIssue, aProposal, aRoute, NOON } from "../fakes/samples.ts";

const BY = { sourceId: "rita", name: "Rita" };
const ANSWER: Proposed = {
  outcome: "answer",
  claims: [{ text: "Set a part size.", passageIds: ["p1"], quote: "part size" }],
  sources: [
    { passageId: "p1", title: "Uploads", url: "https://d.example", heading: "", official: true },
  ],
  unanswered: [],
  extractive: true,
};
const CHANGE = { verdict: "change", kind: null, lane: null, area: null, route: null } as const;

function reviewed(
  verdict: Verdict,
  known: Parameters<typeof aCase>[0] = {},
  policy: Parameters<typeof aStep>[0] = {},
) {
  const standing = aCase({ proposal: aProposal(), classification: aClassification(), ...known });
  return applyReview(standing, verdict, BY, aStep(policy));
}
function changeOf(...given: Parameters<typeof reviewed>) {
  const result = reviewed(...given);
  if (result.type === "refused") throw new Error(result.why);
  return { ...result.change, triageAgain: result.triageAgain };
}
const answer = { proposal: aProposal({ proposed: ANSWER }) };

describe("a reviewer's verdict", () => {
  it("approves what is proposed, to be done after the time for taking it back", () => {
    const change = changeOf({ verdict: "send" }, answer, { undoMs: 10_000 });
    expect(change.closeProposal).toMatchObject({ state: "approved", by: "Rita", at: NOON });
    expect(change.actions).toMatchObject([
      { notBefore: NOON + 10_000, public: true, act: "answer", deed: { do: "say" } },
    ]);
    expect(change.review).toMatchObject({ by: BY, verdict: { verdict: "send" } });
  });

  it.each<[string, Proposed, string]>([
    ["ask", { outcome: "ask", details: ["version"] }, "say"],
    ["redirect", { outcome: "redirect", lane: "account", text: "x" }, "say"],
    ["file", { outcome: "file", route: aRoute(), issue: { title: "t", body: "b" } }, "open-issue"],
    ["link", { outcome: "link", candidate: aCandidate() }, "restate"],
    ["tell", { outcome: "tell", words: "no", reason: "not-planned" }, "say"],
  ])("sends a proposal to %s", (_, proposed, deed) => {
    const { actions } = changeOf({ verdict: "send" }, { proposal: aProposal({ proposed }) });
    expect(actions?.[0]?.deed.do).toBe(deed);
  });

  it("puts the reviewer's words in the place of the draft's", () => {
    const change = changeOf({ verdict: "edit", title: null, text: "Use parts." }, answer);
    const deed = change.actions?.[0]?.deed;
    expect(deed?.do === "say" && deed.say).toMatchObject({
      claims: [{ text: "Use parts." }],
      extractive: false,
      checked: true,
    });
    expect(reviewed({ verdict: "edit", title: null, text: " " }, answer)).toMatchObject({
      type: "refused",
    });
  });

  it("dismisses, with or without a reason", () => {
    const change = changeOf({ verdict: "dismiss", reason: "not worth it" });
    expect(change.closeProposal).toMatchObject({ state: "dismissed", because: "not worth it" });
    expect(change.ticket).toMatchObject({ state: "resting" });
    expect(change.actions).toBeUndefined();
  });

  it("takes a dismissed card of a ticket that gathers away, and leaves the ticket due", () => {
    const ticket = { state: "gathering", dueAt: NOON } as const;
    expect(changeOf({ verdict: "dismiss", reason: null }, { ticket }).ticket).toEqual({});
  });

  it("links and asks in the place of what was proposed", () => {
    const linked = changeOf({ verdict: "link", candidate: aCandidate() }, answer);
    expect(linked.ticket).toMatchObject({ linkedTo: "issue:I_1" });
    const asked = changeOf({ verdict: "ask", details: ["version"] }, answer);
    expect(asked.actions).toMatchObject([{ deed: { say: { say: "ask", details: ["version"] } } }]);
  });

  it.each<[string, Verdict, boolean]>([
    ["a bug becomes a question: decided anew", { ...CHANGE, kind: "question" }, true],
    ["it is an account matter: decided anew", { ...CHANGE, lane: "account" }, true],
    ["a bug is a request: proposed for its route", { ...CHANGE, kind: "feature" }, false],
    ["another route", { ...CHANGE, route: aRoute({ repository: "acme/web" }) }, false],
  ])("changes: %s", (_, verdict, again) => {
    const change = changeOf(verdict);
    expect(change.triageAgain).toBe(again);
    expect(change.ticket).toMatchObject({ labelledBy: "Rita" });
    expect(change.proposal?.proposed.outcome).toBe(again ? undefined : "file");
    expect(change.actions).toBeUndefined();
  });

  it("never files a security matter in public", () => {
    const verdict = { ...CHANGE, lane: "security", route: aRoute() } as const;
    expect(reviewed(verdict)).toMatchObject({ type: "refused" });
    const route = aRoute({ visibility: "private" });
    expect(changeOf({ ...verdict, route }).proposal?.proposed).toMatchObject({ route });
  });

  it("snoozes, and asks for another draft", () => {
    const until = NOON + 60_000;
    expect(changeOf({ verdict: "snooze", until }).snoozeProposal).toEqual({ until });
    const redraft = changeOf({ verdict: "redraft", instruction: "shorter" }, answer);
    expect(redraft.triageAgain).toBe(true);
    expect(redraft.actions).toBeUndefined();
  });

  it.each(["approved", "dismissed", "overtaken", "expired", "retracted"] as const)(
    "does nothing about a proposal that was %s",
    (state) => {
      const proposal = aProposal({ state, decidedBy: "Theo" });
      for (const verdict of [
        { verdict: "send" },
        { verdict: "dismiss", reason: null },
        { verdict: "file" },
      ] as const) {
        const result = reviewed(verdict, { proposal });
        expect(result).toEqual({ type: "refused", why: `already ${state} by Theo` });
      }
    },
  );

  it("needs something to decide on", () => {
    expect(reviewed({ verdict: "send" }, { proposal: null }).type).toBe("refused");
  });
});

describe("taking back", () => {
  const approved = aProposal({ proposed: ANSWER, state: "approved", version: 2 });
  const say = { say: "withdrawn", code: "SB-1", words: null } as const;
  const due = (notBefore: number, attempt = 0) =>
    aKeptAction({ notBefore, deed: { do: "say", say } }, { attempt });

  it("an approval while nothing of it has begun proposes the same again", () => {
    const action = due(NOON + 1);
    const change = changeOf({ verdict: "undo" }, { proposal: approved, actions: [action] });
    expect(change.supersede).toEqual([action.id]);
    expect(change.proposal).toMatchObject({ state: "open", version: 3, proposed: ANSWER });
  });

  it.each<[string, Parameters<typeof aCase>[0]]>([
    ["its time has come", { proposal: approved, actions: [due(NOON)] }],
    ["it was tried", { proposal: approved, actions: [due(NOON + 1, 1)] }],
    ["nothing waits", { proposal: approved }],
    ["it is not approved", { actions: [due(NOON + 1)] }],
  ])("an approval is refused when %s", (_, known) => {
    expect(reviewed({ verdict: "undo" }, known).type).toBe("refused");
  });

  it("a publication edits it to the correction and tells the issue that we opened", () => {
    const done = aKeptAction({ deed: { do: "say", say } }, { state: "done", externalRef: "m1" });
    const waiting = due(NOON + 1);
    const issue = anIssue({ ticketId: "ticket-1" });
    // Whose credential leaked is told all the same.
    const note = { say: "leaked-credential" as const, community: "acme", types: [], pages: [] };
    const warning = aKeptAction({
      deed: { do: "tell-privately", personSourceId: "ann", say: note },
    });
    const known = { proposal: approved, actions: [done, waiting, warning], issue };
    const change = changeOf({ verdict: "retract", words: "Wrong." }, known);
    expect(change.closeProposal?.state).toBe("retracted");
    expect(change.supersede).toEqual([waiting.id]);
    expect(change.actions).toMatchObject([
      { deed: { do: "retract", messageId: "m1", say: { words: "Wrong." } } },
      { deed: { do: "comment", key: "retract:ticket-1" } },
    ]);
    const others = changeOf(
      { verdict: "retract", words: null },
      {
        ...known,
        issue: anIssue({ ticketId: "ticket-2" }),
      },
    );
    expect(others.actions).toHaveLength(1);
  });

  it("is refused when nothing was published", () => {
    expect(reviewed({ verdict: "retract", words: null }).type).toBe("refused");
  });
});
