import { describe, expect, it } from "vitest";
import { Config } from "../../src/config/schema.ts";
import { HOUR } from "../../src/triage/model/clock.ts";
import {
  CATEGORIES,
  Detail,
  detailsToAsk,
  detailWords,
  WANTED,
} from "../../src/triage/model/details.ts";
import { createHouse } from "../fakes/house.ts";
import { aClassification } from "../fakes/samples.ts";

type House = ReturnType<typeof createHouse>;

function aHouseThatMisses(missing: readonly Detail[], kind: "bug" | "docs" = "bug") {
  const house = createHouse();
  const says = (piece: string, overrides: Parameters<typeof aClassification>[0]) =>
    house.classifier.when(piece, {
      type: "classified",
      call: null,
      classification: aClassification({ kind, ...overrides }),
    });
  says("", { missing: [...missing] });
  says("4.2.0", { missing: [] });
  return house;
}

/** The details that were asked for in public, once for each time. */
async function asked(house: House, taken: Awaited<ReturnType<House["post"]>>["taken"]) {
  const { actions } = await house.ticketOf(taken);
  return actions.flatMap(({ deed, state }) =>
    deed.do === "say" && deed.say.say === "ask" && state === "done" ? [deed.say.details] : [],
  );
}

describe("what teams may need to know", () => {
  it("is known for each kind, each in words of its own", () => {
    expect(WANTED.bug).toHaveLength(8);
    expect(WANTED["model-behavior"].toSorted()).toEqual(
      "actual category expected model prompt rate since snapshot surface".split(" "),
    );
    expect(CATEGORIES).toHaveLength(10);
    for (const name of CATEGORIES) expect(detailWords("category")).toContain(name);
    expect(WANTED.docs).toEqual(["page", "sentence", "wrong"]);
    expect(WANTED.feature).toEqual(["job", "today", "limit"]);
    expect(new Set(Detail.options.map(detailWords)).size).toBe(Detail.options.length);
  });

  it("asks for a model's dated version or that it is unknown, and says what may be quoted", () => {
    expect(detailWords("snapshot")).toMatch(/dated version, or that it is not known/);
    expect(detailWords("prompt")).toMatch(/a public issue may quote it/);
  });

  it("is set by kind, and by kind in an area, with defaults", () => {
    const config = Config.parse({
      community: "a",
      discord: { server: "a", channels: {}, review_channel: "r" },
      areas: [{ name: "billing", needed: { bug: ["endpoint"] } }],
    });
    expect(config.needed).toEqual({
      bug: ["version", "error", "code"],
      "model-behavior": ["model", "prompt", "actual"],
      docs: ["page"],
      feature: ["job"],
    });
    expect(config.areas[0]?.needed?.bug).toEqual(["endpoint"]);
  });

  it("is asked for three at a time at most, the most useful first", () => {
    expect(detailsToAsk("bug", WANTED.bug, WANTED.bug)).toEqual(["error", "version", "code"]);
    expect(detailsToAsk("bug", ["version"], ["code"])).toEqual([]);
  });

  it("is asked for with what else is missing, behind what the team cannot do without", () => {
    const missing = ["since", "code", "version", "surface", "endpoint"];
    expect(detailsToAsk("bug", missing, ["surface"])).toEqual(["surface", "version", "code"]);
    expect(detailsToAsk("bug", ["since", "endpoint"], ["version", "error", "code"])).toEqual([]);
    expect(
      detailsToAsk("model-behavior", WANTED["model-behavior"], ["model", "prompt", "actual"]),
    ).toEqual(["model", "prompt", "actual"]);
  });
});

describe("a report that lacks something", () => {
  it("is asked about once; with the answer it is looked at again and goes to staff", async () => {
    const house = aHouseThatMisses(["version"]);
    const { taken } = await house.post({ title: "It crashes", text: "on upload" });
    await house.advance(20_000);
    expect(await asked(house, taken)).toEqual([["version"]]);
    expect((await house.ticketOf(taken)).ticket.state).toBe("waiting-reporter");
    expect(house.openCards()).toEqual([]);

    const known = await house.ticketOf(taken);
    await house.post({
      conversationId: known.ticket.conversationId,
      conversationOwnerId: known.reporters[0]?.sourceId ?? null,
      authorSourceId: known.reporters[0]?.sourceId ?? "",
      text: "sdk 4.2.0",
    });
    await house.advance(20_000);
    expect((await house.ticketOf(taken)).proposal?.proposed.outcome).toBe("file");
    expect(await asked(house, taken)).toHaveLength(1);
  });

  it("goes to staff as it is when nobody answers for long, and nothing more is said", async () => {
    const house = aHouseThatMisses(["version"]);
    const { taken } = await house.post({ title: "It crashes", text: "on upload" });
    await house.advance(20_000);
    const before = (await house.ticketOf(taken)).ticket.publicMessages;
    await house.advance(71 * HOUR);
    expect((await house.ticketOf(taken)).ticket.state).toBe("waiting-reporter");
    await house.advance(2 * HOUR);

    const { ticket, proposal } = await house.ticketOf(taken);
    expect(proposal).toMatchObject({ state: "open", proposed: { outcome: "file" } });
    expect(ticket).toMatchObject({ state: "proposed", dueAt: null, publicMessages: before });
    expect(await asked(house, taken)).toHaveLength(1);
    expect(house.openCards()).toHaveLength(1);
  });

  it("waits no longer once it is withdrawn", async () => {
    const house = aHouseThatMisses(["version"]);
    const posted = await house.post({ title: "It crashes", text: "on upload" });
    await house.advance(20_000);
    const { conversationId, sourceId } = posted.raw;
    await house.remove({ conversationId, sourceIds: [sourceId] });
    await house.advance(100 * HOUR);
    expect((await house.ticketOf(posted.taken)).ticket).toMatchObject({
      state: "withdrawn",
      dueAt: null,
    });
    expect(house.openCards()).toEqual([]);
  });
});
