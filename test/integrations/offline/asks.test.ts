import { describe, expect, it } from "vitest";
import { asksIn } from "../../../src/integrations/offline/asks.ts";
import { cutAsks } from "../../../src/triage/decide/cut-asks.ts";
import type { Kind } from "../../../src/triage/model/classification.ts";

/** Judges by a word. */
const judge = (piece: string): { kind: Kind; confidence: number } => ({
  kind: /crash/.test(piece) ? "bug" : /please add/i.test(piece) ? "feature" : "other",
  confidence: 0.9,
});
const pieces = (title: string, text: string) => cutAsks(text, asksIn(title, text, judge));

const crash = "The upload crashes at 99 percent since 3.1, with every file that I have tried.";
const wish = "please add a dark mode to the dashboard, my eyes hurt in the evening and at night.";

describe("several asks in one post", () => {
  it.each([
    ["an announced list", "Two problems", `On macOS:\n1. ${crash}\n2) ${wish}`, "On macOS:\n\n"],
    [
      "a list announced in the text",
      "",
      `I have two issues.\n\n1. ${crash}\n\n2. ${wish}`,
      "I have two issues.\n\n",
    ],
    [
      "headings that number them",
      "SDK",
      `## Bug 1: upload\n${crash}\n\n## Bug 2: colours\n${wish}`,
      "",
    ],
    ["a paragraph that turns to another kind", "", `${crash}\n\nAlso, ${wish}`, ""],
  ])("are told apart by %s", (_, title, text, shared) => {
    const found = pieces(title, text);
    expect(found).toHaveLength(2);
    expect(found[0]).toContain(crash);
    expect(found[0]).not.toContain(wish);
    expect(found[1]).toContain(wish);
    expect(found[1]).not.toContain(crash);
    for (const piece of found) expect(piece.startsWith(shared)).toBe(true);
  });

  it.each([
    ["steps to reproduce", "It crashes", `Steps:\n1. ${crash}\n2. ${wish}`],
    ["a list that nobody announced", "It crashes", `Then:\n1. ${crash}\n2. ${wish}`],
    ["announced steps", "Several issues", `Steps to see it:\n1. ${crash}\n2. ${wish}`],
    ["a list in code", "Two issues", `\`\`\`\n1. ${crash}\n2. ${wish}\n\`\`\``],
    [
      "more of the same kind",
      "",
      `${crash}\n\nAlso, it crashes on Windows, with every file that I have tried.`,
    ],
    ["an aside", "", `${crash}\n\nAlso, thanks for the great work.`],
    ["one ask", "Two factor login", crash],
    ["nothing", "", ""],
  ])("are not seen in %s", (_, title, text) => {
    expect(pieces(title, text)).toEqual([]);
  });
});

describe("cutAsks", () => {
  it("keeps what follows the third ask with it", () => {
    const text = [1, 2, 3, 4].map((n) => `${n}. The thing number ${n} does not work`).join("\n");
    const starts = ["1. The", "2. The", "3. The", "4. The"];
    expect(cutAsks(text, starts)).toEqual([
      "1. The thing number 1 does not work",
      "2. The thing number 2 does not work",
      "3. The thing number 3 does not work\n4. The thing number 4 does not work",
    ]);
  });

  it.each([
    ["words that the text does not hold", ["The upload crashes", "It sings and dances"]],
    ["words in another order", ["please add", "The upload crashes"]],
    ["one ask", ["The upload crashes"]],
    ["nothing", ["", ""]],
    ["pieces too short", ["The", "upload crashes"]],
  ])("refuses %s", (_, beginnings) => {
    expect(cutAsks(`${crash} ${wish}`, beginnings)).toEqual([]);
  });
});
