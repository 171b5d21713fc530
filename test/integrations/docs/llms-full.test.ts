import { describe, expect, it } from "vitest";
import { splitLlmsFull } from "../../../src/integrations/docs/llms-full.ts";
import { aPage, passagesOf } from "./a-page.ts";

const split = (text: string) => splitLlmsFull(aPage({ page: "llms-full.txt", text }));

describe("splitLlmsFull", () => {
  it("makes a page of each addressed heading, with its address and its line in the file", () => {
    const text =
      "# Start\nSource: https://x.dev/start\n\nGo.\n\n# Run\n\nURL: https://x.dev/run\n\n# not a page\n\nNow.";
    const [start, run, ...others] = split(text);
    expect(others).toEqual([]);
    expect(start).toMatchObject({
      page: "llms-full.txt/start",
      title: "Start",
      url: "https://x.dev/start",
    });
    expect(run).toMatchObject({
      page: "llms-full.txt/run",
      url: "https://x.dev/run",
      firstLine: 6,
    });
    expect(start?.text).not.toContain("Source:");
    const passages = passagesOf(run ?? {});
    expect(passages.map(({ text: words, line }) => [words, line])).toEqual([["Now.", 12]]);
  });

  it("takes headings of the first depth where there are no addresses, but none inside code", () => {
    expect(split("# A\n\n```sh\n# comment\n```\n\n# B\n\ntext").map(({ title }) => title)).toEqual([
      "A",
      "B",
    ]);
  });

  it("leaves a text with a single heading whole", () => {
    expect(split("# Only\n\ntext")).toHaveLength(1);
  });
});
