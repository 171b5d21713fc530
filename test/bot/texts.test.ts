import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeholdersOf, TONE, wrongTexts } from "../../src/bot/words/text-overrides.ts";
import { ROOMS, SENTENCES, type Sentence } from "../../src/bot/words/texts.ts";
import { TRANSLATIONS } from "../../src/bot/words/translations.ts";
import { textsPage } from "../../src/cli/texts.ts";
import { ROOT } from "../dockerfile.ts";

const sentences: readonly (readonly [string, Sentence])[] = Object.entries(SENTENCES);
/** The longest that goes well with a phone, above Discord's own limits. */
const SHORT = { line: 200, button: 17, title: 45, label: 45, detail: 100, file: 30 } as const;

describe("what is said in public", () => {
  it.each(sentences)("%s is short and plain", (_key, { says, room, where }) => {
    expect(says.length).toBeGreaterThan(0);
    expect(says.length).toBeLessThanOrEqual(SHORT[room]);
    expect(SHORT[room]).toBeLessThanOrEqual(ROOMS[room]);
    expect(says).not.toMatch(/@|<#|\bhttps?:/);
    expect(where).not.toBe("");
  });

  // A detail is what the reporter does today, and promises nothing.
  const ours = sentences.filter(([, { room }]) => room !== "detail");
  it.each(ours)("%s promises nothing and keeps to the house's tone", (_key, { says }) => {
    expect(TONE.filter(([, words]) => words.test(says)).map(([doubt]) => doubt)).toEqual([]);
  });

  it("has braces around facts only", () => {
    for (const [, { says }] of sentences) {
      expect(says.replaceAll(/\{[a-z]+\}/g, "")).not.toMatch(/[{}]/);
    }
  });
});

describe("what is said in other languages", () => {
  it("holds every fact and fits where it stands", () => {
    expect(wrongTexts(TRANSLATIONS)).toEqual([]);
  });

  it("is the whole frame in each of them", () => {
    const [first = {}, ...others] = Object.values(TRANSLATIONS);
    expect(Object.keys(first)).toContain("answer.unchecked");
    expect(Object.keys(first).filter((key) => key.startsWith("detail."))).toHaveLength(19);
    for (const other of others) expect(Object.keys(other)).toEqual(Object.keys(first));
  });

  it("is calm, and names a button as the button does", () => {
    for (const words of Object.values(TRANSLATIONS)) {
      for (const [key, says] of Object.entries(words)) {
        expect(says).not.toMatch(/[!！¡]/);
        if (key.startsWith("button.")) expect(says.length).toBeLessThanOrEqual(20);
      }
      expect(words["ask.how"]).toContain(words["button.details"]);
    }
    expect(SENTENCES["ask.how"].says).toContain(SENTENCES["button.details"].says);
  });
});

it("is listed in the docs as it is said", async () => {
  await expect(textsPage()).toMatchFileSnapshot(join(ROOT, "docs/texts.md"));
});

it("reads the facts of a sentence, each once", () => {
  expect(placeholdersOf("{a} and {b} and {a}")).toEqual(["a", "b"]);
});
