import { describe, expect, it } from "vitest";
import type { Issue } from "../../src/triage/model/case.ts";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { nextSlots } from "../../src/triage/perform/pacing.ts";
import { statusOf } from "../../src/triage/review/command-desk.ts";
import { seesBugs } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { anIssue } from "../fakes/samples.ts";

type House = ReturnType<typeof createHouse>;

/** Issues of the team, each reported in so many threads, the newest last. */
async function manyReports(house: House, issues: number, threadsEach: number) {
  seesBugs(house);
  const made: Issue[] = [];
  for (let n = 1; n <= issues; n += 1) {
    const issue = anIssue({ nodeId: `I_${n}`, number: n, title: `Bug ${n}`, ticketId: null });
    await house.tickets.saveIssue(COMMUNITY, issue);
    for (let thread = 0; thread < threadsEach; thread += 1) {
      const { taken } = await house.post();
      house.clock.advance(1);
      const { ticket } = await house.ticketOf(taken);
      const linked = {
        state: "with-team",
        dueAt: null,
        linkedTo: `issue:${issue.nodeId}`,
        issueNodeId: issue.nodeId,
        kind: "bug",
      } as const;
      const change = { ticket: linked, story: [] };
      await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, change);
    }
    made.push(issue);
  }
  house.queue.clear();
  return made;
}

async function close(house: House, issue: Issue): Promise<Issue> {
  const updatedAt = house.clock.now();
  const closed = { ...issue, state: "closed", stateReason: "completed", updatedAt } as const;
  await house.issueEvent({ event: "closed", issue: closed });
  return closed;
}

const told = (house: House) =>
  house.conversation.messages.filter(({ say }) => say.say === "fixed" || say.say === "closed");

/** The most that stand within any one hour. */
function mostInAnHour(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((from) => times.filter((at) => at >= from && at < from + HOUR).length),
  );
}

async function pass(house: House, hours: number): Promise<void> {
  for (let step = 0; step < hours * 12; step += 1) await house.advance(5 * MINUTE);
}

describe("slots for notices", () => {
  it("never hold more than an hour may, whatever was planned and in what order", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      let planned: number[] = [];
      let random = seed;
      const next = (below: number) => {
        random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
        return random % below;
      };
      const perHour = 1 + next(5);
      for (let event = 0; event < 8; event += 1) {
        const from = next(6 * HOUR);
        const slots = nextSlots(planned, 1 + next(9), from, perHour);
        expect(Math.min(...slots)).toBeGreaterThanOrEqual(from);
        planned = [...planned, ...slots];
      }
      expect(mostInAnHour(planned), `seed ${seed}`).toBeLessThanOrEqual(perHour);
    }
  });
});

describe("many who wait for the same news", () => {
  it("are told newest first, no more an hour than allowed, over several events", async () => {
    const house = createHouse();
    const [one, two] = await manyReports(house, 2, 25);
    if (!one || !two) throw new Error("no issues");
    await close(house, one);
    await house.advance(MINUTE);
    await close(house, two);
    await pass(house, 3);
    expect(told(house)).toHaveLength(50);
    expect(mostInAnHour(told(house).map(({ at }) => at))).toBeLessThanOrEqual(20);
    const codes = told(house)
      .slice(0, 20)
      .map(({ say }) => ("code" in say ? say.code : ""));
    expect(codes).toContain("SB-25");
    expect(codes).not.toContain("SB-5");
  });

  it("are paced too when a person sends the draft for all of them at once", async () => {
    const house = createHouse();
    const [issue] = await manyReports(house, 1, 30);
    if (!issue) throw new Error("no issue");
    const updatedAt = house.clock.now();
    const closed = { ...issue, state: "closed", stateReason: "not_planned", updatedAt } as const;
    await house.issueEvent({ event: "closed", issue: closed });
    await house.settle();
    await house.rule({ verdict: "edit", title: null, text: "It stays as it is." });
    await pass(house, 3);
    expect(told(house)).toHaveLength(30);
    expect(mostInAnHour(told(house).map(({ at }) => at))).toBeLessThanOrEqual(20);
  });

  it("are not told all at once what came due while nobody ran", async () => {
    const house = createHouse({ policy: { noticesPerHour: 3 } });
    const [issue] = await manyReports(house, 1, 9);
    if (!issue) throw new Error("no issue");
    await close(house, issue);
    house.clock.advance(12 * HOUR);
    await pass(house, 4);
    expect(told(house)).toHaveLength(9);
    expect(mostInAnHour(told(house).map(({ at }) => at))).toBeLessThanOrEqual(3);
  });
});

describe("more than forty threads for one event", () => {
  const policy = { announcePlaceId: "news" };
  const posts = (house: House) =>
    house.conversation.messages.filter(({ where }) => where === "news");
  const states = async (house: House) =>
    (await house.tickets.find(COMMUNITY, { like: "SB-" })).map(({ state }) => state);

  it("hear of it in one post, and each sees in /status that it is fixed", async () => {
    const house = createHouse({ policy });
    const [issue] = await manyReports(house, 1, 41);
    if (!issue) throw new Error("no issue");
    await close(house, issue);
    await house.advance(4 * MINUTE);
    expect(posts(house)).toEqual([]);
    await pass(house, 3);
    expect(told(house)).toEqual([]);
    expect(posts(house).map(({ say }) => say)).toEqual([
      {
        say: "announcement",
        release: null,
        reports: 41,
        links: [{ title: "Bug 1", url: issue.url }],
      },
    ]);
    expect(new Set(await states(house))).toEqual(new Set(["resolved"]));
    const [ticket] = await house.tickets.find(COMMUNITY, { code: "SB-7" });
    const known = ticket && (await house.tickets.load(COMMUNITY, ticket.id));
    const reporter = known?.reporters[0]?.sourceId ?? "";
    expect(await statusOf(COMMUNITY, reporter, house)).toMatchObject([{ mark: "fixed" }]);
  });

  it("hear nothing when it is reopened before that has settled", async () => {
    const house = createHouse({ policy });
    const [issue] = await manyReports(house, 1, 41);
    if (!issue) throw new Error("no issue");
    await close(house, issue);
    await house.advance(MINUTE);
    const updatedAt = house.clock.now();
    await house.issueEvent({ event: "reopened", issue: { ...issue, updatedAt } });
    await pass(house, 1);
    expect(posts(house)).toEqual([]);
    expect(new Set(await states(house))).toEqual(new Set(["with-team"]));
  });

  it("are told one by one where no place for announcements is set", async () => {
    const house = createHouse();
    const [issue] = await manyReports(house, 1, 41);
    if (!issue) throw new Error("no issue");
    await close(house, issue);
    await pass(house, 4);
    expect(told(house)).toHaveLength(41);
  });

  it("a release that closes 60 issues for 300 threads is one post", {
    timeout: 60_000,
  }, async () => {
    const house = createHouse({ policy });
    const issues = await manyReports(house, 60, 5);
    for (const issue of issues) house.tracker.fixed.push(await close(house, issue));
    await house.advance(MINUTE);
    const notes = issues.map(({ number }) => `- Fixes #${number}`).join("\n");
    const repository = issues[0]?.repository ?? "";
    const event = { event: "released", visibility: "public", release: "acme-sdk 5.0" } as const;
    await house.repositoryEvent({ ...event, repository, notes });
    await house.repositoryEvent({ ...event, repository, notes });
    await house.advance(5 * MINUTE);
    await house.advance(HOUR);
    expect(posts(house)).toHaveLength(1);
    expect(posts(house)[0]?.say).toMatchObject({ release: "acme-sdk 5.0", reports: 300 });
    expect(told(house)).toEqual([]);
    expect(new Set(await states(house))).toEqual(new Set(["resolved"]));
  });
});
