import { describe, expect, it } from "vitest";
import { fileGap } from "../../src/triage/gaps/gap-desk.ts";
import { passingOn } from "../../src/triage/intake/quoted-reply.ts";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { BEHIND_A_DOOR, wouldLeak } from "../../src/triage/perform/would-leak.ts";
import { digestSaid } from "../../src/triage/report/post-digest.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, anIssue, aRoute } from "../fakes/samples.ts";

const SECRET = "Project Nightingale hangs";

/** A community with one forum that not everybody sees. */
function aHouseWithADoor(policy: Parameters<typeof createHouse>[0] = {}) {
  const house = createHouse(policy);
  house.openPlaces.delete("forum");
  const is = (kind: "bug" | "question" | "feature") =>
    ({
      type: "classified",
      classification: aClassification({ kind, missing: [], title: SECRET, ask: SECRET }),
      call: null,
    }) as const;
  house.classifier.when("", is("bug"));
  return { house, is };
}

describe("what was asked where not everybody can read", () => {
  it("is not filed into a public repository, and the reviewer reads why", async () => {
    const { house } = aHouseWithADoor();
    await house.post({ title: SECRET });
    await house.advance(20 * SECOND);
    expect(await house.rule({ verdict: "send" })).toMatchObject({
      type: "refused",
      words: expect.stringContaining("send it to a private one"),
    });
    await house.advance(MINUTE);
    expect(house.tracker.issues).toEqual([]);
    const route = aRoute({ repository: "acme/sdk", visibility: "private" });
    await house.rule({ verdict: "change", kind: null, lane: null, area: null, route });
    await house.settle();
    expect(await house.rule({ verdict: "send" })).toMatchObject({ type: "done" });
    await house.advance(MINUTE);
    expect(house.tracker.issues).toHaveLength(1);
  });

  it("is held back at the last moment when the door was closed after the approval", async () => {
    const { house } = aHouseWithADoor();
    house.openPlaces.add("forum");
    const { taken } = await house.post({ title: SECRET });
    await house.advance(20 * SECOND);
    await house.rule({ verdict: "send" });
    house.openPlaces.delete("forum");
    await house.advance(MINUTE);
    expect(house.tracker.issues).toEqual([]);
    const { proposal } = await house.ticketOf(taken);
    expect(proposal).toMatchObject({
      state: "open",
      proposed: { outcome: "file" },
      doubt: expect.stringContaining("not everybody can read"),
    });
    const alerts = house.conversation.messages.filter(({ say }) => say.say === "alert");
    expect(alerts).toHaveLength(1);
  });

  it("is filed all the same where staff brought it in from a public place elsewhere", async () => {
    const { house } = aHouseWithADoor();
    const { taken } = await house.post({ title: SECRET });
    await house.advance(20 * SECOND);
    const { ticket } = await house.ticketOf(taken);
    const change = { ticket: { silence: "from-elsewhere" as const }, story: [] };
    await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, change);
    expect(await house.rule({ verdict: "send" })).toMatchObject({ type: "done" });
    await house.advance(MINUTE);
    expect(house.tracker.issues).toHaveLength(1);
  });

  it("stands in no public issue on a gap in the docs", async () => {
    const { house, is } = aHouseWithADoor();
    house.classifier.when("", is("question"));
    await house.post({ title: SECRET });
    await house.advance(20 * SECOND);
    expect(await fileGap(COMMUNITY, "G-1", "Rita", house)).toMatchObject({ type: "refused" });
    // Whoever cannot look at channels plans it; it is held back where it would become public.
    const blind = { ...house, isOpenToAll: async () => true };
    expect(await fileGap(COMMUNITY, "G-1", "Rita", blind)).toMatchObject({ type: "filing" });
    await house.advance(MINUTE);
    expect(house.tracker.issues).toEqual([]);
  });

  it("counts also where the issue on a gap names too many asks to name this one", async () => {
    const { house, is } = aHouseWithADoor();
    house.classifier.when("", is("question"));
    house.openPlaces.add("forum");
    const MORE_THAN_NAMED = 21;
    for (let asked = 0; asked < MORE_THAN_NAMED; asked += 1) {
      const permalink = `https://discord.com/channels/1/${asked}/`;
      await house.post({ title: SECRET, authorSourceId: `asker-${asked}`, permalink });
      await house.advance(20 * SECOND);
    }
    const { asks } = await house.gaps.view(COMMUNITY);
    expect(asks).toHaveLength(MORE_THAN_NAMED);
    const blind = { ...house, isOpenToAll: async () => true };
    expect(await fileGap(COMMUNITY, "G-1", "Rita", blind)).toMatchObject({ type: "filing" });
    const planned = await Promise.all(
      asks.map(({ ticketId }) => house.tickets.load(COMMUNITY, ticketId)),
    );
    const actions = planned.flatMap((known) => known?.actions ?? []);
    const filing = actions.find(({ deed }) => deed.do === "open-issue");
    const known = planned.find((one) => filing && one?.actions.includes(filing));
    if (filing?.deed.do !== "open-issue" || !known) throw new Error("nothing is planned");
    const { body } = filing.deed.issue;
    const unnamed = asks.find(({ permalink }) => !body.includes(permalink));
    const gaps = {
      view: async () => ({
        gaps: [],
        asks: asks.map((one) => (one === unnamed ? { ...one, placeId: "den" } : one)),
      }),
    };
    const doors = { isOpenToAll: house.isOpenToAll, gaps };
    expect(await wouldLeak(COMMUNITY, filing, known, { ...doors, gaps: house.gaps })).toBeNull();
    expect(unnamed).toBeDefined();
    expect(await wouldLeak(COMMUNITY, filing, known, doors)).toBe(BEHIND_A_DOOR);
  });

  it("is not quoted on a public issue that it was linked to", async () => {
    const { house } = aHouseWithADoor();
    const { taken } = await house.post({ title: SECRET });
    await house.advance(20 * SECOND);
    const known = await house.ticketOf(taken);
    const step = { now: house.clock.now(), ids: house.ids, policy: house.policy };
    const ref = { nodeId: "I_1", repository: "acme/sdk", number: 1, url: "https://x.example/1" };
    const reply = passingOn(known.ticket.code, SECRET, ref, step);
    const leaksTo = (visibility: "public" | "private") =>
      wouldLeak(COMMUNITY, reply, { ...known, issue: anIssue({ ...ref, visibility }) }, house);
    expect(await leaksTo("public")).toBe(BEHIND_A_DOOR);
    expect(await leaksTo("private")).toBeNull();
    house.openPlaces.add("forum");
    expect(await leaksTo("public")).toBeNull();
  });

  it("is named by its code alone in a digest that everybody reads", async () => {
    const { house } = aHouseWithADoor();
    const first = await house.post({ title: SECRET });
    await house.advance(20 * SECOND);
    const { ticket } = await house.ticketOf(first.taken);
    const second = await house.post({ title: SECRET });
    await house.advance(20 * SECOND);
    const other = (await house.ticketOf(second.taken)).ticket;
    await house.tickets.commit(COMMUNITY, other.id, other.version, {
      ticket: { linkedTo: `ticket:${ticket.id}` },
      story: [],
    });
    await house.advance(MINUTE);
    const to = house.clock.now();
    const week = { team: null, from: to - 7 * 24 * 60 * MINUTE, to };
    const staff = await digestSaid(COMMUNITY, { ...week, placeId: "review" }, house);
    expect(staff).toMatchObject({ repeated: [{ title: SECRET, people: 2 }] });
    const all = await digestSaid(COMMUNITY, { ...week, placeId: "news" }, house);
    expect(all).toMatchObject({ repeated: [{ title: ticket.code, people: 2 }] });
    expect(JSON.stringify(all)).not.toContain("Nightingale");
  });
});
