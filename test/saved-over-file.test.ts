import { expect, it } from "vitest";
import { Config } from "../src/config/schema.ts";
import { overInWords, savedOverFile } from "../src/saved-over-file.ts";

const config = Config.parse({
  community: "acme",
  mode: "shadow",
  discord: {
    server: "Acme",
    channels: { "#help": "forum", lounge: "off" },
    review_channel: "review",
  },
  acts: { answer: "draft", ask: "auto" },
});

it("names what was saved and differs from the file, and which lets more happen", () => {
  const found = savedOverFile(config, {
    mode: "live",
    acts: { answer: "auto", ask: "draft", redirect: "draft", "related-links": "auto" },
    "discord.channels": {
      "1": { name: "help", listening: "forum" },
      "2": { name: "lounge", listening: "mention" },
      "3": { name: "elsewhere", listening: "mention" },
    },
    "discord.review_channel": { id: "9", name: "desk" },
  });
  expect(found.map(({ key, saved, file, isLooser }) => [key, saved, file, isLooser])).toEqual([
    ["mode", "live", "shadow", true],
    ["acts.answer", "auto", "draft", true],
    ["acts.ask", "draft", "auto", false],
    ["acts.related-links", "auto", "off", true],
    ["discord.channels.lounge", "mention", "off", true],
    ["discord.review_channel", "desk", "review", false],
  ]);
  const [, answer] = found;
  expect(answer && overInWords(answer)).toEqual({
    what: "acts.answer is auto, as saved in /setup, and not draft, as in the file.",
    mend: expect.stringContaining('"signalbox settings reset acts"'),
  });
});

it("says nothing where nothing was saved, or the same, or what cannot be read", () => {
  expect(savedOverFile(config, {})).toEqual([]);
  expect(savedOverFile(config, { mode: "shadow", acts: { answer: "draft" } })).toEqual([]);
  expect(savedOverFile(config, { mode: "loud", acts: "all" })).toEqual([]);
});
