import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Config } from "../../../src/config/schema.ts";
import { likelyAsk, likelyFigures } from "../../../src/integrations/offline/likely-ask.ts";
import { likelyAsksOf, likelyChannels } from "../../../src/likely-questions.ts";
import { ROOT } from "../../dockerfile.ts";

const from = Config.shape.discord.shape.likely_from.parse(undefined);

describe("what looks like a question", () => {
  it.each([
    "How do I set the timeout of the client when it runs behind a proxy?",
    "I get a TypeError after the update: x is not a function. Any idea how to solve that?",
  ])("is likely one: %s", (text) => {
    expect(likelyAsk({ title: "", text })).toBeGreaterThan(from);
  });

  it.each(["haha, great, thanks", "See you all tomorrow", ""])("is hardly one: %s", (text) => {
    expect(likelyAsk({ title: "", text })).toBeLessThan(from);
  });
});

describe("how often that is right", () => {
  it("was measured for the weights that ship (node bench/likely/main.ts measures it anew)", () => {
    const figures = likelyFigures();
    expect(figures).not.toBeNull();
    for (const { taken, right } of figures?.taken ?? []) expect(right).toBeLessThanOrEqual(taken);
  });

  it("is told of the bound in force, and in the docs", () => {
    const { measured } = likelyAsksOf({ discord: { likely_from: from } });
    expect(measured).toMatch(/^Measured at 0\.9: \d\d % .*\(95 % interval \d\d % to \d\d %; /);
    expect(readFileSync(join(ROOT, "docs/configuration.md"), "utf8")).toContain(measured);
    expect(likelyAsksOf({ discord: { likely_from: 0.94 } }).measured).toMatch(
      /^Measured at 0\.93:/,
    );
  });

  it("is told for the channels that are listened to so", () => {
    const config = Config.parse({
      community: "a",
      discord: {
        server: "a",
        channels: { general: "likely-questions", help: "forum" },
        review_channel: "r",
      },
    });
    expect(likelyChannels(config)).toEqual(["general"]);
  });
});
