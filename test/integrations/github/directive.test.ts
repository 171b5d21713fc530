import { describe, expect, it } from "vitest";
import { readDirective } from "../../../src/integrations/github/directive.ts";

describe("a directive", () => {
  it.each([
    { comment: "/signalbox ask Which version?", directive: "ask", words: "Which version?" },
    { comment: "/SIGNALBOX Tell  It is out.", directive: "tell", words: "It is out." },
    {
      comment: "Thanks!\r\n/signalbox ask\nWhich version?\nWhich OS?",
      directive: "ask",
      words: "Which version?\nWhich OS?",
    },
  ])("is read from $comment", ({ comment, directive, words }) => {
    expect(readDirective(comment)).toEqual({ directive, words });
  });

  it.each([
    "/signalbox",
    "/signalbox ask",
    "/signalbox tell \n",
    "/signalbox asks a question",
    "Thanks!\n/signalbox close",
    "/signalbox <!-- ask -->",
  ])("that names nothing we can do is wrong: %j", (comment) => {
    expect(readDirective(comment)).toEqual({ directive: "wrong", words: "" });
  });

  it.each(["> /signalbox ask quoted", "please /signalbox ask this", "/signalboxes ask this", ""])(
    "is not read from %j",
    (comment) => {
      expect(readDirective(comment)).toBeNull();
    },
  );

  it("is kept to a length that fits a message", () => {
    expect(readDirective(`/signalbox ask ${"x".repeat(5_000)}`)?.words).toHaveLength(1_500);
  });
});
