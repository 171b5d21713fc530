import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  classifyOffline,
  createOfflineClassifier,
} from "../../../src/integrations/offline/classifier.ts";
import { shippedModel } from "../../../src/integrations/offline/model.ts";
import { Classification } from "../../../src/triage/model/classification.ts";
import { Detail } from "../../../src/triage/model/details.ts";
import type { ClassifyInput } from "../../../src/triage/ports/engines.ts";

const areas = [
  { name: "billing", description: "money", keywords: ["invoice", "refund", "credit card"] },
  { name: "file-storage", description: "uploads and downloads", keywords: ["upload", "bucket"] },
];

function classified(overrides: Partial<ClassifyInput>) {
  return classifyOffline({ title: "", text: "", areas, tags: [], ...overrides }, shippedModel());
}

describe("the offline classifier", () => {
  it.each([
    {
      kind: "bug",
      title: "Export hangs at 99 % since the update to 3.2",
      text: "It worked in 3.1. Now it never finishes and the worker crashes.",
    },
    {
      kind: "feature",
      title: "Feature request: dark mode",
      text: "It would be great to have a dark mode. Please add one.",
    },
    {
      kind: "docs",
      title: "Typo in the quickstart guide",
      text: "The docs say `instal`, it should be `install`.",
    },
    {
      kind: "question",
      title: "How do I rotate a key?",
      text: "Is there a way to do it without downtime? Thanks in advance.",
    },
    { kind: "other", title: "", text: "thanks, works now!" },
    {
      kind: "model-behavior",
      title: "Model ignores my instructions",
      text: "I told it to reply in JSON and it keeps adding a sentence. It also makes up links that do not exist.",
    },
  ])("tells a $kind", ({ kind, title, text }) => {
    expect(classified({ title, text }).kind).toBe(kind);
  });

  it.each([
    ["account", "I was charged twice, please refund me"],
    ["account", "my account got suspended for no reason"],
    ["account", "You exceeded your current quota, please check your plan and billing details"],
    ["account", "Mein Konto wurde gesperrt"],
    ["security", "I can see the files of other users"],
    ["security", "found a vulnerability, where can I report it?"],
    ["care", "i want to kill myself"],
    ["care", "my lawyer will contact you"],
    ["open", "How do I paginate?"],
  ])("puts into lane %s: %s", (lane, text) => {
    expect(classified({ text }).lane).toBe(lane);
  });

  it("takes the stricter lane when a post speaks of two", () => {
    const text = "I was charged twice and I can see invoices of other customers";
    expect(classified({ text }).lane).toBe("security");
  });

  it("names the area by its keywords, and says when there is none", () => {
    expect(classified({ title: "Uploads fail", text: "The bucket is full" }).area).toBe(
      "file-storage",
    );
    expect(classified({ text: "where is my invoice" }).area).toBe("billing");
    expect(classified({ text: "something else" }).area).toBe("unknown");
  });

  it.each([
    ["en", "How do I use this with a proxy? It does not work for me."],
    ["de", "Ich habe eine Frage: wie kann ich das mit einem Proxy nutzen?"],
    ["es", "Hola, no puedo usar la API con un proxy, ¿alguien sabe cómo?"],
    ["ja", "プロキシで使う方法を教えてください"],
    ["ru", "Подскажите, как это настроить?"],
    ["und", "```\n1 + 1\n```"],
  ])("recognises %s", (language, text) => {
    expect(classified({ text }).language).toBe(language);
  });

  it.each([
    ["[BUG] Upload fails with 413, please help!!", "Upload fails with 413"],
    ["HELP!", "The upload fails with 413 for files over 10 MB"],
    ["IMPORT OF LARGE CSV FILES FAILS", "Import of large CSV files fails"],
    ["", "The upload fails with 413 for files over 10 MB"],
  ])("writes a maintainer's title for %j", (title, expected) => {
    const text = "Hi everyone!\nThe upload fails with 413 for files over 10 MB.";
    expect(classified({ title, text }).title.toLowerCase()).toBe(expected.toLowerCase());
  });

  it("lists what is missing of a thin bug report, and nothing that is there", () => {
    const thin = classified({
      title: "Export crashes",
      text: "The export crashes since yesterday.",
    });
    expect(thin.kind).toBe("bug");
    expect(thin.missing).toContain("version");
    expect(thin.missing).toContain("code");
    expect(thin.missing).not.toContain("since");
    for (const name of thin.missing) expect(Detail.options).toContain(name);
  });

  it("answers through the port, with its stamp and without a call", async () => {
    const answer = await createOfflineClassifier().classify({
      title: "",
      text: "hi",
      areas,
      tags: [],
    });
    expect(answer).toMatchObject({ type: "classified", call: null });
    if (answer.type !== "classified") throw new Error("the offline engine never fails");
    expect(answer.classification.stamp).toMatchObject({
      engine: "offline",
      model: shippedModel().version,
    });
  });

  it("survives whatever is thrown at it, and quotes verbatim", { timeout: 30_000 }, () => {
    const strange = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.constantFrom(
        "",
        "\0\0\0",
        "?".repeat(5_000),
        "a".repeat(50_000),
        "😀".repeat(2_000),
        "```",
        "#",
        "<!--",
        "\u202e\u200b",
        "{{}}".repeat(900),
      ),
    );
    fc.assert(
      fc.property(strange, strange, (title, text) => {
        const found = classified({ title, text });
        expect(() => Classification.parse(found)).not.toThrow();
        expect(found.title.length).toBeGreaterThan(0);
        expect(found.title.length).toBeLessThanOrEqual(80);
        for (const quote of found.evidence) expect(`${title}\n${text}`).toContain(quote);
      }),
      { numRuns: 60 },
    );
  });
});
