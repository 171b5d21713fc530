import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFacts, withoutRequestIds } from "../../src/triage/issues/facts.ts";

describe("readFacts", () => {
  it.each([
    ["TypeError: fetch failed", true],
    ["connect ECONNREFUSED 127.0.0.1:80", true],
    ["HTTP 429", true],
    ["status code: 500", true],
    ["429 Too Many Requests", true],
    ["error: something", true],
    ["Traceback (most recent call last):", true],
    ["There is an error somewhere", false],
    ["I have 500 files", false],
    ["See chapter 404", false],
  ])("%j is an error line: %s", (line, is) => {
    expect(readFacts(`before\n${line}\nafter`).errors).toEqual(is ? [line] : []);
  });

  it.each([
    ["sdk 4.2.0 on Linux", ["sdk 4.2.0"]],
    ["Node v22.1.0", ["Node v22.1.0"]],
    ["@acme/sdk@4.2.0", ["@acme/sdk@4.2.0"]],
    ["pi is 3.14", []],
    ["3.14", []],
    ["1.2.3-beta.1", ["1.2.3-beta.1"]],
  ])("reads versions off %j", (text, versions) => {
    expect(readFacts(text).versions).toEqual(versions);
  });

  it("keeps code blocks whole, an unclosed one too, and request ids", () => {
    const facts = readFacts("```js\na\n```\ntext req_0123456789\n```\nb");
    expect(facts.code).toEqual(["a", "b"]);
    expect(facts.requestIds).toEqual(["req_0123456789"]);
  });

  it("takes request ids out where outsiders read, and nothing else", () => {
    const text = "POST /v1/jobs failed with req_0123456789abcdef (thread-safety of file-uploads)";
    expect(withoutRequestIds(text)).toBe(
      "POST /v1/jobs failed with [request id] (thread-safety of file-uploads)",
    );
  });

  it("says each thing once, and no more than was asked for", () => {
    const many = Array.from({ length: 9 }, (_, n) => `error: ${n}`).join("\n");
    expect(readFacts(`${many}\n${many}`).errors).toHaveLength(5);
    expect(readFacts("HTTP 500\nHTTP 500").errors).toEqual(["HTTP 500"]);
  });

  it("reads only what stands there, and quickly", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { errors, versions, code, requestIds } = readFacts(text);
        for (const fact of [...errors, ...versions, ...code, ...requestIds]) {
          expect(text).toContain(fact);
        }
      }),
    );
    const started = performance.now();
    readFacts("a.1 ".repeat(10_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
