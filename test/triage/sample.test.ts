import { describe, expect, it } from "vitest";
import type { Decided } from "../../src/triage/decide/decide.ts";
import { sampleOf } from "../../src/triage/decide/sample.ts";
import type { Policy } from "../../src/triage/model/policy.ts";
import type { Ticket } from "../../src/triage/model/ticket.ts";
import { arrangeBoard } from "../../src/triage/review/board.ts";
import { aCase } from "../fakes/cases.ts";
import { aPolicy } from "../fakes/house.ts";
import { aProposal, createTestIds, NOON } from "../fakes/samples.ts";

const silent = (code: string): Decided => ({
  decision: { outcome: "none", mode: "quiet", reasons: [{ code, text: "nothing in it" }] },
  verdict: { to: "nothing", alert: false },
});
const ids = createTestIds();
const sampled = (
  decided: Decided,
  ticket: Partial<Ticket> = {},
  policy: Partial<Policy> = { silenceSamples: 1 },
) => {
  const known = aCase({});
  const step = { now: NOON, ids, policy: aPolicy(policy) };
  return sampleOf(
    { ...known, proposal: null, ticket: { ...known.ticket, ...ticket } },
    decided,
    step,
  );
};

describe("sampleOf", () => {
  it("takes the share that is set, by the ticket alone", () => {
    const make = createTestIds();
    const tickets = Array.from({ length: 10_000 }, () => make());
    const taken = (id: string) =>
      sampled(silent("nothing-asked"), { id }, { silenceSamples: 0.05 }) !== null;
    const first = tickets.filter(taken);
    expect(first.length).toBeGreaterThan(400);
    expect(first.length).toBeLessThan(600);
    expect(tickets.filter(taken)).toEqual(first);
  });

  it("says why nothing was said, and waits behind everything else", () => {
    expect(sampled(silent("weak-draft"))).toMatchObject({
      proposed: { outcome: "sample", because: "nothing in it" },
      priority: -100,
      state: "open",
    });
  });

  it.each(["filed-already", "said-already", "silent", "gathers", "answer-off", "no-redirect"])(
    "leaves alone what rests on a rule: %s",
    (code) => expect(sampled(silent(code))).toBeNull(),
  );

  it("takes nothing in shadow, in silenced threads, or of what is proposed or alerted", () => {
    const decided = silent("nothing-asked");
    expect(sampled(decided, {}, { silenceSamples: 1, mode: "shadow" })).toBeNull();
    expect(sampled(decided, { silence: "answered-by-person" })).toBeNull();
    expect(sampled({ ...decided, verdict: { to: "nothing", alert: true } })).toBeNull();
    expect(sampled({ ...decided, decision: { ...decided.decision, mode: "draft" } })).toBeNull();
  });
});

it("puts one sample at a time on the board", () => {
  const proposals = ["sample:a", "sample:b", "one:c"].map((groupKey) => aProposal({ groupKey }));
  const view = {
    cards: [],
    following: [],
    leads: {},
    ended: {},
    left: [],
    overdue: [],
    remindedAt: null,
  };
  const groups = arrangeBoard({ ...view, proposals }, 8, NOON, ids).open.map(
    ({ groupKey }) => groupKey,
  );
  expect(groups).toEqual(["sample:a", "one:c"]);
});
