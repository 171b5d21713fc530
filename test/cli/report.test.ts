import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { readDay, readSince } from "../../src/cli/read-moment.ts";
import { reportPage } from "../../src/cli/report/page.ts";
import { duration, likely, per, shareOf } from "../../src/cli/report/words.ts";
import { periodOf } from "../../src/cli/report.ts";
import { DAY, HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { makeReport, type ReportInput } from "../../src/triage/report/report.ts";
import { aPolicy } from "../fakes/house.ts";
import { NOON } from "../fakes/samples.ts";
import { aGathering, aRow, aSaid, theIssue, whatHappened } from "../triage/report/a-row.ts";

const NOW = Date.parse("2026-11-20T13:00:00Z");
const iso = (at: number) => new Date(at).toISOString();

describe("the period of a report", () => {
  const zone = "Europe/Berlin";
  it.each([
    { since: "7d", until: undefined, from: "2026-11-13T13:00:00.000Z", to: iso(NOW) },
    { since: "2026-11-01", until: undefined, from: "2026-10-31T23:00:00.000Z", to: iso(NOW) },
    // Summer time ends in between: the days begin at midnight all the same.
    {
      since: "2026-10-01",
      until: "2026-11-01",
      from: "2026-09-30T22:00:00.000Z",
      to: "2026-10-31T23:00:00.000Z",
    },
    {
      since: "30d",
      until: "2026-11-01",
      from: "2026-10-01T23:00:00.000Z",
      to: "2026-10-31T23:00:00.000Z",
    },
  ])("from $since until $until", ({ since, until, from, to }) => {
    const period = periodOf({ since: readSince(since), ...(until && { until }) }, zone, NOW);
    expect({ from: iso(period.from), to: iso(period.to) }).toEqual({ from, to });
  });

  it.each(["0d", "7", "week", "2026-02-30", "2026-13-01", "-3d", ""])("is not %j", (text) => {
    expect(() => readSince(text)).toThrow(InvalidArgumentError);
    expect(() => readDay(text)).toThrow(InvalidArgumentError);
  });

  it("ends after it begins, and not after today", () => {
    const day = (text: string) => readSince(text);
    expect(() => periodOf({ since: day("2026-11-21") }, zone, NOW)).toThrow("--since");
    expect(() => periodOf({ since: day("2026-11-08"), until: "2026-11-08" }, zone, NOW)).toThrow(
      "--since",
    );
    expect(() => periodOf({ since: day("7d"), until: "2026-11-22" }, zone, NOW)).toThrow("--until");
  });
});

describe("words for figures", () => {
  it("say durations as people do, and no data plainly", () => {
    const said = [null, 20_000, 20 * MINUTE, 3 * HOUR, 3 * HOUR + 20 * MINUTE, 2.5 * DAY];
    expect(said.map(duration)).toEqual([
      "no data",
      "20 s",
      "20 min",
      "3 h",
      "3 h 20 min",
      "2.5 days",
    ]);
    expect(shareOf(0, 0)).toBe("no data");
    expect(shareOf(3, 20)).toBe("3 of 20 (15 %)");
    expect(likely(3, 20)).toBe("5 to 36 %");
    expect([per(1_000, 1, 26), per(100, 26, 104), per(100, 3, 0), per(100, 3, null)]).toEqual([
      "38",
      "25",
      "no data",
      "no data",
    ]);
  });
});

describe("the page", () => {
  const input: ReportInput = {
    policy: { ...aPolicy(), communityName: "Acme <b>" },
    team: null,
    period: { from: NOON - 7 * DAY, to: NOON },
    madeAt: NOON,
    happened: whatHappened(),
    happenedBefore: whatHappened(),
    gathering: [],
    gaps: [],
    repliesSince: null,
  };
  const evil = `<img src=x onerror=alert(1)> "quoted" & more`;

  it("says of an empty week that there is nothing, and divides by nothing", () => {
    const page = reportPage(makeReport(input));
    expect(page).toContain("no data");
    expect(page).toContain("No ask came in this period.");
    expect(page).toContain("No issue was filed in this period.");
    expect(page).not.toMatch(/NaN|Infinity|undefined|\bnull\b/);
  });

  it("runs nothing, loads nothing, and shows what strangers wrote as they wrote it", () => {
    const page = reportPage(
      makeReport({
        ...input,
        repliesSince: NOON - DAY,
        happened: whatHappened({
          posts: 9,
          tickets: [
            aRow({ title: evil, askedAt: NOON - 2 * DAY, permalink: "javascript:alert(1)" }),
            aRow({
              kind: "bug",
              title: evil,
              askedAt: NOON - 3 * DAY,
              issue: theIssue(),
              said: [aSaid({ at: NOON - DAY, wrong: true })],
              facts: [
                { fact: "filed", at: NOON - 2 * DAY, team: evil },
                { fact: "completed", at: NOON - DAY, team: null },
              ],
              ended: [
                {
                  state: "approved",
                  createdAt: NOON - DAY - HOUR,
                  decidedAt: NOON - DAY,
                  verdicts: ["send"],
                  judged: null,
                },
              ],
            }),
          ],
        }),
        gathering: [aGathering({ title: evil })],
      }),
    );
    expect(page).not.toMatch(/<script|<img|<link|href="javascript|@import|url\(/i);
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(page).toContain("Acme &lt;b&gt;");
    expect(page).toContain("Who replied is counted since");
    // One of one message was regretted.
    expect(page).toContain('<td class="">1000</td>');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});
