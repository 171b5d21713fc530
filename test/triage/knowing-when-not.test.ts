import { describe, expect, it } from "vitest";
import { createExtractiveDrafter } from "../../src/integrations/offline/extractive-drafter.ts";
import type { Classification } from "../../src/triage/model/classification.ts";
import { aHouseOfQuestions } from "./asking-house.ts";

const offline = { drafter: createExtractiveDrafter({ rarity: () => 3 }) };

describe("no answer, and why", () => {
  it.each<[Classification["lane"], string]>([
    ["account", "account"],
    ["security", "no-private-route"],
    ["care", "care"],
    ["not-ours", "no-redirect"],
  ])("in lane %s: the drafter is never asked", async (lane, code) => {
    const house = aHouseOfQuestions({}, { lane });
    house.drafts({});
    const { known } = await house.asks("Where do large files go?");
    expect(house.drafter.asked).toEqual([]);
    expect(known.decision?.outcome).not.toBe("answer");
    expect(known.decision?.reasons[0]?.code).toBe(code);
  });

  it.each(["bug", "feature", "docs", "model-behavior", "other"] as const)(
    "to a post of kind %s: no advice, whatever the docs say",
    async (kind) => {
      const house = aHouseOfQuestions({}, { kind });
      house.drafts({});
      const { known } = await house.asks("The model ignores the format, how do I prompt it?");
      expect(house.drafter.asked).toEqual([]);
      expect(known.decision?.outcome).not.toBe("answer");
      expect(house.openCards().map(({ action }) => action)).not.toContain("Answer");
    },
  );

  it("where a person has answered before the bot looked", async () => {
    const house = aHouseOfQuestions();
    house.drafts({});
    const { raw, taken } = await house.post({ title: "How do I upload?" });
    await house.post({
      conversationId: raw.conversationId,
      conversationOwnerId: raw.authorSourceId,
      opens: false,
      text: "In parts.",
    });
    await house.advance(20_000);
    const known = await house.ticketOf(taken);
    expect(house.drafter.asked).toEqual([]);
    expect(known.decision).toMatchObject({
      outcome: "leave",
      reasons: [{ code: "silent", text: "no answer is drafted: a person answered" }],
    });
  });

  it("where a person answers while the draft waits", async () => {
    const house = aHouseOfQuestions();
    house.drafts({});
    const { raw, taken } = await house.asks("How do I upload?");
    expect(house.openCards()).toHaveLength(1);
    await house.post({
      conversationId: raw.conversationId,
      conversationOwnerId: raw.authorSourceId,
      opens: false,
      text: "In parts.",
    });
    await house.settle();
    expect((await house.ticketOf(taken)).proposal).toMatchObject({
      state: "overtaken",
      closedBecause: "a person answered",
    });
  });

  it.each([
    ["below the floor", "How do I cook a lasagne for eleven people?", "en", "below-floor"],
    ["in a language of no page", "Wie lade ich große Dateien hoch?", "de", "language"],
    ["too short to be understood", "How do I do it?", "en", "unclear-ask"],
  ])("%s", async (_, title, language, code) => {
    const house = aHouseOfQuestions(offline, { language });
    const { known } = await house.asks(title);
    expect(known.decision?.reasons[0]?.code).toBe(code);
    expect(known.decision?.outcome).toBe(code === "unclear-ask" ? "ask" : "leave");
  });

  it("when an engine fails, when nothing is found, and when nothing stands", async () => {
    const house = aHouseOfQuestions();
    const fails = { type: "failed", reason: "timeout", detail: "", retryAfterMs: null } as const;
    house.drafter.when("", fails);
    const codeOf = async (title: string) =>
      (await house.asks(title)).known.decision?.reasons[0]?.code;
    expect(await codeOf("one")).toBe("engine-failed");
    house.drafts({ claims: [{ ...house.claim, quote: "Nothing of the kind." }] });
    expect(await codeOf("two")).toBe("unverified");
    house.passages.when("", []);
    expect(await codeOf("three")).toBe("no-passage");
  });

  it("leaves a gap in the docs only where the docs could mend it", async () => {
    const house = aHouseOfQuestions();
    for (const because of ["language", "below-floor", "say-nothing", "unanswered"] as const) {
      house.drafter.when(because, { type: "none", because, reason: "no", call: null });
      await house.asks(because);
    }
    const { asks } = await house.gaps.view("acme");
    expect(asks).toHaveLength(3);
  });
});

describe("an answer in the asker's language", () => {
  it("is passed on to an engine that can, and keeps its quote as the docs have it", async () => {
    const house = aHouseOfQuestions({}, { language: "de" });
    const text = "Dateien über 1 GB brauchen z.B. eine Teilgröße von 100 MB.";
    house.drafts({ claims: [{ ...house.claim, text }] });
    await house.asks("Wie lade ich große Dateien hoch?");
    expect(house.drafter.asked).toMatchObject([{ language: "de" }]);
    const [card] = house.openCards();
    expect(card?.body).toBe(`${text} [1]`);
    expect(card?.evidence[0]?.quote).toBe(house.passage.text);
  });

  it("is quoted where the docs are written in it", async () => {
    const house = aHouseOfQuestions(offline, { language: "de" });
    const text = "Die Teilgröße für große Dateien ist 100 MB und wird beim Hochladen gesetzt.";
    house.passages.add({ ...house.passage, id: "de", text }, "Teilgröße");
    const { known } = await house.asks("Die Teilgröße für große Dateien beim Hochladen setzen?");
    expect(known.decision?.outcome).toBe("answer");
    expect(house.openCards()[0]?.body).toContain("Die Teilgröße");
  });

  it("may write a decimal comma, and nothing else than the number of the docs", async () => {
    const house = aHouseOfQuestions({}, { language: "de" });
    house.passages.add({ ...house.passage, id: "half", text: "Wait for 1.5 seconds." }, "warten");
    const claim = { passageIds: ["half"], quote: "Wait for 1.5 seconds." };
    house.drafts({
      claims: [
        { ...claim, text: "Warte 1,5 Sekunden." },
        { ...claim, text: "Warte 15 Sekunden." },
      ],
    });
    await house.asks("Wie lange warten?");
    const [card] = house.openCards();
    expect(card?.body).toBe("Warte 1,5 Sekunden. [1]");
    expect(card?.answer?.cut).toMatchObject([{ because: expect.stringContaining("15") }]);
  });
});
