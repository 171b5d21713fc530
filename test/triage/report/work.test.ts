import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/triage/model/clock.ts";
import type { FactName } from "../../../src/triage/model/way-back.ts";
import type { TicketRow } from "../../../src/triage/report/rows.ts";
import { effortOf, shippedAt, spokenOf, wayOf } from "../../../src/triage/report/work.ts";
import { NOON } from "../../fakes/samples.ts";
import { aRow, aSaid } from "./a-row.ts";

const WEEK = { from: NOON - 7 * DAY, to: NOON };
const fact = (name: FactName, daysAgo: number) => ({
  fact: name,
  at: NOON - daysAgo * DAY,
  team: "sdk",
});

describe("from reported to told", () => {
  it("counts each step in the week in which it happened", () => {
    const rows = [
      aRow({ kind: "bug", askedAt: NOON - DAY }),
      aRow({ kind: "question", askedAt: NOON - DAY }),
      // Reported and filed before; taken up and shipped this week.
      aRow({
        kind: "bug",
        askedAt: NOON - 20 * DAY,
        facts: [fact("filed", 19), fact("accepted", 6), fact("completed", 2)],
        toldAt: NOON - DAY,
      }),
      // Completed is accepted too, and what was accepted before is not again.
      aRow({
        kind: "docs",
        askedAt: NOON - 2 * DAY,
        facts: [fact("filed", 2), fact("completed", 1)],
      }),
      aRow({
        kind: "feature",
        askedAt: NOON - 30 * DAY,
        facts: [fact("filed", 30), fact("accepted", 20), fact("completed", 1)],
        toldAt: NOON,
      }),
    ];
    const asks = rows.filter(({ askedAt }) => askedAt >= WEEK.from);
    expect(wayOf(rows, asks, WEEK)).toEqual({
      reported: 2,
      filed: 1,
      accepted: 2,
      shipped: 3,
      told: 1,
    });
  });

  it.each<{ facts: FactName[]; shipped: boolean }>([
    { facts: ["filed"], shipped: false },
    { facts: ["filed", "completed"], shipped: true },
    { facts: ["filed", "completed", "reopened"], shipped: false },
    { facts: ["filed", "completed", "reopened", "completed"], shipped: true },
    { facts: ["filed", "completed", "not-planned"], shipped: false },
    { facts: ["filed", "completed", "still-broken"], shipped: true },
  ])("has shipped after $facts: $shipped", ({ facts, shipped }) => {
    const row = aRow({ facts: facts.map((name, at) => ({ fact: name, at, team: null })) });
    expect(shippedAt(row) !== null).toBe(shipped);
  });
});

describe("review effort", () => {
  const ended = (
    state: TicketRow["ended"][number]["state"],
    created: number,
    decided: number,
    ...verdicts: string[]
  ) => ({ state, createdAt: NOON - created, decidedAt: NOON - decided, verdicts, judged: null });
  const effort = (...rows: TicketRow["ended"][]) =>
    effortOf(
      rows.map((one) => aRow({ ended: one })),
      WEEK,
    );

  it("counts what led to one decision, over corrections and new drafts", () => {
    const found = effort(
      [ended("approved", 2 * HOUR, HOUR, "send")],
      [
        ended("overtaken", 5 * HOUR, 4 * HOUR, "change"),
        ended("overtaken", 4 * HOUR, 3 * HOUR, "snooze", "redraft"),
        ended("approved", 3 * HOUR, HOUR, "edit", "undo"),
      ],
      [ended("dismissed", 30 * MINUTE, 0 * HOUR + 1, "dismiss")],
      [ended("approved", HOUR, MINUTE, "link")],
    );
    expect(found).toMatchObject({ decided: 4, asItWas: 1, edited: 1, chosen: 1, dismissed: 1 });
    // 1, 4, 1 and 1 steps.
    expect(found.steps).toEqual({ count: 4, quarter: 1, median: 1, threeQuarters: 1.75 });
    // 60, 240, 30 and 59 minutes.
    expect(found.waited.median).toBeCloseTo(59.5 * MINUTE, -2);
  });

  it("is none where nobody came, a person answered, or it was done alone", () => {
    const found = effort(
      [ended("expired", 4 * DAY, DAY)],
      [ended("overtaken", DAY, HOUR)],
      [ended("approved", DAY, HOUR)],
      [ended("expired", 4 * DAY, DAY, "snooze")],
    );
    expect(found).toMatchObject({ decided: 0, expired: 2, steps: { count: 0, median: null } });
  });

  it("belongs to the week of the decision", () => {
    const before = [ended("approved", 9 * DAY, 8 * DAY, "send")];
    const after = [ended("approved", DAY, 0, "send")];
    expect(effort(before, after).decided).toBe(0);
  });

  it("counts a retraction as no step of the decision that it takes back", () => {
    const found = effort([ended("retracted", 2 * HOUR, HOUR, "send", "retract")]);
    expect(found).toMatchObject({ decided: 1, asItWas: 1, steps: { median: 1 } });
  });
});

describe("what was said in public", () => {
  it("is counted by when it was said, and regretted once however often", () => {
    const rows = [
      aRow({ said: [aSaid({ at: NOON - DAY }), aSaid({ at: NOON - DAY, wrong: true })] }),
      aRow({ said: [aSaid({ at: NOON - DAY, wrong: true, retracted: true })] }),
      aRow({ said: [aSaid({ at: NOON - 8 * DAY, wrong: true }), aSaid({ at: NOON })] }),
    ];
    expect(spokenOf(rows, 150, WEEK)).toEqual({ messages: 3, regretted: 2, posts: 150 });
  });
});
