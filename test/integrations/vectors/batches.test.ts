import { describe, expect, it } from "vitest";
import {
  cutToFit,
  LONGEST_TEXT_TOKENS,
  toBatches,
  tokensAtMost,
} from "../../../src/integrations/vectors/batches.ts";

const items = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) => ({ key: at, text: "a".repeat(length) }));

describe("batches", () => {
  it("keep the order, and hold no more texts than a request may", () => {
    const batches = toBatches(items(300, 10));
    expect(batches.map(({ length }) => length)).toEqual([128, 128, 44]);
    expect(batches.flat().map(({ key }) => key)).toEqual(items(300, 10).map(({ key }) => key));
  });

  it("hold no more tokens than a request may", () => {
    for (const batch of toBatches(items(100, 16_000))) {
      expect(batch.reduce((sum, { text }) => sum + tokensAtMost(text), 0)).toBeLessThan(300_000);
    }
  });

  it("are none for nothing", () => {
    expect(toBatches([])).toEqual([]);
  });
});

describe("cutToFit", () => {
  it.each([
    ["letters", "a"],
    ["characters of several bytes", "日"],
    ["pairs of surrogates", "🦊"],
  ])("cuts %s without breaking one", (_, letter) => {
    const cut = cutToFit(letter.repeat(20_000));
    expect(tokensAtMost(cut)).toBeLessThanOrEqual(LONGEST_TEXT_TOKENS);
    expect(cut.length).toBeGreaterThan(1_000);
    expect(cut).toBe(letter.repeat(cut.length / letter.length));
  });

  it("leaves short texts alone", () => {
    expect(cutToFit(" how? ")).toBe("how?");
  });
});
