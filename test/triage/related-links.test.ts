import { describe, expect, it } from "vitest";
import { leadOf, relatedTo } from "../../src/triage/decide/related-links.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDraft, aPassage } from "../fakes/samples.ts";

const ASK = { title: "Upload of large files", text: "" };
const on = (page: string, score: number, id = `${page}-1`) => ({
  passage: aPassage({ id, page, pageTitle: page, url: `https://docs.example/${page}` }),
  score,
});

describe("related pages", () => {
  it.each([
    ["one page stands out", [on("a", 10), on("b", 7)], ["a", "b"]],
    ["two pages are as good", [on("a", 10), on("b", 9)], []],
    ["one page alone is found", [on("a", 10), on("a", 9, "a-2")], ["a"]],
    ["nothing is found", [], []],
    ["many pages follow", [on("a", 10), on("b", 5), on("c", 4), on("d", 3)], ["a", "b", "c"]],
  ])("when %s", (_, hits, pages) => {
    expect(relatedTo(ASK, hits, 0.2).map(({ page }) => page)).toEqual(pages);
  });

  it("are none when the best is about something else", () => {
    const ask = { title: "Teleport sandwiches to the moon", text: "" };
    expect(relatedTo(ask, [on("a", 10)], 0.2)).toEqual([]);
    expect(leadOf([])).toBe(0);
  });
});

function aHouse(setting: "auto" | "off" = "auto", policy: object = {}) {
  const house = createHouse({ policy });
  house.policy.acts = { ...house.policy.acts, "related-links": setting };
  const { passage } = house;
  house.classifier.when("", {
    type: "classified",
    classification: aClassification({ kind: "question" }),
    call: null,
  });
  house.passages.when("", [[passage.id, 9]]);
  const claims = [{ text: passage.text, passageIds: [passage.id], quote: passage.text }];
  house.drafter.when("", { type: "drafted", call: null, draft: aDraft({ claims }) });
  return house;
}

async function asked(house: ReturnType<typeof aHouse>, title = "Upload of large files?") {
  const { raw, taken } = await house.post({ title });
  await house.advance(20_000);
  const standing = () => house.conversation.publicIn(raw.conversationId ?? "");
  const press = (event: "solved" | "ask-person") =>
    house.press({
      actionId: standing()[0]?.actionId ?? "",
      event,
      by: { sourceId: raw.authorSourceId, name: "Ada" },
    });
  return { raw, taken, standing, press };
}

const said = (messages: readonly { say: { say: string } }[]) => messages.map(({ say }) => say.say);

describe("links while they wait", () => {
  it("are off until somebody switches them on", async () => {
    const house = aHouse("off");
    expect(said((await asked(house)).standing())).toEqual([]);
  });

  it("go when the reviewed answer comes, which is one new message", async () => {
    const house = aHouse();
    const { taken, standing } = await asked(house);
    expect(standing()).toMatchObject([
      { say: { say: "related", links: [{ url: house.passage.url }] } },
    ]);
    expect((await house.ticketOf(taken)).ticket).toMatchObject({
      state: "proposed",
      publicMessages: 1,
    });
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    expect(said(standing())).toEqual(["answer"]);
    expect((await house.ticketOf(taken)).ticket).toMatchObject({
      state: "answered",
      publicMessages: 1,
      standingMessageId: standing()[0]?.id,
    });
  });

  it.each([
    ["a bug", { kind: "bug" as const }],
    ["a matter of one account", { lane: "account" as const }],
    ["what needs nothing", { kind: "other" as const }],
  ])("are not for %s", async (_, overrides) => {
    const house = aHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification({ kind: "question", ...overrides }),
      call: null,
    });
    expect(said((await asked(house)).standing())).not.toContain("related");
  });

  it.each([
    ["outside forums", { places: { forum: "mention" as const } }],
    ["in shadow", { mode: "shadow" as const }],
  ])("are not posted %s", async (_, policy) => {
    const house = aHouse("auto", policy);
    const { raw } = await house.post({ title: "Upload of large files?", mentionsUs: true });
    await house.advance(20_000);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
  });

  it("are said once, however often the ticket is looked at", async () => {
    const house = aHouse();
    const { raw, standing } = await asked(house);
    await house.post({
      conversationId: raw.conversationId,
      authorSourceId: raw.authorSourceId,
      title: "",
      text: "Over 1 GB, that is.",
      opens: false,
    });
    await house.advance(20_000);
    expect(said(standing())).toEqual(["related"]);
  });

  it("close the review when they were enough, and are counted", async () => {
    const house = aHouse();
    const { raw, taken, press } = await asked(house);
    expect(await press("solved")).toEqual({ type: "noted" });
    await house.settle();
    expect(house.openCards()).toEqual([]);
    expect(house.marksOf(raw)).toBe("answered");
    expect((await house.ticketOf(taken)).proposal?.closedBecause).toBe("solved by links");
    expect((await house.reports.answers(COMMUNITY)).byPassage).toMatchObject([
      { passageId: house.passage.id, helped: 1 },
    ]);
  });

  it("give way to a person when one is asked for", async () => {
    const house = aHouse();
    const { taken, press } = await asked(house);
    await press("ask-person");
    await house.settle();
    expect((await house.ticketOf(taken)).ticket.silence).toBe("asked-for-person");
    expect(house.openCards()).toEqual([]);
  });
});
