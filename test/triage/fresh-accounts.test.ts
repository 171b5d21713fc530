import { describe, expect, it } from "vitest";
import { headcount, headcountWords, isFresh } from "../../src/triage/decide/fresh-accounts.ts";
import { DAY, HOUR, SECOND } from "../../src/triage/model/clock.ts";
import { seesBugs } from "../fakes/filed.ts";
import { createHouse } from "../fakes/house.ts";
import { aCandidate, aReporter, NOON } from "../fakes/samples.ts";

let made = 0;

/** The id of an account on Discord that was made then. */
const accountMade = (at: number) =>
  ((BigInt(at - Date.UTC(2015, 0, 1)) << 22n) + BigInt(++made)).toString();

describe("the age of an account", () => {
  it.each([
    { of: "six days", sourceId: accountMade(NOON - 6 * DAY), fresh: true },
    { of: "eight days", sourceId: accountMade(NOON - 8 * DAY), fresh: false },
    { of: "nobody knows how long", sourceId: "ada", fresh: false },
  ])("of $of makes it fresh: $fresh", ({ sourceId, fresh }) => {
    expect(isFresh({ sourceId, since: NOON })).toBe(fresh);
  });

  it("stands beside the number of people, each counted once", () => {
    const old = aReporter({ personId: "a", sourceId: accountMade(NOON - 90 * DAY) });
    const fresh = aReporter({ personId: "b", sourceId: accountMade(NOON - HOUR) });
    const later = { ...fresh, since: NOON + 30 * DAY };
    expect(headcount([old, old, fresh])).toEqual({ all: 2, fresh: 1, seasoned: 1 });
    expect(headcount([old, fresh, later])).toEqual({ all: 2, fresh: 0, seasoned: 2 });
    expect(headcountWords({ all: 204, fresh: 200 })).toBe(
      "204 reporters, 200 of them with accounts younger than 7 days",
    );
    expect(headcountWords({ all: 1, fresh: 1 })).toBe("1 reporter");
    expect(headcountWords({ all: 3, fresh: 0 })).toBe("3 reporters");
  });
});

describe("200 fresh accounts that vote a feature up", () => {
  it("are counted, with their age beside the number, and raise no priority", {
    timeout: 60_000,
  }, async () => {
    const priorityLabels = [{ from: 5, label: "p1" }];
    const house = createHouse({
      policy: { priorityLabels, filedFrom: { feature: 1, "model-behavior": 1 }, openCards: 50 },
    });
    seesBugs(house);
    const post = async (age: number) => {
      const authorSourceId = accountMade(house.clock.now() - age);
      const { taken } = await house.post({ authorSourceId, authorName: authorSourceId });
      return taken;
    };
    const first = await post(90 * DAY);
    await house.advance(20 * SECOND);
    await house.rule({ verdict: "send" });
    await house.advance(10 * SECOND);
    const { issue } = await house.ticketOf(first);
    if (!issue) throw new Error("nothing was filed");
    const target = { type: "issue", issue, visibility: "public" } as const;
    house.sameAsks.when("", [aCandidate({ target, score: 0.9, open: true })]);
    for (let n = 0; n < 3; n += 1) await post(60 * DAY);
    for (let n = 0; n < 200; n += 1) await post(HOUR);
    await house.advance(20 * SECOND);
    expect(house.openCards()).toMatchObject([{ reporters: 204, freshReporters: 200 }]);
    await house.rule({ verdict: "send" });
    await house.advance(10 * SECOND);
    expect(house.commentsOn(issue.nodeId)).toEqual([
      expect.stringMatching(
        /\*\*204 reporters\*\* .*200 of them with accounts younger than 7 days\./,
      ),
    ]);
    const labels = () => house.tracker.issues.map((one) => one.labels);
    expect(labels()).toEqual([["bug"]]);
    await post(30 * DAY);
    await house.advance(20 * SECOND);
    await house.rule({ verdict: "send" });
    await house.advance(10 * SECOND);
    expect(labels()).toEqual([["bug", "p1"]]);
  });
});
