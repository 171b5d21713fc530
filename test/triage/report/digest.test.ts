import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/triage/model/clock.ts";
import { localTime } from "../../../src/triage/model/zoned.ts";
import type { DigestPlan } from "../../../src/triage/report/digest-slot.ts";
import { latestSlot, nextSlot } from "../../../src/triage/report/digest-slot.ts";
import { planDigests, startDigests } from "../../../src/triage/report/post-digest.ts";
import { createManualClock } from "../../fakes/clock.ts";
import { COMMUNITY, createHouse } from "../../fakes/house.ts";
import { aClassification, anIssue, NOON } from "../../fakes/samples.ts";

const iso = (at: number) => new Date(at).toISOString();
const PRIVATE = anIssue({ visibility: "private" });
const at = (text: string) => Date.parse(text);

describe("when a digest is due", () => {
  const monday = { weekday: 1, hour: 9 };
  const zone = "Europe/Berlin";

  it.each([
    { now: "2026-11-23T07:59:59Z", latest: "2026-11-16T08:00:00Z", next: "2026-11-23T08:00:00Z" },
    { now: "2026-11-23T08:00:00Z", latest: "2026-11-23T08:00:00Z", next: "2026-11-30T08:00:00Z" },
    { now: "2026-11-29T23:30:00Z", latest: "2026-11-23T08:00:00Z", next: "2026-11-30T08:00:00Z" },
    // Clocks go forward on 29 March and back on 25 October: the hour stays what people see.
    { now: "2026-03-29T12:00:00Z", latest: "2026-03-23T08:00:00Z", next: "2026-03-30T07:00:00Z" },
    { now: "2026-10-25T12:00:00Z", latest: "2026-10-19T07:00:00Z", next: "2026-10-26T08:00:00Z" },
  ])("at $now it was $latest, and is $next", ({ now, latest, next }) => {
    expect(iso(latestSlot(monday, zone, at(now)))).toBe(iso(at(latest)));
    expect(iso(nextSlot(monday, zone, at(now)))).toBe(iso(at(next)));
  });

  it("comes in every week of a year once, at the hour that is set", () => {
    for (const hour of [0, 2, 23]) {
      let slot = latestSlot({ weekday: 7, hour }, zone, at("2026-01-01T00:00:00Z"));
      for (let week = 0; week < 53; week += 1) {
        const next = nextSlot({ weekday: 7, hour }, zone, slot);
        expect(latestSlot({ weekday: 7, hour }, zone, next - 1)).toBe(slot);
        const shown = localTime(next, zone);
        // At two there is a Sunday without such an hour.
        expect(shown.weekday).toBe(7);
        expect([hour, hour + 1]).toContain(shown.hour);
        slot = next;
      }
    }
  });
});

describe("the weekly digest", () => {
  const { weekday, hour } = localTime(NOON, "UTC");
  const plan: DigestPlan = {
    weekday,
    hour,
    whenQuiet: "line",
    places: [
      { team: null, placeId: "news" },
      { team: "docs", placeId: "review" },
    ],
  };

  async function aHouse(digest: DigestPlan | null = plan) {
    const house = createHouse({ policy: digest ? { digest } : {} });
    const classification = aClassification({ kind: "question" });
    house.classifier.when("", { type: "classified", classification, call: null });
    // A day before it is due.
    house.clock.advance(6 * DAY);
    await house.post({ postedAt: house.clock.now() });
    await house.advance(DAY);
    const digests = () =>
      house.conversation.messages.flatMap(({ say, where }) =>
        say.say === "digest" ? [{ where, team: say.team, asks: say.asks, quiet: say.quiet }] : [],
      );
    return { house, digests };
  }

  it("is posted once, to each its own, however often it is planned", async () => {
    const { house, digests } = await aHouse();
    expect(await planDigests(COMMUNITY, house)).toBe(2);
    expect(await planDigests(COMMUNITY, house)).toBe(0);
    await house.settle();
    house.clock.advance(HOUR);
    expect(await planDigests(COMMUNITY, house)).toBe(0);
    await house.settle();
    expect(digests()).toEqual([
      { where: "news", team: null, asks: 1, quiet: false },
      { where: "review", team: "docs", asks: 0, quiet: true },
    ]);
    expect(house.conversation.twice()).toEqual([]);
    house.clock.advance(7 * DAY - HOUR);
    expect(await planDigests(COMMUNITY, house)).toBe(2);
  });

  it("is planned once by two processes at the same moment", async () => {
    const { house, digests } = await aHouse();
    const planned = await Promise.all([1, 2, 3].map(() => planDigests(COMMUNITY, house)));
    expect(planned.toSorted()).toEqual([0, 0, 2]);
    await house.settle();
    expect(digests()).toHaveLength(2);
  });

  it("is dropped when nobody could post it for a day, and where it is off", async () => {
    const { house } = await aHouse();
    house.clock.advance(DAY + 1);
    expect(await planDigests(COMMUNITY, house)).toBe(0);
    const off = await aHouse(null);
    expect(await planDigests(COMMUNITY, off.house)).toBe(0);
  });

  it("tells nothing of the time before the installation, and waits for a first ticket", async () => {
    const { house } = await aHouse();
    house.policy.installedAt = house.clock.now() + 1;
    expect(await planDigests(COMMUNITY, house)).toBe(0);
    expect(await planDigests(COMMUNITY, createHouse({ policy: { digest: plan } }))).toBe(0);
  });

  it.each([
    { placeId: "news", url: null, isHidden: true },
    { placeId: "review", url: PRIVATE.url, isHidden: false },
  ])("names an issue of a private repository in $placeId: $url", async (expected) => {
    const places = [{ team: null, placeId: expected.placeId }];
    const { house } = await aHouse({ ...plan, places });
    await house.tickets.saveIssue(COMMUNITY, PRIVATE);
    for (let n = 0; n < 2; n += 1) {
      const { taken } = await house.post({ postedAt: house.clock.now() - HOUR });
      await house.advance(MINUTE);
      const { ticket } = await house.ticketOf(taken);
      const change = { story: [], ticket: { linkedTo: `issue:${PRIVATE.nodeId}` } };
      await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, change);
    }
    await planDigests(COMMUNITY, house);
    await house.settle();
    const said = house.conversation.messages.flatMap(({ say }) =>
      say.say === "digest" ? [say] : [],
    );
    const { url, isHidden } = expected;
    const named = expect.objectContaining({ people: 2, url, isHidden });
    expect(said.flatMap(({ repeated }) => repeated)).toContainEqual(named);
    // Nothing else that is posted names it either.
    expect(JSON.stringify(said).includes(PRIVATE.url)).toBe(!isHidden);
  });

  it.each([
    { whenQuiet: "line" as const, posted: [{ quiet: true }] },
    { whenQuiet: "nothing" as const, posted: [] },
  ])("of a quiet week is a $whenQuiet", async ({ whenQuiet, posted }) => {
    const { house, digests } = await aHouse({
      ...plan,
      whenQuiet,
      places: plan.places.slice(0, 1),
    });
    // Two weeks on, when the ask is a week old and more.
    house.clock.advance(14 * DAY);
    await planDigests(COMMUNITY, house);
    await house.settle();
    expect(digests()).toMatchObject(posted);
  });

  it("is looked for at the start, and then when it is due by the clock", async () => {
    const clock = createManualClock(NOON - 90 * 60_000);
    const looked: string[] = [];
    const { house } = await aHouse();
    const digests = startDigests({
      ...house,
      clock,
      communityId: COMMUNITY,
      reportRows: {
        async firstTicket() {
          looked.push(iso(clock.now()));
          return null;
        },
      },
      onError: (error) => {
        throw error;
      },
    });
    // Due at noon: not before, since the last one is a week old by then.
    for (let minute = 0; minute < 120; minute += 1) {
      await Promise.resolve();
      await new Promise(setImmediate);
      clock.advance(60_000);
    }
    await digests.stop();
    expect(looked[0]).toBe(iso(NOON));
    clock.advance(DAY);
  });
});
