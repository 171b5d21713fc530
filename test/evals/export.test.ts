import { describe, expect, it } from "vitest";
import { pick } from "../../src/cli/eval/export-fine-tune.ts";
import { BehaviorCase, toBehaviorCase } from "../../src/evals/export/behavior-case.ts";
import { mayTrain } from "../../src/evals/export/may-train.ts";
import { CLASSIFY_PROMPT } from "../../src/integrations/openai/classifier.ts";
import { ClassifyAnswer } from "../../src/integrations/openai/classify-schema.ts";
import { loadPrompt } from "../../src/integrations/openai/prompt.ts";
import type { ReviewedTicket } from "../../src/triage/review/reviewed.ts";
import { aClassification } from "../fakes/samples.ts";

function aTicket(overrides: Partial<ReviewedTicket> = {}): ReviewedTicket {
  return {
    ticketId: "t",
    code: "SB-7",
    source: "discord",
    placeId: "forum",
    tags: [],
    title: "It ignores the schema",
    messages: ["It ignores the schema."],
    labels: null,
    silence: null,
    outcome: null,
    corrected: false,
    classification: null,
    repository: null,
    reporters: 3,
    reviewedAt: null,
    ...overrides,
  };
}

describe("a report about what a model outputs", () => {
  it("becomes a case from a form's details, and from what people write", () => {
    const form = [
      "model: gpt-5-mini-2025-08-07",
      "prompt: List three colours.\nAs JSON.",
      "what you expected: an array",
      "**Actual**: a sentence",
      "rate: 4 of 10",
    ].join("\n");
    const made = toBehaviorCase(aTicket({ messages: ["With temperature=0.2, top_p: 1.", form] }));
    expect(BehaviorCase.parse(made)).toEqual({
      id: "SB-7",
      title: "It ignores the schema",
      model: "gpt-5-mini-2025-08-07",
      parameters: { temperature: 0.2, top_p: 1 },
      prompt: "List three colours.\nAs JSON.",
      expected: "an array",
      actual: "a sentence",
      rate: "4 of 10",
      category: null,
      since: null,
      reports: 3,
      missing: [],
    });
  });

  it("finds a prompt in its block, a model by its name, and makes nothing up", () => {
    const text = "Since yesterday o3-mini does this.\n\nMy prompt is\n```\nSay hello.\n```\n";
    expect(toBehaviorCase(aTicket({ messages: [text] }))).toMatchObject({
      model: "o3-mini",
      prompt: "Say hello.",
      expected: null,
      actual: null,
      parameters: {},
      missing: ["actual", "expected"],
    });
    expect(toBehaviorCase(aTicket()).missing).toEqual(["model", "prompt", "actual", "expected"]);
  });
});

describe("what may be trained on", () => {
  it.each([
    { source: "github", consented: false, permitted: false, may: true },
    { source: "form", consented: false, permitted: false, may: true },
    { source: "staff", consented: false, permitted: false, may: true },
    { source: "discord", consented: false, permitted: false, may: false },
    // A person's consent is not Discord's permission.
    { source: "discord", consented: true, permitted: false, may: false },
    { source: "discord", consented: false, permitted: true, may: false },
    { source: "discord", consented: true, permitted: true, may: true },
    { source: "forum", consented: false, permitted: true, may: false },
    { source: "forum", consented: true, permitted: false, may: true },
    { source: "toString", consented: false, permitted: false, may: false },
  ])("$source, consented $consented, permitted $permitted: $may", ({ source, may, ...given }) => {
    expect(mayTrain(source, given).may).toBe(may);
  });

  it("is refused with the reason", () => {
    const refused = mayTrain("discord", { consented: false, permitted: false });
    expect(refused).toMatchObject({ why: expect.stringContaining("developer policy forbids") });
  });
});

describe("a line to fine-tune on", () => {
  const post = {
    title: "Upload hangs",
    text: "It hangs since 2.4.",
    tags: ["uploads"],
    kind: "bug" as const,
    lane: "open" as const,
    area: "uploads",
    consented: false,
    classification: aClassification({ kind: "question", missing: ["version"] }),
  };
  const areas = [{ name: "uploads", description: "Files", keywords: [] }];

  it("is the production prompt and question, with the answer that people settled on", () => {
    const { lines, refused } = pick([{ ...post, source: "github" }], areas, false);
    expect(refused.size).toBe(0);
    const [system, user, assistant] = lines[0]?.messages ?? [];
    expect(system).toEqual({ role: "system", content: loadPrompt(CLASSIFY_PROMPT).text });
    expect(JSON.parse(user?.content ?? "")).toMatchObject({
      areas: [{ name: "uploads", description: "Files" }],
      post: { title: "Upload hangs", text: "It hangs since 2.4." },
    });
    const answer = ClassifyAnswer.parse(JSON.parse(assistant?.content ?? ""));
    expect(answer).toMatchObject({
      kind: "bug",
      area: "uploads",
      confidence: 1,
      missing: ["version"],
    });
    // The order in which a model writes is the schema's.
    expect(Object.keys(answer)).toEqual(Object.keys(ClassifyAnswer.shape));
  });

  it("is filled in by the offline engine where only the labels are known", () => {
    const { lines } = pick(
      [{ ...post, source: "staff", classification: null, area: "else" }],
      areas,
      false,
    );
    const answer = ClassifyAnswer.parse(JSON.parse(lines[0]?.messages[2]?.content ?? ""));
    expect(answer).toMatchObject({ kind: "bug", area: "unknown", language: "en" });
    expect(answer.title).not.toBe("");
  });

  it("is never made of Discord's text by itself, and the count says why", () => {
    const { lines, refused } = pick(
      [
        { ...post, source: "discord" },
        { ...post, source: "discord", consented: true },
      ],
      areas,
      false,
    );
    expect(lines).toEqual([]);
    expect([...refused]).toEqual([[expect.stringContaining("Discord"), 2]]);
  });
});
