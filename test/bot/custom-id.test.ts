import { describe, expect, it } from "vitest";
import { formatCustomId, parseCustomId, Verb } from "../../src/bot/presses/custom-id.ts";

describe("custom ids", () => {
  it.each(Verb.options)("%s survives the way through Discord within 100 characters", (verb) => {
    const id = "-Zz_9".repeat(12);
    const text = formatCustomId(verb, id, 999_999);
    expect(text.length).toBeLessThanOrEqual(100);
    expect(parseCustomId(text)).toEqual({ verb, id, version: 999_999 });
  });

  it.each([
    "",
    "send",
    "send:abc",
    "send:abc:",
    "send:abc:x",
    "send:abc:-1",
    "send:abc:1:2",
    "send:a b:1",
    "launch:abc:1",
    `send:${"a".repeat(65)}:1`,
  ])("refuses %j", (text) => {
    expect(parseCustomId(text)).toBeNull();
  });

  it("refuses to carry content", () => {
    expect(() => formatCustomId("send", "see https://x")).toThrow();
  });
});
