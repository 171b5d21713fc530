import { describe, expect, it } from "vitest";
import { splitLikeClient } from "./split.ts";

describe("splitLikeClient", () => {
  it.each([
    { length: 0, messages: 0 },
    { length: 2_000, messages: 1 },
    { length: 2_001, messages: 2 },
    { length: 10_000, messages: 5 },
  ])("$length characters become $messages messages", ({ length, messages }) => {
    const split = splitLikeClient("a".repeat(length));
    expect(split.messages).toHaveLength(messages);
    expect(split.rest).toBeNull();
    expect(split.messages.join("")).toHaveLength(length);
  });

  it("attaches what five messages cannot hold", () => {
    const { messages, rest } = splitLikeClient("a".repeat(10_001));
    expect(messages).toHaveLength(5);
    expect(rest).toBe("a");
  });

  it("breaks at a line, else at a word, and never inside a character", () => {
    const lines = `${"a".repeat(1_500)}\n${"b".repeat(1_000)}`;
    expect(splitLikeClient(lines).messages[0]).toHaveLength(1_501);
    const words = `${"a".repeat(1_500)} ${"b".repeat(1_000)}`;
    expect(splitLikeClient(words).messages[0]).toHaveLength(1_501);
    const [first = ""] = splitLikeClient(`a${"😀".repeat(1_500)}`).messages;
    expect(first).toHaveLength(1_999);
    expect(first.isWellFormed()).toBe(true);
  });
});
