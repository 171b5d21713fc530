import { describe, expect, it } from "vitest";
import { toTerms } from "../../../src/integrations/docs/tokens.ts";

describe("toTerms", () => {
  it.each([
    ["running tests", ["run", "test"]],
    ["client.responses.parse", ["client.responses.parse", "client", "respons", "pars"]],
    ["map_batches", ["map_batches", "map", "batch"]],
    ["mapBatches", ["mapbatches", "map", "batch"]],
    ["--max-old-space-size", ["max-old-space-size", "max", "old", "space", "size"]],
    ["ECONNRESET", ["econnreset"]],
    ["HTTP 429", ["http", "429"]],
    ["HTTPServer", ["httpserver", "http", "server"]],
    ["Größe naïve", ["größe", "naïve"]],
    ["", []],
  ])("reads %j", (text, terms) => {
    expect(toTerms(text)).toEqual(terms);
  });

  it("cuts a chain that no one would look for whole", () => {
    const terms = toTerms(`data:image/${"a".repeat(30)}.${"b".repeat(60)}`);
    expect(terms).not.toContain(expect.stringContaining("data:image"));
    expect(terms).toContain("imag");
  });
});
