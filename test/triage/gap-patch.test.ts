import { describe, expect, it } from "vitest";
import type { GapLine } from "../../src/triage/gaps/gap-lines.ts";
import { proposalFor } from "../../src/triage/gaps/gap-patch.ts";

const PAGE = [
  "# Client",
  "",
  "Intro.",
  "",
  "## Network",
  "",
  "Set the timeout.",
  "",
  "```sh",
  "# not a heading",
  "run",
  "```",
  "",
  "",
  "## Retries",
  "",
  "Three.",
  "",
].join("\n");

const nearest = {
  title: "Client",
  heading: "Network",
  url: "https://docs.example/client#network",
  page: "client",
  source: "docs",
  version: null,
  file: "guides/client.md",
  line: 7,
};

function aGap(overrides: Partial<GapLine> = {}): GapLine {
  return {
    code: "G-1",
    title: "Behind a proxy",
    askers: 2,
    asks: [],
    answer: "Set HTTPS_PROXY before you start it.\n\nIt is read once.",
    cited: [],
    words: [],
    nearest,
    filing: "not filed",
    trouble: "",
    issueUrl: null,
    since: 0,
    ...overrides,
  };
}

describe("the patch that a gap proposes", () => {
  it("puts the team's answer under a heading of its own, after the section that comes nearest", () => {
    expect(proposalFor(aGap(), PAGE)).toEqual({
      file: "guides/client.md",
      diff: [
        "--- a/guides/client.md",
        "+++ b/guides/client.md",
        "@@ -10,6 +10,12 @@",
        " # not a heading",
        " run",
        " ```",
        "+",
        "+## Behind a proxy",
        "+",
        "+Set HTTPS_PROXY before you start it.",
        "+",
        "+It is read once.",
        " ",
        " ",
        " ## Retries",
      ].join("\n"),
    });
  });

  it("adds to the section itself where its words were cited and did not do", () => {
    const diff = proposalFor(aGap({ cited: [nearest], answer: "It is read once." }), PAGE)?.diff;
    expect(diff).toContain(" ```\n+\n+It is read once.\n \n");
    expect(diff).not.toContain("Behind a proxy");
  });

  it("is a page of its own where none is near", () => {
    expect(proposalFor(aGap({ nearest: null, answer: "Yes." }), null)).toEqual({
      file: "behind-a-proxy.md",
      diff: "--- /dev/null\n+++ b/behind-a-proxy.md\n@@ -0,0 +1,3 @@\n+# Behind a proxy\n+\n+Yes.",
    });
  });

  it.each([
    ["no answer is known", aGap({ answer: null }), PAGE],
    ["the file cannot be read", aGap(), null],
  ])("is none where %s", (_, gap, source) => {
    expect(proposalFor(gap, source)).toBeNull();
  });
});
