import { describe, expect, it } from "vitest";

type Node = { type: string; text?: string; children?: Node[]; url?: string };
type Parse = (source: string, dialect: "discord" | "github") => Node[];

const page = new URL("../../demo/page/markdown.js", import.meta.url).href;
const { parseMarkdown } = (await import(page)) as { parseMarkdown: Parse };

const types = (nodes: readonly Node[]): string[] =>
  nodes.flatMap((node) => [node.type, ...types(node.children ?? [])]);
const words = (nodes: readonly Node[]): string =>
  nodes.map((node) => node.text ?? words(node.children ?? [])).join("");

describe("Discord's Markdown", () => {
  it.each([
    ["**bold** and *italic*", ["paragraph", "strong", "text", "text", "em", "text"]],
    ["__under__ ~~gone~~", ["paragraph", "underline", "text", "text", "strike", "text"]],
    ["a `code` b", ["paragraph", "text", "code", "text"]],
    ["-# small print", ["subtext", "text"]],
    ["## Heading", ["heading", "text"]],
    ["> quoted", ["quote", "paragraph", "text"]],
    ["<t:1790000000:R>", ["paragraph", "timestamp"]],
    ["<@123456789012345678>", ["paragraph", "user"]],
    ["[words](<https://docs.example/a>)", ["paragraph", "link", "text"]],
    ["- one\n- two", ["list", "item", "text", "item", "text"]],
    ["||secret||", ["paragraph", "spoiler", "text"]],
  ])("%s", (source, expected) => {
    expect(types(parseMarkdown(source, "discord"))).toEqual(expected);
  });

  it("leaves identifiers and code alone", () => {
    expect(words(parseMarkdown("max_output_tokens is file_not_ready", "discord"))).toBe(
      "max_output_tokens is file_not_ready",
    );
    const [block] = parseMarkdown("```ts\n**not bold** <@1>\n```", "discord");
    expect(block).toMatchObject({ type: "code-block", text: "**not bold** <@1>" });
  });

  it("keeps what stands around a fence in the middle of a line", () => {
    const nodes = parseMarkdown("before ```x``` after", "discord");
    expect(types(nodes)).toEqual(["paragraph", "text", "code-block", "paragraph", "text"]);
  });

  it("ends an open fence with the text", () => {
    expect(parseMarkdown("```\nopen", "discord")).toMatchObject([{ type: "code-block" }]);
  });
});

describe("GitHub's Markdown", () => {
  it("hides comments, the marker among them", () => {
    expect(words(parseMarkdown("shown <!-- signalbox:abc --> too", "github"))).toBe("shown  too");
    expect(words(parseMarkdown("shown <!-- never closed", "github"))).toBe("shown ");
  });

  it("reads tables, tasks and details", () => {
    expect(types(parseMarkdown("| a | b |\n| - | - |\n| 1 | 2 |", "github"))).toEqual(["table"]);
    expect(parseMarkdown("- [x] done", "github")[0]?.children?.[0]).toMatchObject({
      checked: true,
    });
    expect(
      types(parseMarkdown("<details><summary>More</summary>\n\ninside\n</details>", "github")),
    ).toEqual(["details", "paragraph", "text"]);
  });

  it.each(["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<b onclick=x>hi</b>"])(
    "keeps %s as text",
    (source) => {
      expect(words(parseMarkdown(source, "github"))).toBe(source);
      expect(words(parseMarkdown(source, "discord"))).toBe(source);
    },
  );
});

describe("links", () => {
  it.each(["javascript:alert(1)", "data:text/html,x", "vbscript:x"])("never lead to %s", (url) => {
    for (const dialect of ["discord", "github"] as const) {
      expect(types(parseMarkdown(`[press](${url})`, dialect))).not.toContain("link");
    }
  });
});

describe("hostile text", () => {
  it.each([
    ["many stars", "*".repeat(4_000)],
    ["many brackets", "[".repeat(4_000)],
    ["many underscores", "_a".repeat(2_000)],
    ["many quotes", "> ".repeat(2_000)],
    ["many ticks", "`a".repeat(2_000)],
    ["deep lists", Array.from({ length: 200 }, (_, n) => `${"  ".repeat(n)}- x`).join("\n")],
  ])("%s are read without hanging", (_name, source) => {
    const started = performance.now();
    for (const dialect of ["discord", "github"] as const) parseMarkdown(source, dialect);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
