import { describe, expect, it } from "vitest";
import {
  PASSAGE_TOKENS,
  tokensOf,
  WHOLE_BLOCK_TOKENS,
} from "../../../src/integrations/docs/passages.ts";
import { passagesOf } from "./a-page.ts";

const CODE = Array.from({ length: 120 }, (_, at) => `const part${at} = send(file, ${at});`);
const ROWS = Array.from({ length: 60 }, (_, at) => [`option-${at}`, `what it does, number ${at}`]);
const PROSE = "Some words about sending a file in parts to the server. ".repeat(400);

/** The same page, as each format writes it. */
const PAGES: Readonly<Record<string, string>> = {
  "page.md": markdown(":::note\nPin the version.\n:::"),
  "page.mdx": markdown(
    '<Note>Pin the version.</Note>\n\n<Tabs>\n<TabItem label="npm">\n\nnpm i acme\n\n</TabItem>\n<TabItem label="yarn">\n\nyarn add acme\n\n</TabItem>\n</Tabs>',
  ),
  "page.rst": `Sending\n=======\n\n${PROSE}\n\nCode\n----\n\n.. code-block:: js\n\n    ${CODE.join("\n    ")}\n\nOptions\n-------\n\n.. list-table::\n\n${ROWS.map(([a, b]) => `   * - ${a}\n     - ${b}`).join("\n")}\n\nNotes\n-----\n\n.. note::\n\n   Pin the version.\n`,
  "page.ipynb": JSON.stringify({
    cells: [{ cell_type: "markdown", source: markdown("**Note:** Pin the version.") }],
  }),
  "page.html": `<main><article><h1 id="sending">Sending</h1><p>${PROSE}</p><h2 id="code">Code</h2>
    <pre><code class="language-js">${CODE.join("\n")}</code></pre><h2 id="options">Options</h2>
    <table><tr><th>Option</th><th>Meaning</th></tr>${ROWS.map(([a, b]) => `<tr><td>${a}</td><td>${b}</td></tr>`).join("")}</table>
    <h2>Notes</h2><div class="admonition note"><p class="admonition-title">Note</p><p>Pin the version.</p></div>
    <div role="tablist"><button role="tab">npm</button><button role="tab">yarn</button></div>
    <div role="tabpanel">npm i acme</div><div role="tabpanel" hidden>yarn add acme</div></article></main>`,
};

function markdown(note: string): string {
  const table = ROWS.map(([a, b]) => `| ${a} | ${b} |`).join("\n");
  return `# Sending\n\n${PROSE}\n\n## Code\n\n\`\`\`js\n${CODE.join("\n")}\n\`\`\`\n\n## Options\n\n| Option | Meaning |\n| --- | --- |\n${table}\n\n## Notes\n\n${note}\n`;
}

describe.each(Object.keys(PAGES))("passages of %s", (page) => {
  const passages = passagesOf({ page, text: PAGES[page] ?? "" });
  const holding = (words: string) => passages.filter(({ text }) => text.includes(words));

  it("keep code whole, though it is over the bound of prose", () => {
    const [code, ...others] = passages.filter(({ text }) =>
      CODE.some((line) => text.includes(line)),
    );
    expect(others).toEqual([]);
    for (const line of CODE) expect(code?.text).toContain(line);
    expect(tokensOf(code?.text ?? "")).toBeGreaterThan(PASSAGE_TOKENS);
  });

  it("keep tables whole", () => {
    const [table, ...others] = passages.filter(({ text }) => /\boption-\d/.test(text));
    expect(others).toEqual([]);
    for (const [name, meaning] of ROWS) {
      expect(table?.text).toContain(name);
      expect(table?.text).toContain(meaning);
    }
  });

  it("are bounded in tokens", () => {
    expect(passages.length).toBeGreaterThan(10);
    for (const { text } of passages) {
      const whole = text.includes("const part0") || text.includes("option-0");
      expect(tokensOf(text)).toBeLessThanOrEqual(whole ? WHOLE_BLOCK_TOKENS + 100 : PASSAGE_TOKENS);
    }
  });

  it("keep notes as text, under their heading", () => {
    const [note] = holding("Pin the version.");
    expect(note?.text).toMatch(/note/i);
    expect(note?.breadcrumbs).toEqual(["Sending", "Notes"]);
  });

  it.runIf(/mdx|html/.test(page))("keep each tab with its label", () => {
    const [tabs] = holding("npm i acme");
    expect(tabs?.text).toMatch(/npm[\s\S]*npm i acme[\s\S]*yarn[\s\S]*yarn add acme/);
  });
});
