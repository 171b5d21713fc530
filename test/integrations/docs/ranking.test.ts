import { describe, expect, it } from "vitest";
import { buildLexicalIndex } from "../../../src/integrations/docs/lexical-index.ts";
import type { PageLink } from "../../../src/integrations/docs/parsed-page.ts";
import { createWidening, toQueryTerms, widen } from "../../../src/integrations/docs/query-terms.ts";
import { createRanker } from "../../../src/integrations/docs/ranking.ts";
import { createSpeller } from "../../../src/integrations/docs/spelling.ts";
import { passagesOf } from "./a-page.ts";

type Texts = Readonly<Record<string, string>>;

function anIndex(texts: Texts, links: Readonly<Record<string, readonly PageLink[]>> = {}) {
  return buildLexicalIndex(
    Object.entries(texts).map(([page, text]) => ({
      source: "docs",
      version: null,
      url: null,
      names: [],
      page,
      links: links[page] ?? [],
      passages: passagesOf({ page, text }),
    })),
  );
}

function rank(texts: Texts, query: string, links?: Readonly<Record<string, readonly PageLink[]>>) {
  const index = anIndex(texts, links);
  const terms = widen(toQueryTerms("", query), createWidening(createSpeller(index)));
  const names = Object.keys(texts);
  return createRanker(index)
    .rank(terms, 10)
    .map(({ page }) => names[page]);
}

const filler = { "z1.md": "# Other\n\nNothing here.", "z2.md": "# Else\n\nNor there." };

describe("ranking", () => {
  it("prefers a title over a mention", () => {
    const texts = {
      "a.md": "# Start\n\nSee webhooks too.",
      "b.md": "# Webhooks\n\nThey call you.",
      ...filler,
    };
    expect(rank(texts, "how do webhooks work?")[0]).toBe("b.md");
  });

  it.each([
    ["map_batches", "How do I use mapBatches?"],
    ["--max-old-space-size", "max-old-space-size"],
    ["client.responses.parse", "responses.parse fails"],
    ["ECONNRESET", "I see econnreset"],
    ["429", "error 429"],
  ])("finds %s", (name, query) => {
    const texts = {
      ...filler,
      "a.md": `# A\n\nAbout \`${name}\` here.`,
      "b.md": "# B\n\nAbout something.",
    };
    expect(rank(texts, query)[0]).toBe("a.md");
  });

  it("adds up the passages of a page", () => {
    const texts = {
      "one.md": "# One\n\nThe scheduler runs jobs.",
      "many.md": "# Two\n\nThe scheduler runs jobs.\n\n## More\n\nThe scheduler waits.",
      ...filler,
    };
    expect(rank(texts, "scheduler")).toEqual(["many.md", "one.md"]);
  });

  it("prefers words that stand together", () => {
    const texts = {
      "apart.md": "# A\n\nThe node has a log. The head of it is short.",
      "together.md": "# B\n\nThe log has a short end. It is of the head node.",
      ...filler,
    };
    expect(rank(texts, "where is the head node?")[0]).toBe("together.md");
  });

  it("finds a page by what others call it", () => {
    const texts = { "a.md": "# Keys\n\nRotate them.", "b.md": "# Guide\n\nRead on.", ...filler };
    const links = { "b.md": [{ to: "a.md", text: "credential hygiene" }] };
    expect(rank(texts, "hygiene", links)).toEqual(["a.md"]);
  });

  it("reads a misspelt word as the known one, and never changes a known word", () => {
    const texts = {
      "a.md": "# A\n\nConfigure autoscaling.",
      "b.md": "# B\n\nThe form and the farm.",
      ...filler,
    };
    expect(rank(texts, "autoscalling")).toEqual(["a.md"]);
    const speller = createSpeller(anIndex(texts));
    expect(speller("form")).toBeUndefined();
    expect(speller("aut")).toBeUndefined();
  });

  it("answers a query without a known word with nothing", () => {
    expect(rank(filler, "the of and xyzzyq")).toEqual([]);
  });

  it("leaves no trace of one query in the next", () => {
    const index = anIndex({ "a.md": "# A\n\nalpha beta", "b.md": "# B\n\nbeta gamma", ...filler });
    const ranker = createRanker(index);
    const first = ranker.rank(toQueryTerms("", "alpha beta"), 5);
    ranker.rank(toQueryTerms("", "gamma"), 5);
    expect(ranker.rank(toQueryTerms("", "alpha beta"), 5)).toEqual(first);
  });
});

describe("toQueryTerms", () => {
  it("takes prose in full and of a log the lines that tell of an error", () => {
    const text =
      "Upload breaks:\n```\n12:01 started worker seven\n12:02 TypeError: quota exceeded\n```";
    const terms = toQueryTerms("", text);
    expect(terms.get("upload")).toBe(1);
    expect(terms.get("quota")).toBe(0.5);
    expect(terms.has("worker")).toBe(false);
  });

  it("falls back to all of a post that is nothing but code", () => {
    expect([...toQueryTerms("", "```\nrun worker\n```").keys()]).toEqual(["run", "worker"]);
  });
});
