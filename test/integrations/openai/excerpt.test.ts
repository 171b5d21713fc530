import { describe, expect, it } from "vitest";
import { keepVerbatim, withoutMiddle } from "../../../src/integrations/openai/excerpt.ts";

describe("excerpts", () => {
  it("stay when they occur, white space aside, and each once", () => {
    const text = "It  hangs\nat 99 %\u00a0every time.";
    expect(keepVerbatim(["hangs at 99 %", "hangs at\t99 %", "hangs at 98 %", " "], text)).toEqual([
      "hangs at 99 %",
    ]);
  });
});

describe("long texts", () => {
  it("lose their middle and say how much", () => {
    const text = `begin ${"x".repeat(60_000)} end`;
    const cut = withoutMiddle(text);
    expect(cut.length).toBeLessThan(40_100);
    expect(cut.startsWith("begin")).toBe(true);
    expect(cut.endsWith(" end")).toBe(true);
    expect(cut).toContain(`[${text.length - 40_000} characters left out]`);
  });

  it("are never cut within a character", () => {
    const cut = withoutMiddle("🚦".repeat(30_001));
    expect(cut.isWellFormed()).toBe(true);
  });

  it("stay as they are up to the limit", () => {
    const text = "x".repeat(40_000);
    expect(withoutMiddle(text)).toBe(text);
  });
});
