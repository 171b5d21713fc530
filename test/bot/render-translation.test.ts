import { describe, expect, it } from "vitest";
import { renderTranslation } from "../../src/bot/render/render-translation.ts";
import { staffTexts } from "../../src/bot/words/staff-texts.ts";
import type { Translation } from "../../src/triage/answers/translate-post.ts";
import { FailureReason } from "../../src/triage/model/engine-failure.ts";
import { aFailure } from "../fakes/engines.ts";

function aTranslation(overrides: Partial<Extract<Translation, { type: "translated" }>> = {}) {
  return {
    type: "translated",
    from: "German",
    original: "Die Seite lädt nicht.",
    translation: "The page does not load.",
    cut: false,
    model: "gpt-test",
    ...overrides,
  } as const;
}

function shown(made: Translation | null): string[] {
  const rendered = renderTranslation(made);
  return typeof rendered === "string"
    ? [rendered]
    : rendered.embeds.map(({ description }) => description ?? "");
}

describe("a translation", () => {
  it("stands below the original, with who made it", () => {
    expect(shown(aTranslation())).toEqual([
      "**German, as it was written**\nDie Seite lädt nicht.",
      "**In English**, translated by gpt-test\nThe page does not load.",
    ]);
  });

  it("pings nobody and links nowhere", () => {
    const bad = "@everyone <@123456789012345678> https://evil.example/x discord.gg/abc";
    for (const text of shown(aTranslation({ original: bad, translation: bad }))) {
      expect(text).not.toMatch(/@everyone|<@\d|https:\/\/evil|discord\.gg\/abc/);
    }
  });

  it.each(["word ".repeat(2_000), "@everyone ".repeat(300), "```\n".concat("x\n".repeat(3_000))])(
    "fits a message however long it is, and says that it was cut",
    (long) => {
      const texts = shown(aTranslation({ original: long, translation: long }));
      expect(texts.join("").length).toBeLessThanOrEqual(6_000);
      for (const text of texts) expect(text).toContain(staffTexts.translation.cut);
    },
  );

  it("says of a post that was cut before that it was", () => {
    for (const text of shown(aTranslation({ cut: true }))) {
      expect(text).toContain(staffTexts.translation.cut);
    }
  });

  it.each(FailureReason.options)("says plainly what went wrong: %s", (reason) => {
    const [words = ""] = shown(aFailure({ reason, detail: "today's budget is spent" }));
    expect(words).toMatch(/^Not translated: \S.* The original stands under \*\*More\*\*\.$/);
    expect(words.includes("budget is spent")).toBe(reason === "budget-spent");
  });

  it("is none when the card or the post is gone", () => {
    expect(shown(null)).toEqual([staffTexts.results.gone]);
    expect(shown({ type: "nothing" })).toEqual([staffTexts.translation.nothing]);
  });
});
