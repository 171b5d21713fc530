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

  it("keep what stands around the errors of a log, wherever they are", () => {
    const quiet = "10:00:00 INFO request served in 12 ms\n".repeat(2_000);
    const first =
      "10:01:00 ERROR upload: ECONNRESET while sending part 7\n    at send (part.ts:12)\n";
    const second = "Unhandled exception: quota file is gone\n";
    const text = `It stops.\n${quiet}${first}${quiet}${second}${quiet}bye`;
    const cut = withoutMiddle(text);
    expect(cut.length).toBeLessThan(40_500);
    expect(cut).toContain(first);
    expect(cut).toContain(second);
    expect(cut.startsWith("It stops.")).toBe(true);
    expect(cut.endsWith("bye")).toBe(true);
    expect(cut.match(/characters left out/g)).toHaveLength(3);
  });

  it("full of errors keep the first ones, and stay within the limit", () => {
    const cut = withoutMiddle("ERROR: the same again and again, HTTP 500\n".repeat(10_000));
    expect(cut.length).toBeLessThan(40_500);
  });

  it("of one endless line are read in no time", () => {
    const before = process.cpuUsage();
    withoutMiddle(`error ${"x".repeat(2_000_000)}`);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
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
