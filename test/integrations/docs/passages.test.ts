import { describe, expect, it } from "vitest";
import { PASSAGE_TOKENS } from "../../../src/integrations/docs/passages.ts";
import { passagesOf } from "./a-page.ts";

const fence = (body: string) => `\`\`\`ts\n${body}\n\`\`\``;

describe("passages of Markdown", () => {
  it("follow the headings and carry where they stand", () => {
    const text = "---\ntitle: Rate limits\n---\n\nIntro.\n\n## Per route\n\nTen a second.\n";
    const [intro, perRoute] = passagesOf({
      page: "topics/rate.md",
      text,
      url: "https://x.dev/rate",
    });
    expect(intro).toMatchObject({ breadcrumbs: ["Rate limits"], text: "Intro.", line: 5 });
    expect(perRoute).toMatchObject({
      pageTitle: "Rate limits",
      breadcrumbs: ["Rate limits", "Per route"],
      url: "https://x.dev/rate#per-route",
      text: "Ten a second.",
      file: "topics/rate.md",
      line: 9,
    });
  });

  it("number repeated headings as the site does", () => {
    const urls = passagesOf({ text: "# A\n\n## Use\n\none\n\n## Use\n\ntwo" }).map(
      ({ url }) => url,
    );
    expect(urls).toEqual(["guide.md#use", "guide.md#use-1"]);
  });

  it("keep a code block whole though it is over the bound", () => {
    const code = fence("const value = 1;\n".repeat(200).trimEnd());
    const passages = passagesOf({ text: `# A\n\nBefore.\n\n${code}\n\nAfter.` });
    expect(passages.some(({ text }) => text.includes(code))).toBe(true);
  });

  it("close before prose grows over the bound", () => {
    const text =
      `# A\n\n${"A sentence of some words. ".repeat(30)}\n\n`.repeat(1) +
      "More words here. ".repeat(500);
    const passages = passagesOf({ text });
    expect(passages.length).toBeGreaterThan(3);
    for (const passage of passages)
      expect(passage.text.length / 4).toBeLessThanOrEqual(PASSAGE_TOKENS);
  });

  it("keep their ids while the rest of the page changes", () => {
    const before = passagesOf({ text: "# A\n\n## One\n\nfirst\n\n## Two\n\nsecond" });
    const after = passagesOf({ text: "# A\n\n## One\n\nchanged\n\n## Two\n\nsecond" });
    expect(after[1]?.id).toBe(before[1]?.id);
    expect(after[0]?.id).not.toBe(before[0]?.id);
  });

  it("of a page without a body stand for its title", () => {
    expect(passagesOf({ text: "---\ntitle: Policy\nurl: https://x.dev\n---\n" })).toMatchObject([
      { pageTitle: "Policy", text: "Policy" },
    ]);
  });
});

describe("passages of MDX", () => {
  const text = [
    "import { Note } from './note.jsx'",
    "",
    "# Tabs",
    "",
    '<Note title="Careful">Keep the **token** secret.</Note>',
    "",
    '<Tabs><Tab title="Node">',
    "",
    fence("await run()"),
    "",
    "</Tab></Tabs>",
    "",
    'Call <Route method="GET">/users</Route> {/* hidden */}first.',
  ].join("\n");

  it("hold admonitions and tabs as text, without tags, imports and comments", () => {
    const body = passagesOf({ page: "tabs.mdx", text })
      .map((passage) => passage.text)
      .join("\n");
    expect(body).toContain("Careful");
    expect(body).toContain("Keep the **token** secret.");
    expect(body).toContain("**Node**");
    expect(body).toContain("await run()");
    expect(body).toContain("Call GET /users first.");
    expect(body).not.toMatch(/import|hidden|<\/?Tab/);
  });

  it("fall back to Markdown where the page is no valid MDX", () => {
    const passages = passagesOf({
      page: "odd.mdx",
      text: "# Odd\n\nUse {#braces and <tags freely.",
    });
    expect(passages).toMatchObject([{ pageTitle: "Odd", text: "Use {#braces and <tags freely." }]);
  });
});

describe("passages of other formats", () => {
  it("read reStructuredText by its underlines, directives whole and roles as words", () => {
    const text = [
      ".. _label:",
      "",
      "Serving",
      "=======",
      "",
      "See :ref:`the guide <guide>` and ``run()``.",
      "",
      "Scaling up",
      "----------",
      "",
      ".. code-block:: python",
      "",
      "    first()",
      "",
      "    second()",
    ].join("\n");
    expect(passagesOf({ page: "serve.html", text })).toMatchObject([
      { breadcrumbs: ["Serving"], text: "See `the guide` and `run()`.", url: "serve.html#serving" },
      {
        breadcrumbs: ["Serving", "Scaling up"],
        text: ".. code-block:: python\n\n    first()\n\n    second()",
        url: "serve.html#scaling-up",
      },
    ]);
  });

  it("read a notebook's cells without its outputs", () => {
    const notebook = {
      cells: [
        { cell_type: "markdown", source: ["# Train\n", "\n", "Start here."] },
        { cell_type: "code", source: "fit()", outputs: [{ text: "noise" }] },
      ],
      metadata: { language_info: { name: "python" } },
    };
    const [passage] = passagesOf({ page: "train.ipynb", text: JSON.stringify(notebook) });
    expect(passage).toMatchObject({
      pageTitle: "Train",
      text: "Start here.\n\n```python\nfit()\n```",
    });
  });
});
