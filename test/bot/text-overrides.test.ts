import { describe, expect, it } from "vitest";
import { renderSay } from "../../src/bot/render/render.ts";
import { doubtfulTexts, wrongTexts } from "../../src/bot/words/text-overrides.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { anAnswer } from "./says.ts";

describe("a community's own words", () => {
  it.each([
    ["a sentence", { gone: "Too late for this one." }],
    ["all facts, in any order", { "fixed.release": "Look into {release}, and {release} alone." }],
    ["a language", { de: { gone: "Das ist nicht mehr offen." } }],
    ["a language without words of its own", { pl: { gone: "To już zamknięte." } }],
    ["another tone", { gone: "Sorry, that one is closed!" }],
    ["a link to a channel", { gone: "See <#123456789012345678>." }],
  ])("may be %s", (_what, own) => {
    expect(wrongTexts(own)).toEqual([]);
  });

  it.each([
    ["has no such key", { gonne: "Late." }, "there is no such sentence, did you mean gone?"],
    ["has a key like no other", { "qqqq.zzzz": "Late." }, "there is no such sentence; `signalbox"],
    ["lacks a fact", { filed: "With the team." }, "lacks {where}"],
    [
      "has a fact too many",
      { gone: "Late, {name}." },
      "has {name}, which nothing fills in; it may",
    ],
    ["mistypes a fact", { filed: "Is here: {were}" }, "it may hold {where}"],
    ["is too long", { "button.helped": "x".repeat(81) }, "has 81 characters, 80 fit"],
    ["breaks a button in two", { "button.helped": "Hel\nped" }, "has a line break"],
    ["mentions everybody", { gone: "@everyone late" }, "mentions somebody"],
    ["mentions a role", { gone: "<@&123> late" }, "mentions somebody"],
    ["is empty", { gone: "  " }, "is empty"],
    ["is a path", { "privacy.file": "../kept.json" }, "is no plain name of a file"],
    ["is of no language", { xx: { gone: "Late." } }, "is no language"],
    ["is a sentence with sentences", { gone: { de: "Late." } }, "is a sentence: write it as text"],
    ["is wrong in a language", { de: { gonne: "Vorbei." } }, "did you mean gone?"],
  ] as const)("is refused when it %s", (_what, own, words) => {
    const mistakes = wrongTexts(own);
    expect(mistakes.map(({ message }) => message).join("\n")).toContain(words);
  });

  it("is told of all at once, each with where it stands", () => {
    const own = { gonne: "Late.", filed: "With {us}.", de: { reference: "Referenz" } };
    expect(wrongTexts(own).map(({ path }) => path.join("."))).toEqual([
      "gonne",
      "filed",
      "filed",
      "de.reference",
    ]);
  });

  it("is remarked on where its tone is not the house's", () => {
    const own = { gone: "Sorry, closed!", failed: "We will fix it in 3 days." };
    const remarks = doubtfulTexts(own).map(({ path, message }) => `${path.join(".")} ${message}`);
    expect(remarks).toEqual([
      "gone has an exclamation mark",
      "gone apologises or flatters",
      "failed promises something",
      "failed names a time or a price",
    ]);
  });
});

describe("what is said with them", () => {
  const ACTION = "01Hx_action-id00000022";
  const own = {
    reference: "Case {code}",
    "button.wrong": "Not right",
    de: { reference: "Fall {code}" },
    pl: { "answer.quoted": "Z dokumentacji:" },
  };

  it("stands in the message, on its buttons, and nowhere else", () => {
    const message = renderSay(anAnswer(), ACTION, createTexts(own));
    expect(message.content).toContain("Case SB-142");
    expect(message.content).toContain("An answer from the docs:");
    expect(JSON.stringify(message.components)).toContain("Not right");
  });

  it("follows the language of an answer, whose words come before those that ship", () => {
    const said = (language: string) =>
      renderSay(anAnswer({ language, extractive: true }), ACTION, createTexts(own));
    expect(said("de").content).toContain("Das steht dazu in der Dokumentation:");
    expect(said("de").content).toContain("Fall SB-142");
    expect(JSON.stringify(said("de").components)).toContain("Jemanden fragen");
    expect(said("pl").content).toContain("Z dokumentacji:");
    expect(said("pl").content).toContain("Case SB-142");
    expect(said("xx").content).toContain("What the docs say about this:");
  });

  it("asks for details in the reporter's language, or back in it", () => {
    const asked = (...details: string[]) =>
      renderSay({ say: "ask", code: "SB-1", details, language: "ja" }, ACTION, createTexts());
    expect(asked("version").content).toContain("- SDK とそのバージョン");
    expect(asked("どのクライアントですか？").content).toContain("回答のため");
  });

  it("fills a fact in as it is, braces and all", () => {
    const { say } = createTexts({ filed: "{where} has it" });
    expect(say("filed", { where: "{code} $& $1" })).toBe("{code} $& $1 has it");
  });
});
