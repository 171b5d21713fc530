import { describe, expect, it } from "vitest";
import { createRandom } from "../../../demo/headless/random.ts";
import { DAY, HOUR, MINUTE } from "../../../src/triage/model/clock.ts";
import { answering, SOLVERS, type Solver, solverOf } from "../../../src/triage/report/answering.ts";
import type { TicketRow } from "../../../src/triage/report/rows.ts";
import { NOON } from "../../fakes/samples.ts";
import { aRow, aSaid } from "./a-row.ts";

const WEEK = { from: NOON - 7 * DAY, to: NOON };
const reply = (voice: TicketRow["replies"][number]["voice"], at: number) =>
  ({ fact: "replied", voice, at }) as const;

describe("asks without a reply", () => {
  const ago = (ms: number) => NOON - ms;
  const unanswered = (...rows: TicketRow[]) =>
    answering(rows, WEEK).unanswered.map(({ count, of }) => [count, of]);

  it("are counted in the period in which they became so old", () => {
    const [young, day, threeDays, eight, nine, older] = [
      2 * HOUR,
      DAY,
      3 * DAY,
      8 * DAY,
      9 * DAY,
      15 * DAY,
    ].map((old) => aRow({ askedAt: ago(old) - 1 })) as [
      TicketRow,
      TicketRow,
      TicketRow,
      TicketRow,
      TicketRow,
      TicketRow,
    ];
    // 24 hours: one and three days ago; 72: three, eight and nine; 7 days: eight and nine.
    expect(unanswered(young, day, threeDays, eight, nine, older)).toEqual([
      [2, 2],
      [3, 3],
      [2, 2],
    ]);
  });

  it.each([
    { by: "a member in time", row: { replies: [reply("member", NOON - 2 * DAY)] }, count: 0 },
    { by: "a member too late", row: { replies: [reply("member", NOON - 2 * HOUR)] }, count: 1 },
    { by: "the asker alone", row: { replies: [reply("asker", NOON - 2 * DAY)] }, count: 1 },
    { by: "a person, as the story has it", row: { steppedBackAt: NOON - 2 * DAY }, count: 0 },
    { by: "our answer", row: { said: [aSaid({ at: NOON - 2 * DAY })] }, count: 0 },
    {
      by: "a team that has it",
      row: { said: [aSaid({ say: "filed", at: NOON - 2 * DAY })] },
      count: 0,
    },
    { by: "a question back", row: { said: [aSaid({ say: "ask", at: NOON - 2 * DAY })] }, count: 1 },
  ])("are not those answered by $by: $count", ({ row, count }) => {
    expect(unanswered(aRow({ askedAt: NOON - 2 * DAY - HOUR, ...row }))[0]).toEqual([count, 1]);
  });

  it.each<Partial<TicketRow>>([
    { kind: "other" },
    { state: "withdrawn" },
    { silence: "imported" },
    { silence: "asked-privately" },
    { silence: "opted-out" },
  ])("leave out what waits for none: %o", (row) => {
    expect(answering([aRow({ askedAt: NOON - 2 * DAY, ...row })], WEEK)).toMatchObject({
      asks: 0,
      unanswered: [{ of: 0 }, { of: 0 }, { of: 0 }],
      waiting: [],
    });
  });

  it("list who still waits, the longest wait first, and no private matter by its title", () => {
    const rows = [
      aRow({ code: "SB-1", askedAt: NOON - 2 * DAY }),
      aRow({ code: "SB-2", askedAt: NOON - 8 * DAY }),
      aRow({ code: "SB-3", askedAt: NOON - 3 * DAY, replies: [reply("member", NOON - HOUR)] }),
      aRow({ code: "SB-4", askedAt: NOON - 3 * DAY, lane: "security" }),
      aRow({ code: "SB-5", askedAt: NOON - HOUR }),
    ];
    expect(answering(rows, WEEK).waiting.map(({ code }) => code)).toEqual(["SB-2", "SB-1"]);
  });
});

describe("the time to a reply", () => {
  it("is the median and the middle half of the asks that had one", () => {
    const minutes = [10, 20, 30, 40, 100];
    const rows = minutes.map((after) => {
      const at = NOON - DAY + after * MINUTE;
      return aRow({
        askedAt: NOON - DAY,
        replies: [reply("member", at), reply("staff", at + HOUR)],
      });
    });
    const { firstHuman, asks } = answering([...rows, aRow({ askedAt: NOON - DAY })], WEEK);
    expect(asks).toBe(6);
    expect(firstHuman).toEqual({
      count: 5,
      quarter: 20 * MINUTE,
      median: 30 * MINUTE,
      threeQuarters: 40 * MINUTE,
    });
  });

  it("is useful once somebody said so: marked, kept, or helped by our answer", () => {
    const askedAt = NOON - DAY;
    const rows = [
      aRow({
        askedAt,
        replies: [
          reply("member", askedAt + MINUTE),
          { fact: "solved", voice: "helper", at: askedAt + HOUR },
        ],
      }),
      aRow({ askedAt, replies: [{ fact: "kept", voice: "staff", at: askedAt + 2 * HOUR }] }),
      aRow({ askedAt, said: [aSaid({ at: askedAt + 3 * HOUR, helped: true })] }),
      aRow({ askedAt, said: [aSaid({ at: askedAt + 4 * HOUR })] }),
    ];
    expect(answering(rows, WEEK).firstUseful).toMatchObject({ count: 3, median: 2 * HOUR });
  });

  it("knows nothing of what came after the period", () => {
    const row = aRow({ askedAt: NOON - DAY, replies: [reply("member", NOON)], toldAt: NOON + 1 });
    const { firstHuman, solvers } = answering([row], WEEK);
    expect(firstHuman).toEqual({ count: 0, quarter: null, median: null, threeQuarters: null });
    expect(solvers).toMatchObject({ nobody: 1, team: 0 });
  });
});

describe("who solved it", () => {
  const at = NOON;
  it.each<{ row: Partial<TicketRow>; solver: Solver }>([
    { row: {}, solver: "nobody" },
    { row: { replies: [reply("member", at)] }, solver: "answered-only" },
    { row: { said: [aSaid()] }, solver: "answered-only" },
    { row: { replies: [{ fact: "solved", voice: "member", at }] }, solver: "peers" },
    { row: { replies: [{ fact: "solved", voice: "helper", at }] }, solver: "helpers" },
    { row: { replies: [{ fact: "solved", voice: "staff", at }] }, solver: "staff" },
    { row: { replies: [{ fact: "solved", voice: "asker", at }] }, solver: "asker" },
    { row: { replies: [{ fact: "solved", voice: "bot", at }] }, solver: "reviewed-answers" },
    {
      row: {
        replies: [
          { fact: "kept", voice: "staff", at: at - 1 },
          { fact: "solved", voice: "member", at },
        ],
      },
      solver: "peers",
    },
    { row: { said: [aSaid({ helped: true })] }, solver: "reviewed-answers" },
    { row: { said: [aSaid({ helped: true, wrong: true })] }, solver: "answered-only" },
    { row: { said: [aSaid({ helped: true, retracted: true })] }, solver: "answered-only" },
    { row: { said: [aSaid({ say: "related", helped: true })] }, solver: "pages" },
    { row: { said: [aSaid({ say: "fixed" })], toldAt: at }, solver: "team" },
    { row: { calledSolvedAt: at }, solver: "unnamed" },
    { row: { calledSolvedAt: at, replies: [reply("helper", at)] }, solver: "helpers" },
    {
      row: { calledSolvedAt: at, replies: [reply("helper", at), reply("member", at)] },
      solver: "unnamed",
    },
  ])("is $solver", ({ row, solver }) => {
    expect(solverOf(aRow(row))).toBe(solver);
  });
});

describe("whatever happened", () => {
  it("every ask has one solver, and shares are shares", () => {
    const random = createRandom(7);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    for (let round = 0; round < 200; round += 1) {
      const rows = Array.from({ length: Math.floor(random() * 30) }, () => {
        const askedAt = NOON - Math.floor(random() * 20 * DAY);
        const later = () => askedAt + Math.floor(random() * 10 * DAY);
        return aRow({
          askedAt,
          kind: pick(["question", "bug", "other", null]),
          silence: pick([null, null, "imported"]),
          replies: Array.from({ length: Math.floor(random() * 3) }, () => ({
            fact: pick(["replied", "solved", "kept"] as const),
            voice: pick(["asker", "member", "helper", "staff", "bot"] as const),
            at: later(),
          })),
          said: Array.from({ length: Math.floor(random() * 2) }, () =>
            aSaid({ at: later(), helped: random() < 0.3, say: pick(["answer", "ask", "filed"]) }),
          ),
          toldAt: random() < 0.1 ? later() : null,
          calledSolvedAt: random() < 0.1 ? later() : null,
        });
      });
      const found = answering(rows, WEEK);
      const solved = SOLVERS.map((name) => found.solvers[name] ?? 0);
      expect(solved.reduce((sum, one) => sum + one, 0)).toBe(found.asks);
      for (const { count, of } of found.unanswered) expect(count).toBeLessThanOrEqual(of);
      for (const { count, quarter, median, threeQuarters } of [
        found.firstHuman,
        found.firstUseful,
      ]) {
        expect(count).toBeLessThanOrEqual(found.asks);
        expect((count === 0) === (median === null)).toBe(true);
        expect(quarter ?? 0).toBeLessThanOrEqual(median ?? 0);
        expect(median ?? 0).toBeLessThanOrEqual(threeQuarters ?? 0);
      }
      // The order of rows is nothing that was asked.
      expect(answering(rows.toReversed(), WEEK).solvers).toEqual(found.solvers);
    }
  });
});
