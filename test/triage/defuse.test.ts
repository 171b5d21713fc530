import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defuseForDiscord,
  defuseForGitHub,
  fenced,
  stripInvisible,
} from "../../src/triage/text/defuse.ts";

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "@everyone",
        "@octocat",
        "#12",
        "acme/app#1",
        "GH-7",
        "fixes #3",
        "Closes: acme/app#4",
        "<!-- signalbox:x -->",
        "<!--",
        "-->",
        "```",
        "~~~~",
        "\n",
        "https://evil.test/a",
        "https://github.com/acme/app/issues/9",
        "<@123>",
        "</details>",
        "\u202e",
        "\u200b",
        "signalbox:",
        "[a](https://evil.test)",
        "👩‍👩‍👧",
        " ",
        "> ",
      ),
      fc.string({ unit: "grapheme", maxLength: 8 }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(""));

/** What a renderer sees once code blocks are out of the way. */
function proseOf(text: string): string {
  return text.replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1[`~]*\s*$/gm, "");
}

describe("defuseForGitHub", () => {
  it.each([
    ["a mention", "thanks @octocat", /@octocat/],
    ["a number", "see #12", /#12/],
    ["a cross reference", "see acme/app#12", /#12/],
    ["GH-1", "see GH-12", /GH-12/],
    ["a closing word", "fixes #12", /fixes/],
    [
      "a closing word with an address",
      "Resolves https://github.com/a/b/issues/1",
      /Resolves|https:\/\//,
    ],
    ["an issue's address", "https://github.com/acme/app/issues/1", /https:\/\//],
    ["a comment", "<!-- signalbox:SB-1 -->", /<!--|-->|signalbox:/],
    ["a tag", "<details><summary>x", /<details|<summary/],
    ["right-to-left override", "abc\u202edef", /\u202e/],
  ])("breaks %s", (_, text, pattern) => {
    expect(defuseForGitHub(text)).not.toMatch(pattern);
  });

  it("keeps links to allowed hosts, and shows others as text", () => {
    const text = "https://docs.acme.dev/a and https://acme.dev.evil.test/a";
    expect(defuseForGitHub(text, { hosts: ["acme.dev"] })).toBe(
      "https://docs.acme.dev/a and https:\u2060//acme.dev.evil.test/a",
    );
  });

  it("leaves code as it is, but for markers, and closes an open fence", () => {
    expect(defuseForGitHub("```ts\nfoo<string>(@dec)\n<!-- signalbox:x -->")).toBe(
      "```ts\nfoo<string>(@dec)\n<!\u2060-- signalbox\u2060:x --\u2060>\n```",
    );
  });

  it("holds for whatever a stranger writes", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 40, max: 400 }), (text, maxLength) => {
        const safe = defuseForGitHub(text, { maxLength });
        expect(safe.length).toBeLessThanOrEqual(maxLength);
        expect(safe).not.toMatch(/<!--|-->|signalbox:/i);
        expect(proseOf(safe)).not.toMatch(/@[A-Za-z0-9]|#\d|GH-\d|https?:\/\//);
        expect(defuseForGitHub(safe, { maxLength: 10_000 })).toBe(safe);
      }),
      { numRuns: 300 },
    );
  });
});

describe("defuseForDiscord", () => {
  it("pings nobody and hides no link behind a text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = defuseForDiscord(text, { maxLength: 500 });
        expect(safe.length).toBeLessThanOrEqual(500);
        expect(safe).not.toMatch(/@everyone|@here|<@|<#|<:|<\//i);
        expect(proseOf(safe)).not.toMatch(/\]\(https?:|https?:\/\//);
      }),
      { numRuns: 300 },
    );
  });
});

describe("fenced", () => {
  it("cannot be left from inside", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const lines = fenced(text).split("\n");
        const fence = lines.at(-1) ?? "";
        expect(fence).toMatch(/^`{3,}$/);
        expect(lines.slice(1, -1).join("\n")).not.toContain(fence);
        expect(lines.slice(1, -1).join("\n")).not.toMatch(/<!--|signalbox:/i);
      }),
    );
  });
});

describe("stripInvisible", () => {
  it("takes hidden characters and leaves emoji whole", () => {
    expect(stripInvisible("a\u200bb\u202ec\ufeff 👩‍👩‍👧 ❤️ é")).toBe("abc 👩‍👩‍👧 ❤️ é");
  });
});
