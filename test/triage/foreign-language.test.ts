import { describe, expect, it } from "vitest";
import { foreignLanguage } from "../../src/triage/answers/foreign-language.ts";
import { cardOf } from "../../src/triage/review/card-of.ts";
import { createHouse } from "../fakes/house.ts";
import { aCard, aClassification, NOON } from "../fakes/samples.ts";

describe("the language of a post", () => {
  it.each([
    ["de", "German"],
    ["pt", "Portuguese"],
    ["en", null],
    ["unknown", null],
    ["", null],
    ["xx", null],
  ])("%s is called %s", (code, name) => {
    expect(foreignLanguage(code)).toBe(name);
  });

  it.each([
    ["de", true],
    ["en", false],
  ])("stands on the card of a post in %s: %s", async (language, said) => {
    const house = createHouse();
    house.classifier.when("", {
      type: "classified",
      classification: aClassification({ kind: "bug", language }),
      call: null,
    });
    const { taken } = await house.post();
    await house.advance(20_000);
    const known = await house.ticketOf(taken);
    const { facts } = cardOf(aCard(), [known], house.policy, [], NOON);
    expect(facts.includes("German, not translated")).toBe(said);
  });
});
