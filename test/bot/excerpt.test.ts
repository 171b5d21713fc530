import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inlineText } from "../../src/bot/render/defuse.ts";
import { excerpt } from "../../src/bot/render/excerpt.ts";
import { oneLine } from "../../src/bot/render/split.ts";

const WIDTH = 40;
const shown = (text: string, room = 12) => excerpt(text, room, WIDTH).shown;

describe("excerpt", () => {
  it("keeps words and code in a line whole", () => {
    const text = "Wait with `client.files.waitUntilReady(id)` before you use the file.";
    expect(shown(text)).toEqual([`> ${text}`]);
    expect(shown(text, 1)).toEqual(["> Wait with …"]);
  });

  it("shows headings bold and code without its fence", () => {
    const issue = "**A title**\n\n### What happens\n\n```ts\nconst a = b * c;\n```\n> said *so*";
    expect(shown(issue)).toEqual([
      "> **A title**",
      "> **What happens**",
      "> `const a = b * c;`",
      "> said \\*so\\*",
    ]);
  });

  it("closes nothing that it did not open", () => {
    const long = `\`${"x".repeat(90)}\` and more`;
    expect(shown(long, 1)).toEqual([`> ${"x".repeat(39)} …`]);
    expect(shown("a ` alone")).toEqual(["> a \\` alone"]);
  });

  it("counts what it leaves out in lines of a phone", () => {
    expect(excerpt("word ".repeat(40), 2, WIDTH).more).toBe(3);
    expect(excerpt("one\ntwo", 2, WIDTH).more).toBe(0);
  });

  it("never takes more room than it has", () => {
    const text = fc.array(fc.string({ maxLength: 200, unit: "grapheme" }), { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 12 }), (lines, room) => {
        expect(shown(lines.join("\n"), room).length).toBeLessThanOrEqual(room);
      }),
    );
  });
});

describe("a line that is cut", () => {
  it("ends behind a word, without a comma or half of some code", () => {
    expect(oneLine("the process hangs, until it is killed", 20)).toBe("the process hangs…");
    expect(oneLine("it is refused with `file_not_ready` at once", 26)).toBe("it is refused with…");
    expect(oneLine("a".repeat(30), 10)).toBe(`${"a".repeat(9)}…`);
  });

  it("keeps code and nothing else of its formatting", () => {
    expect(inlineText("Type `a_b()` on *streams* [x](y)")).toContain("`a_b()` on \\*streams\\*");
    expect(inlineText("one ` and ``")).toBe("one \\` and \\`\\`");
  });
});
