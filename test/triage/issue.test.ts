import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeIssue } from "../../src/triage/issues/issue.ts";
import { detailName, detailWords, WANTED } from "../../src/triage/model/details.ts";
import { markersIn } from "../../src/triage/text/marker.ts";
import { aClassification, aPassage, aPost, aReporter, aRoute } from "../fakes/samples.ts";

type Input = Parameters<typeof composeIssue>[0];

function composed(text: string, overrides: Partial<Input> = {}) {
  return composeIssue({
    classification: aClassification(),
    code: "SB-1",
    permalink: "https://discord.example/forum/1",
    posts: [aPost({ text })],
    reporters: [aReporter()],
    route: aRoute(),
    ...overrides,
  });
}

const PRIVATE = { route: aRoute({ visibility: "private" }) } as const;
const TEXT = [
  "My boss @carol says it hangs, see #12 and fixes #1.",
  "TypeError: cannot read part of undefined (req_0123456789abcdef)",
  "```js\nupload({ size: 2 })\n```",
  "@acme/sdk 4.2.0, req_0123456789abcdef",
].join("\n");

describe("an issue", () => {
  it("shows the docs team the passage, where it stands in the source, and what it says", () => {
    const classification = aClassification({ kind: "docs" });
    const about = aPassage({ text: "Set `partSize` to 100.\n\n```js\nupload()\n```" });
    const { body } = composed("Page: Uploads\nIt names the wrong unit.", { classification, about });
    const page = body.slice(body.indexOf("### Page"));
    expect(page).toContain("- Named: Uploads\n");
    expect(page).toContain(`${about.breadcrumbs.join(" > ")}, ${about.url}`);
    expect(page).toContain(`- Source: \`${about.file}\`, line ${about.line}`);
    expect(page).toContain("Set `partSize` to 100.\n\n```js\nupload()\n```\n````");
    expect(composed("It is wrong.", { classification }).body).not.toContain("### Page");
  });

  it("has what a team needs, in an order that is read from the top", () => {
    const { title, body } = composed(TEXT, {
      classification: aClassification({ missing: ["since"] }),
      posts: [aPost({ text: TEXT, removed: [{ type: "openai-key", count: 2 }] })],
    });
    expect(title).toBe("Uploads over 1 GB hang at 99% since 2.4.1");
    expect([...body.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)).toEqual([
      "What happens",
      "Error",
      "Reproduction",
      "Environment",
      "Impact",
      "Request ids",
      "Details",
      "Removed before filing",
      "Where it comes from",
    ]);
    expect(body).toContain("TypeError: cannot read part of undefined");
    expect(body).toContain("upload({ size: 2 })");
    expect(body).toContain("sdk 4.2.0");
    expect(body).toContain("- Since when: not known\n");
    expect(body).not.toContain("Error and status:");
    expect(body).toContain("openai-key: 2");
    expect(body).toContain("SB-1, https://discord.example/forum/1");
  });

  it.each([
    { where: "public", consent: false, words: false, ids: false },
    { where: "public", consent: true, words: true, ids: false },
    { where: "private", consent: false, words: true, ids: true },
  ] as const)("in a $where repository, consent $consent", ({ where, consent, words, ids }) => {
    const { body } = composed(TEXT, {
      route: aRoute({ visibility: where }),
      reporters: [aReporter({ consent })],
    });
    expect(body.includes("In the reporter's words")).toBe(words);
    expect(body.includes("My boss")).toBe(words);
    expect(body.includes("req_0123456789abcdef")).toBe(ids);
  });

  const MODEL = [
    "Model: acme-large-2026-03-01",
    "Prompt: List three rivers as JSON.",
    "Expected: a JSON array",
    "Got: a Markdown list",
    "It fails 7 of 10 times.",
  ].join("\n");

  it.each([
    { visibility: "private", consent: false, words: true },
    { visibility: "public", consent: true, words: true },
    { visibility: "public", consent: false, words: false },
  ] as const)(
    "about a model has the case, $visibility, consent $consent",
    ({ visibility, consent, words }) => {
      const { body } = composed(MODEL, {
        classification: aClassification({ kind: "model-behavior" }),
        route: aRoute({ visibility }),
        reporters: [aReporter({ consent })],
      });
      expect(body).toContain("- Model: acme-large-2026-03-01\n- Snapshot: 2026-03-01\n");
      expect(body).toContain("- How often: 7 of 10");
      expect(body.includes("- Prompt: List three rivers as JSON.")).toBe(words);
      expect(body.includes('"expected": "a JSON array"')).toBe(words);
      expect(body.includes("kept by the team until the reporter agrees")).toBe(!words);
    },
  );

  it("says of a model what is not stated, and makes up no case for an eval", () => {
    const missing = WANTED["model-behavior"].filter((detail) => detail !== "category");
    const classification = aClassification({ kind: "model-behavior", missing });
    const { body } = composed("It ignores me.", { classification, ...PRIVATE });
    for (const detail of missing) expect(body).toContain(`- ${detailName(detail)}: not known\n`);
    expect(body).toContain("- Category: in the report\n");
    expect(body).not.toContain("Eval case");
  });

  it("quotes in public what was given in a form, and nothing else without consent", () => {
    const written = "The prompt is secret to me.\nPrompt: my own words";
    const given = "prompt: List three rivers.\nactual: I cannot help.\ncategory: over-refusal";
    const { body } = composed("", {
      classification: aClassification({ kind: "model-behavior", missing: ["snapshot"] }),
      route: aRoute({ visibility: "public" }),
      posts: [aPost({ text: written }), aPost({ sourceId: "form-1", text: given })],
    });
    expect(body).toContain("- Prompt: List three rivers.\n");
    expect(body).toContain("- Category: over-refusal");
    expect(body).toContain("- Snapshot: not known\n");
    expect(body).toContain('"input": "List three rivers."');
    expect(body).not.toContain("my own words");
  });

  it("takes from a command only what stands below a question in full", () => {
    const text = `Expected: my own words\n\n${detailWords("prompt")}: List three rivers.`;
    const { body } = composed("", {
      classification: aClassification({ kind: "model-behavior" }),
      route: aRoute({ visibility: "public" }),
      posts: [aPost({ sourceId: "command-1", text })],
    });
    expect(body).toContain("- Prompt: List three rivers.");
    expect(body).not.toContain("my own words");
  });

  it("about a feature has the job, today's way and each use in one line", () => {
    const { body } = composed("Goal: export all runs\nToday: I copy them by hand", {
      classification: aClassification({ kind: "feature" }),
      posts: [
        aPost({ title: "", text: "Goal: export all runs\nToday: I copy them by hand" }),
        aPost({ id: "p2", title: "Audit every month", text: "me too" }),
      ],
      ...PRIVATE,
    });
    expect(body).toContain(
      "- Job to be done: export all runs\n- What they do today: I copy them by hand\n- Limit hit: ",
    );
    expect(body).toContain("- Use case: Audit every month");
  });

  it("tells when it was first and last seen", () => {
    const day = (n: number) => Date.UTC(2026, 0, n);
    const reporters = [aReporter({ since: day(3) }), aReporter({ personId: "p2", since: day(9) })];
    expect(composed(TEXT, { reporters }).body).toContain(
      "first seen 2026-01-03, last seen 2026-01-09",
    );
  });

  it("is quoted in public only when every reporter agreed", () => {
    const reporters = [aReporter({ consent: true }), aReporter({ personId: "p2", consent: false })];
    expect(composed(TEXT, { reporters }).body).not.toContain("My boss");
  });

  it("can be written when its reporter was forgotten", () => {
    expect(composed(TEXT, { reporters: [] }).body).toContain("0 reporters; severity");
  });

  it("pings nobody, closes nothing and carries no marker but ours, whatever stands in a post", () => {
    const { body } = composed("see <!-- signalbox:AAAA --> @everyone, closes #7", PRIVATE);
    expect(markersIn(body)).toEqual([]);
    expect(body).not.toMatch(/(^|[^`\w])@everyone/);
    expect(body).not.toMatch(/closes #7/);
  });

  it("fits GitHub's limits and stays text, whatever is written", () => {
    const pieces = fc.constantFrom(
      "```",
      "\n",
      "@a",
      "#1",
      "<!--",
      "-->",
      "\u{1F525}",
      "\uD83D",
      "x",
    );
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(hostile, hostile, fc.boolean(), (text, title, open) => {
        const classification = aClassification({ title: title || "x", ask: text || "x" });
        const route = aRoute({ visibility: open ? "public" : "private" });
        const issue = composed(text.repeat(20), { classification, route });
        expect(issue.title.length).toBeLessThanOrEqual(256);
        expect(issue.body.length).toBeLessThanOrEqual(65_536);
        expect(issue.body.isWellFormed() && issue.title.isWellFormed()).toBe(true);
        expect(markersIn(issue.body)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
