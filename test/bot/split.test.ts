import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutMarkdown, oneLine } from "../../src/bot/render/split.ts";

/** All pieces of at most `limit` characters. */
function pieces(text: string, limit: number): string[] {
  const all: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const cut = cutMarkdown(rest, limit);
    all.push(cut.head);
    rest = cut.rest;
    if (all.length > 500) throw new Error("it never ends");
  }
  return all;
}

const fences = (text: string) => text.split("\n").filter((line) => line.startsWith("```")).length;

describe("cutMarkdown", () => {
  it("leaves a text that fits as it is", () => {
    expect(cutMarkdown("short\n", 2_000)).toEqual({ head: "short\n", rest: "" });
  });

  it("cuts between paragraphs rather than inside one", () => {
    const text = `${"a ".repeat(300)}\n\n${"b ".repeat(300)}\n${"c ".repeat(300)}`;
    const { head, rest } = cutMarkdown(text, 1_300);
    expect(head).toBe("a ".repeat(300).trimEnd());
    expect(rest.startsWith("b ")).toBe(true);
  });

  it("cuts before a code block rather than inside it", () => {
    const block = `\`\`\`ts\n${"line();\n".repeat(120)}\`\`\``;
    const { head, rest } = cutMarkdown(`${"word ".repeat(250)}\n\n${block}`, 2_000);
    expect(head).not.toContain("```");
    expect(rest).toBe(block);
  });

  it("closes and reopens a code block that is longer than a message", () => {
    const block = `\`\`\`ts\n${"line();\n".repeat(600)}\`\`\``;
    const all = pieces(block, 2_000);
    expect(all.length).toBe(3);
    expect(all.join("\n").match(/line\(\);/g)).toHaveLength(600);
    for (const piece of all) {
      expect(piece.startsWith("```ts\n")).toBe(true);
      expect(fences(piece)).toBe(2);
    }
  });

  it("breaks an endless line, also right after a fence", () => {
    const all = pieces(`\`\`\`\n${"x".repeat(5_000)}\n\`\`\``, 2_000);
    expect(all.join("").replace(/[^x]/g, "")).toHaveLength(5_000);
  });

  it("never exceeds the limit, loses no word and leaves no block open", () => {
    const line = fc.oneof(
      fc.constant("```js"),
      fc.constant("```"),
      fc.constant(""),
      fc.integer({ min: 1, max: 400 }).map((words) => "word ".repeat(words).trimEnd()),
      fc.integer({ min: 1, max: 900 }).map((length) => "x".repeat(length)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const open = blocksOpen(lines.join("\n"));
        const text = [...lines, ...(open ? ["```"] : [])].join("\n");
        const all = pieces(text, 600);
        for (const piece of all) {
          expect(piece.length).toBeLessThanOrEqual(600);
          expect(blocksOpen(piece)).toBe(false);
        }
        const count = (part: string) => part.replace(/`{3}(js)?|\s/g, "").length;
        expect(count(all.join("\n"))).toBe(count(text));
      }),
      { numRuns: 200 },
    );
  });
});

/** As Discord reads it: a fence with words after it does not close a block. */
function blocksOpen(text: string): boolean {
  let open = false;
  for (const line of text.split("\n")) {
    if (line === "```") open = !open;
    else if (line === "```js" && !open) open = true;
  }
  return open;
}

describe("oneLine", () => {
  it("joins lines and cuts without halving an emoji", () => {
    expect(oneLine("a\n b", 10)).toBe("a b");
    expect(oneLine("abc😀def", 5)).toBe("abc…");
  });
});
