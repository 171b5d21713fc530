import { describe, expect, it } from "vitest";
import { DAY } from "../../../src/triage/model/clock.ts";
import { repeatedAsks } from "../../../src/triage/report/repeated.ts";
import { makeReport } from "../../../src/triage/report/report.ts";
import { teamOf } from "../../../src/triage/report/team.ts";
import { aPolicy } from "../../fakes/house.ts";
import { aRoute, NOON } from "../../fakes/samples.ts";
import { aGathering, aRow, aSaid, theIssue, whatHappened } from "./a-row.ts";

const PERIOD = { from: NOON - 7 * DAY, to: NOON };
const rules = [
  { when: { kind: ["bug" as const], area: ["cli"] }, route: aRoute({ team: "sdk" }) },
  { when: { kind: ["docs" as const] }, route: aRoute({ team: "docs" }) },
];
const policy = aPolicy({ rules, fallback: aRoute({ team: "platform" }) });

describe("whose a ticket is", () => {
  it.each([
    {
      row: aRow({ facts: [{ fact: "filed", at: 1, team: "web" }], proposedTeam: "sdk" }),
      team: "web",
    },
    { row: aRow({ proposedTeam: "models" }), team: "models" },
    { row: aRow({ kind: "docs" }), team: "docs" },
    { row: aRow({ kind: "question", area: "cli" }), team: "sdk" },
    { row: aRow({ kind: "question", area: "webhooks" }), team: "platform" },
    { row: aRow({ kind: null }), team: null },
  ])("is $team", ({ row, team }) => {
    expect(teamOf(row, policy)).toBe(team);
  });

  it("is nobody's where no rule matches and there is no fallback", () => {
    expect(teamOf(aRow({ area: "webhooks" }), { rules, fallback: null })).toBeNull();
  });
});

describe("most repeated asks", () => {
  const page = { title: "Uploads", heading: "Limits", url: "https://docs.example/up#limits" };
  const gap = (title: string, ...codes: string[]) => ({
    code: "G-1",
    title,
    asks: codes.map((code) => ({
      code,
      permalink: "",
      ask: "",
      reason: "unanswered" as const,
      answeredByPerson: false,
      answeredBy: null,
    })),
    nearest: { ...page, page: "up", source: "docs", version: null, file: "up.md", line: 1 },
  });
  const cited = (url: string) => [aSaid({ sources: [{ title: "Keys", url }] })];

  it("come from gaps, from pages that were there all along, and from links, by people", () => {
    const issue = theIssue();
    const asks = [
      aRow({ code: "SB-1", personIds: ["a"] }),
      aRow({ code: "SB-2", personIds: ["b"] }),
      aRow({ personIds: ["c"], said: cited("https://docs.example/keys#one") }),
      aRow({ personIds: ["d"], said: cited("https://docs.example/keys#two") }),
      aRow({ personIds: ["e"], said: cited("https://docs.example/keys") }),
      aRow({ code: "SB-6", title: "Hangs", personIds: ["f", "g"], issue }),
      aRow({ personIds: ["h", "i"], issue }),
    ];
    expect(repeatedAsks(asks, [gap("A proxy?", "SB-1", "SB-2", "SB-99")])).toEqual([
      {
        title: "Hangs",
        people: 4,
        asks: 2,
        page: { title: "the issue", url: issue.url },
        isPrivate: false,
        because: "linked",
        code: "SB-6",
      },
      {
        title: "Keys",
        people: 3,
        asks: 3,
        page: { title: "Keys", url: "https://docs.example/keys" },
        isPrivate: false,
        because: "found",
        code: null,
      },
      {
        title: "A proxy?",
        people: 2,
        asks: 2,
        page: { title: "Uploads, Limits", url: page.url },
        isPrivate: false,
        because: "gap",
        code: "G-1",
      },
    ]);
  });

  it("are not what one person asks, nor what is nobody's business", () => {
    const asks = [
      aRow({ code: "SB-1", personIds: ["a"] }),
      aRow({ code: "SB-2", personIds: ["a"] }),
      aRow({ lane: "account", personIds: ["b"], said: cited("https://docs.example/keys") }),
      aRow({ lane: "account", personIds: ["c"], said: cited("https://docs.example/keys") }),
    ];
    expect(repeatedAsks(asks, [gap("A proxy?", "SB-1", "SB-2")])).toEqual([]);
  });
});

describe("the report", () => {
  const input = {
    policy,
    team: null,
    period: PERIOD,
    madeAt: NOON,
    happened: whatHappened(),
    happenedBefore: whatHappened(),
    gathering: [],
    gaps: [],
    repliesSince: null,
  };
  const bug = (overrides: Parameters<typeof aRow>[0] = {}) =>
    aRow({ kind: "bug", askedAt: NOON - DAY, ...overrides });

  it("stands beside the same time just before", () => {
    const report = makeReport({
      ...input,
      happened: whatHappened({
        posts: 20,
        gapsOpened: 2,
        tickets: [bug(), bug(), bug({ askedAt: NOON - 10 * DAY })],
      }),
      happenedBefore: whatHappened({
        posts: 10,
        gapsClosed: 1,
        tickets: [bug({ askedAt: NOON - 10 * DAY })],
      }),
    });
    expect(report.before).toEqual({ from: NOON - 14 * DAY, to: NOON - 7 * DAY });
    expect(report.now).toMatchObject({
      answering: { asks: 2 },
      way: { reported: 2 },
      spoken: { posts: 20 },
      gaps: { opened: 2, closed: 0 },
    });
    expect(report.earlier).toMatchObject({
      answering: { asks: 1 },
      way: { reported: 1 },
      spoken: { posts: 10 },
      gaps: { opened: 0, closed: 1 },
    });
  });

  it("of one team holds its own alone, and nothing that is everybody's", () => {
    const report = makeReport({
      ...input,
      team: "sdk",
      happened: whatHappened({ posts: 20, tickets: [bug(), bug({ area: "webhooks" })] }),
      gathering: [aGathering({ area: "cli" }), aGathering({ area: "cli", kind: "model-behavior" })],
    });
    expect(report.now).toMatchObject({
      answering: { asks: 1 },
      spoken: { posts: null },
      gaps: null,
    });
    // By these rules wishes are for the fallback owner.
    expect(report.demand).toEqual([]);
  });

  it("names what shipped, a private matter by its code alone", () => {
    const facts = [
      { fact: "filed" as const, at: NOON - 3 * DAY, team: "sdk" },
      { fact: "completed" as const, at: NOON - DAY, team: null },
    ];
    const { shipped, now } = makeReport({
      ...input,
      happened: whatHappened({
        tickets: [
          bug({ code: "SB-1", title: "Hangs", facts, toldAt: NOON - 1, issue: theIssue() }),
          bug({ code: "SB-2", title: "Sees others' files", lane: "security", facts }),
        ],
      }),
    });
    expect(shipped).toMatchObject([
      { code: "SB-1", title: "Hangs", people: 1, told: true },
      { code: "SB-2", title: "", told: false, issueUrl: null },
    ]);
    expect(now.quality).toMatchObject([{ team: "sdk", area: "cli", filed: 2, acceptedAsFiled: 2 }]);
  });
});
