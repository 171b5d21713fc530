import { zodTextFormat } from "openai/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ClassifyAnswer } from "../../../src/integrations/openai/classify-schema.ts";
import { DraftAnswer } from "../../../src/integrations/openai/draft-schema.ts";
import { RerankAnswer } from "../../../src/integrations/openai/rerank-schema.ts";
import { TranslateAnswer } from "../../../src/integrations/openai/translate-schema.ts";
import { Detail, WANTED } from "../../../src/triage/model/details.ts";
import { refuseLaxSchema } from "../../simulators/openai/strict-schema.ts";

const Fields = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())),
  required: z.array(z.string()),
});

/** Looks at every field of an object; what is in its lists of objects comes back. */
function fieldsOf(schema: unknown): unknown[] {
  const { properties, required } = Fields.parse(schema);
  expect(required).toEqual(Object.keys(properties));
  return Object.entries(properties).flatMap(([name, field]) => {
    expect(field["type"], name).not.toBe("object");
    expect(String(field["description"] ?? "").length, name).toBeGreaterThan(15);
    return Fields.safeParse(field["items"]).success ? [field["items"]] : [];
  });
}

describe.each([
  { name: "classification", schema: ClassifyAnswer },
  { name: "draft", schema: DraftAnswer },
  { name: "rerank", schema: RerankAnswer },
  { name: "translation", schema: TranslateAnswer },
])("the schema of a $name", ({ name, schema }) => {
  const format = zodTextFormat<z.ZodType>(schema, name);

  it("is emitted as recorded", () => {
    expect(format.schema).toMatchSnapshot();
  });

  it("passes the vendor's strict mode, with no union but null", () => {
    expect(format.strict).toBe(true);
    expect(() => refuseLaxSchema(name, format.schema)).not.toThrow();
    const unions = JSON.stringify(format.schema).match(/"anyOf":\[[^\]]*\]/g) ?? [];
    expect(unions.every((union) => union.includes('{"type":"null"}'))).toBe(true);
  });

  it("has nothing optional, guides by a description on every field, and is no deeper than one list of plain rows", () => {
    for (const rows of fieldsOf(format.schema)) expect(fieldsOf(rows)).toEqual([]);
  });
});

describe("the classification", () => {
  it("is flat", () => {
    expect(fieldsOf(zodTextFormat(ClassifyAnswer, "classification").schema)).toEqual([]);
  });

  it("is written evidence first, confidence last", () => {
    const order = Object.keys(ClassifyAnswer.shape);
    expect(order[0]).toBe("evidence");
    expect(order.indexOf("kind")).toBeLessThan(order.indexOf("title"));
    expect(order.slice(-2)).toEqual(["confidence", "laneConfidence"]);
  });

  it("can name every detail that a team may want", () => {
    const wanted = new Set(Object.values(WANTED).flat());
    expect([...wanted].toSorted()).toEqual(Detail.options.toSorted());
  });
});

describe("the draft", () => {
  it("is written evidence first, in each claim as well, confidence last", () => {
    const { shape } = DraftAnswer;
    expect(Object.keys(shape)).toEqual([
      "contradictions",
      "claims",
      "unanswered",
      "clarify",
      "confidence",
    ]);
    expect(Object.keys(shape.claims.element.shape)).toEqual(["passageIds", "quote", "text"]);
  });
});
