import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeter } from "../../src/triage/decide/meter.ts";
import { costWords } from "../../src/triage/decide/spending.ts";
import { type Budgets, type CallFor, dayIn } from "../../src/triage/model/model-call.ts";
import { createManualClock } from "../fakes/clock.ts";
import { aCall } from "../fakes/samples.ts";
import { createFakeCalls } from "../fakes/store-calls.ts";

const NONE: Budgets = { day: null, server: null, person: null };

function aMeter(budgets: Partial<Budgets>, zone = "UTC") {
  const clock = createManualClock(Date.UTC(2026, 0, 5, 22));
  const calls = createFakeCalls();
  return {
    clock,
    calls,
    meter: createMeter({ calls, clock, zone, budgets: { ...NONE, ...budgets } }),
  };
}

const who = (personId: string, communityId = "acme"): CallFor => ({
  communityId,
  ticketId: null,
  personId,
  purpose: "triage",
});

describe("a budget", () => {
  it("is passed by one call at the most, however calls overlap", async () => {
    const call = fc.record({
      person: fc.constantFrom("ada", "grace"),
      server: fc.constantFrom("acme", "beta"),
      most: fc.integer({ min: 1, max: 40 }),
      /** Share of the most that it turns out to cost. */
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      /** Settled only after so many others have begun. */
      lasts: fc.nat({ max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 60 }), async (made) => {
        const budgets = { day: 200, server: 120, person: 70 };
        const { calls, meter } = aMeter(budgets);
        const underWay: { left: number; settle: () => Promise<void> }[] = [];
        for (const { person, server, most, share, lasts } of made) {
          const begun = await meter.begin(who(person, server), most);
          if (begun.type === "go") {
            const settle = () => begun.settle(aCall({ dollars: most * share }));
            underWay.push({ left: lasts, settle });
          }
          for (const one of underWay) {
            if (one.left === 0) await one.settle();
            one.left -= 1;
          }
          const dollars = (of: (row: (typeof calls.rows)[number]) => boolean) =>
            calls.rows.filter(of).reduce((sum, row) => sum + row.dollars, 0);
          expect(dollars(() => true)).toBeLessThan(budgets.day + 40);
          for (const name of ["acme", "beta"]) {
            const here = dollars((row) => row.communityId === name);
            expect(here).toBeLessThan(budgets.server + 40);
            for (const one of ["ada", "grace"]) {
              const own = dollars((row) => row.communityId === name && row.personId === one);
              expect(own).toBeLessThan(budgets.person + 40);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("begins anew at midnight of the community's zone", async () => {
    const { clock, meter } = aMeter({ day: 1 }, "Europe/Berlin");
    expect(await meter.begin(who("ada"), 1)).toMatchObject({ type: "go" });
    expect(await meter.begin(who("ada"), 1)).toEqual({ type: "spent", budget: "day" });
    clock.advance(61 * 60_000);
    expect(dayIn("Europe/Berlin", clock.now())).toBe("2026-01-06");
    expect(await meter.begin(who("ada"), 1)).toMatchObject({ type: "go" });
  });

  it("of nothing lets no call through", async () => {
    expect(await aMeter({ person: 0 }).meter.begin(who("ada"), 0.01)).toEqual({
      type: "spent",
      budget: "person",
    });
  });
});

describe("the cost of a ticket", () => {
  const counts = { inputTokens: 2_000, cachedTokens: 1_220, outputTokens: 90 };
  it.each([
    [{ calls: 2, dollars: 0.00312, ...counts }, "cost $0.0031 (2 calls, 61 % cached)"],
    [{ calls: 1, dollars: 2.5, ...counts, inputTokens: 0 }, "cost $2.50 (1 call, 0 % cached)"],
    [{ calls: 0, dollars: 0, ...counts }, null],
  ])("reads plainly", (spending, words) => {
    expect(costWords(spending)).toBe(words);
  });

  it("is called unknown when a price is missing", () => {
    expect(costWords({ calls: 1, dollars: null, ...counts })).toContain("cost unknown");
  });
});
