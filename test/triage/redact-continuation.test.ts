import { describe, expect, it } from "vitest";
import { redact } from "../../src/triage/redact/redact.ts";
import { redactContinuation } from "../../src/triage/redact/redact-continuation.ts";

// Assembled here, so that nothing key-shaped stands in a file.
const rest = ["Qz7", "Lm2Vx9", "Tk4Rb8", "Nw"].join("");

describe("redactContinuation", () => {
  it("takes out the rest of a key that began in the message before", () => {
    const before = "my key is [redacted: openai-key]";
    expect(redactContinuation(before, `${rest} does not work`)).toEqual({
      text: "[redacted: openai-key] does not work",
      removed: [{ type: "openai-key", count: 1 }],
    });
  });

  it.each([
    ["an ordinary word", "my key is [redacted: openai-key]", "Unfortunately it fails"],
    ["a message that does not begin with it", "my key is [redacted: openai-key]", `so ${rest}`],
    ["text after something personal", "write to [redacted: email]", `${rest} is the ticket`],
    ["text after an ordinary message", "here is my request id", `${rest} is the id`],
  ])("leaves %s", (_, before, text) => {
    expect(redactContinuation(before, text)).toEqual({ text, removed: [] });
  });

  it("changes nothing when the text is redacted already", () => {
    const { text } = redactContinuation("[redacted: openai-key]", rest);
    expect(redact(text).removed).toEqual([]);
  });
});
