import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passagesOf } from "./a-page.ts";

const pieces = fc.constantFrom(
  "# Title\n",
  "Title\n=====\n",
  "---\ntitle: x\n---\n",
  "---\n: [\n---\n",
  "<Tab title=",
  "</Tab>",
  "{",
  "}",
  "import x from",
  "```",
  "~~~\n",
  "| a | b |\n| - | - |\n",
  ".. note::\n\n   text\n",
  ":ref:`x <y>`",
  "(label)=\n",
  "[a](b)",
  "![",
  "\n\n",
  "   indented\n",
  "- item\n",
  "<!-- ",
  "-->",
  "\u0000",
  "\u200b",
  "é",
  "{#id}",
);
const text = fc
  .array(fc.oneof(pieces, fc.string()), { maxLength: 20 })
  .map((parts) => parts.join(""));
const name = fc.constantFrom(
  "a.md",
  "a.mdx",
  "a.rst",
  "a.ipynb",
  "a.html",
  "a",
  "a.yaml",
  "a.json",
  "llms.txt",
);

describe("any text as a page of any kind", () => {
  it("is cut into passages, without a failure, that know where they stand", () => {
    fc.assert(
      fc.property(name, text, (page, words) => {
        const passages = passagesOf({ page, text: words });
        const ids = passages.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const passage of passages) {
          expect(passage.line).toBeGreaterThanOrEqual(1);
          expect(passage.line).toBeLessThanOrEqual(words.split("\n").length);
          expect(passage.breadcrumbs[0]).toBe(passage.pageTitle);
        }
      }),
      { numRuns: 400 },
    );
  });

  // A pattern that looks at each place again from every other would not come back from these in time.
  it.each([
    ["blank lines", "\n".repeat(100_000)],
    ["brackets", "[".repeat(5_000)],
    ["a line without a space", "x".repeat(100_000)],
    ["quotes within quotes", "> ".repeat(500)],
  ])("comes back from %s", (_, words) => {
    expect(() => passagesOf({ page: "odd.html", text: words })).not.toThrow();
  });
});
