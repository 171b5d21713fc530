import { describe, expect, it } from "vitest";
import { buildLinkGraph, type LinkedPage } from "../../../src/integrations/docs/link-graph.ts";

function aLinkedPage(page: string, overrides: Partial<LinkedPage> = {}): LinkedPage {
  return { source: "docs", version: null, page, url: null, names: [], links: [], ...overrides };
}

function leadsTo(to: string, from = "guides/start.md"): string | undefined {
  const pages = [
    aLinkedPage(from, { links: [{ to, text: "here" }] }),
    aLinkedPage("guides/limits.md", { names: ["rate-limits"] }),
    aLinkedPage("api/index.md", { url: "https://x.dev/docs/api/" }),
    aLinkedPage("README.md"),
    aLinkedPage("mirror/of/api/retry.html", { names: ["pkg.retry"] }),
    aLinkedPage("api/retry.html", { names: ["pkg.retry"] }),
  ];
  const { referrers } = buildLinkGraph(pages);
  const target = referrers.findIndex((numbers) => numbers.includes(0));
  return pages[target]?.page;
}

describe("buildLinkGraph", () => {
  it.each([
    ["a path beside", "limits.md#per-route", "guides/limits.md"],
    ["a path above", "../api/", "api/index.md"],
    ["a path from the site's root", "/docs/guides/limits", "guides/limits.md"],
    ["a label", "Rate-Limits", "guides/limits.md"],
    ["an address", "https://x.dev/docs/api", "api/index.md"],
    ["a name that a mirror has too", "pkg.retry", "api/retry.html"],
    ["an anchor of its own", "#top", undefined],
    ["another site", "https://other.dev/README.md", undefined],
  ])("follows %s", (_, to, page) => {
    expect(leadsTo(to)).toBe(page);
  });

  it("counts a referrer once and keeps the words of each", () => {
    const link = { to: "b.md", text: "the B guide" };
    const { referrers, linkTexts } = buildLinkGraph([
      aLinkedPage("a.md", { links: [link, link] }),
      aLinkedPage("b.md"),
      aLinkedPage("c.md", { links: [link] }),
    ]);
    expect(referrers[1]).toEqual([0, 2]);
    expect(linkTexts[1]).toBe("the B guide\nthe B guide");
  });
});
