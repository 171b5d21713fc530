import { describe, expect, it } from "vitest";
import { labelOdds } from "../../../src/integrations/openai/label-odds.ts";

const KINDS = ["bug", "feature", "docs", "model-behavior", "question", "other"];

/** Tokens as given; `alternatives` belong to the token that begins with `at`. */
function written(tokens: string[], at: string, alternatives: Record<string, number>) {
  const bytes: number[] = [];
  const logprobs = tokens.map((token) => ({
    token,
    bytes,
    logprob: Math.log(alternatives[token] ?? 0.9),
    top_logprobs:
      token === at
        ? Object.entries(alternatives).map(([alternative, odds]) => ({
            token: alternative,
            bytes,
            logprob: Math.log(odds),
          }))
        : [],
  }));
  return { text: tokens.join(""), logprobs };
}

describe("label odds", () => {
  it("set the chosen label against the others", () => {
    const said = written(['{"', "kind", '":"', "bug", '"}'], "bug", { bug: 0.6, question: 0.2 });
    expect(labelOdds(said, "kind", "bug", KINDS)).toBeCloseTo(0.75);
  });

  it("sum tokens that begin the same label and ignore what begins none", () => {
    const said = written(['{"kind":"', "model", "-behavior", '"}'], "model", {
      model: 0.4,
      mod: 0.1,
      bug: 0.25,
      banana: 0.25,
    });
    expect(labelOdds(said, "kind", "model-behavior", KINDS)).toBeCloseTo(0.5 / 0.75);
  });

  it("read a token that holds the quotation mark too", () => {
    const said = written(['{"kind":', '"docs', '"}'], '"docs', { '"docs': 0.5, '"bug': 0.5 });
    expect(labelOdds(said, "kind", "docs", KINDS)).toBeCloseTo(0.5);
  });

  it("count the token itself when it is not among its own alternatives", () => {
    const said = written(['{"kind":"', "bug", '"}'], "bug", { question: 0.1 });
    expect(labelOdds(said, "kind", "bug", KINDS)).toBeCloseTo(0.9);
  });

  it("find the label behind letters that several tokens share", () => {
    const said = written(['{"e":"', "🙂", '","kind":"', "bug", '"}'], "bug", {
      bug: 0.6,
      docs: 0.2,
    });
    // Half of the letter each, as the vendor sends them.
    const [open, , ...rest] = said.logprobs;
    const half = (bytes: number[]) => ({
      token: "\\xf0\\x9f",
      bytes,
      logprob: 0,
      top_logprobs: [],
    });
    const logprobs = [...(open ? [open] : []), half([0xf0, 0x9f]), half([0x99, 0x82]), ...rest];
    expect(labelOdds({ ...said, logprobs }, "kind", "bug", KINDS)).toBeCloseTo(0.75);
  });

  it.each([
    { without: "the property", said: written(["{}"], "{}", {}) },
    { without: "tokens", said: { text: '{"kind":"bug"}', logprobs: [] } },
  ])("are unknown without $without", ({ said }) => {
    expect(labelOdds(said, "kind", "bug", KINDS)).toBeNull();
  });
});
