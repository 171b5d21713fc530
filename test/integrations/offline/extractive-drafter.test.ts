import { describe, expect, it } from "vitest";
import { askOf, pointsElsewhere } from "../../../src/integrations/offline/ask.ts";
import { createExtractiveDrafter } from "../../../src/integrations/offline/extractive-drafter.ts";
import { quotablesOf } from "../../../src/integrations/offline/quotable.ts";
import { verifyDraft } from "../../../src/triage/answers/verify-draft.ts";
import type { Passage } from "../../../src/triage/model/passage.ts";
import type { DraftInput } from "../../../src/triage/ports/engines.ts";
import { aPassage } from "../../fakes/samples.ts";

const passage = aPassage({
  official: false,
  text: [
    "Files over 1 GB are sent in parts. See [limits](/limits) for more.",
    "",
    "- Set the **part size** of an upload with",
    "  `partSize`:",
    "",
    "```ts",
    "upload(file, { partSize: 100 });",
    "```",
    "",
    "| a | b |",
  ].join("\n"),
});

const drafter = createExtractiveDrafter({ rarity: () => 3 });

function draft(
  title: string,
  overrides: Partial<DraftInput> = {},
  passages: Passage[] = [passage],
) {
  const hits = passages.map((one) => ({ passage: one, score: 9 }));
  return drafter.draft({
    title,
    text: "",
    language: "en",
    instruction: null,
    passages: hits,
    ...overrides,
  });
}

describe("the extractive drafter", () => {
  it("quotes the passage word for word, and what it quotes stands the verification", async () => {
    const drafted = await draft("How do I set the part size of an upload?");
    if (drafted.type !== "drafted") throw new Error(drafted.type);
    expect(drafted.draft.claims.map(({ text }) => text)).toEqual([
      "Set the **part size** of an upload with `partSize`:",
      "```ts\nupload(file, { partSize: 100 });\n```",
    ]);
    expect(verifyDraft(drafted.draft, [passage])).toMatchObject({
      type: "verified",
      draft: { cut: [] },
    });
  });

  it("takes no code out of a further passage without the sentence before it", async () => {
    const other = aPassage({
      id: "passage-2",
      official: false,
      text: "Nothing of it.\n\n```ts\nretry(upload, { times: 3 });\n```",
    });
    const drafted = await draft("Set the part size of an upload and retry times", {}, [
      passage,
      other,
    ]);
    if (drafted.type !== "drafted") throw new Error(drafted.type);
    expect(drafted.draft.claims.map(({ text }) => text).join()).not.toContain("retry(upload");
  });

  it.each([
    ["hardly anything of it is in the docs", "How do I cook a lasagne for eleven people?", {}],
    ["no passage was found", "How do I set the part size?", { passages: [] }],
    ["the asker writes another language", "How do I set the part size?", { language: "fr" }],
    ["a reviewer wants another wording", "How do I set the part size?", { instruction: "shorter" }],
    [
      "it asks what only official sources may say",
      "Is there a refund for the part size of an upload?",
      {},
    ],
    ["nothing is asked", "", {}],
  ])("says that there is no answer when %s", async (_, title, overrides) => {
    expect(await draft(title, overrides)).toMatchObject({
      type: "none",
      reason: expect.any(String),
    });
  });
});

describe("askOf", () => {
  it.each([
    ["the title", "Set a part size", "I tried all. Does it work?", "Set a part size"],
    ["the questions", "", "I use v2.\nHow do I retry? It is slow.\nThanks", "How do I retry?"],
    ["all of a post without a question", "", "retries in v2", "retries in v2"],
  ])("takes %s", (_, title, text, ask) => {
    expect(askOf(title, text)).toBe(ask);
  });

  it("knows an ask that points at something said before", () => {
    expect(pointsElsewhere("Does it support streams?")).toBe(true);
    expect(pointsElsewhere("Do uploads support streams?")).toBe(false);
  });
});

describe("quotablesOf", () => {
  it("leaves out tables, links' targets and the marks of lists", () => {
    expect(quotablesOf(passage.text).map(({ shown }) => shown)).toEqual([
      "Files over 1 GB are sent in parts.",
      "See limits for more.",
      "Set the **part size** of an upload with `partSize`:",
      "```ts\nupload(file, { partSize: 100 });\n```",
    ]);
  });
});
