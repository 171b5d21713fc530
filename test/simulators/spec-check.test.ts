import { describe, expect, it } from "vitest";
import { createSpecChecker } from "./spec-check.ts";
import { loosenUnions, mendDiscord, toDialect2020 } from "./spec-quirks.ts";
import type { OpenApiDescription } from "./spec-schemas.ts";

const id = {
  name: "id",
  in: "path",
  required: true,
  schema: { type: "string", pattern: "^\\d+$" },
};

function aDescription(): OpenApiDescription {
  return {
    paths: {
      "/notes": {
        get: {
          parameters: [
            { name: "limit", in: "query", schema: { type: "integer", maximum: 100 } },
            { name: "tag", in: "query", schema: { type: "array", items: { type: "string" } } },
            { $ref: "#/components/parameters/state" },
          ],
          responses: { 200: { content: { "application/json": { schema: { type: "array" } } } } },
        },
        post: {
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: "#/components/schemas/Note" } } },
          },
        },
      },
      "/notes/{id}": { parameters: [id], get: {}, delete: {} },
      "/notes/@mine": { get: {} },
      "/labels/{name}": { get: {} },
    },
    components: {
      parameters: { state: { name: "state", in: "query", schema: { enum: ["open", "closed"] } } },
      schemas: {
        Note: {
          type: "object",
          required: ["title"],
          properties: {
            title: { type: "string", maxLength: 10 },
            body: { anyOf: [{ type: "string" }, { $ref: "#/components/schemas/Rich" }] },
            meta: { type: "object", additionalProperties: true },
          },
        },
        Rich: { type: "object", properties: { html: { type: "string" } } },
      },
    },
  };
}

function aChecker(overrides: { slashesInPath?: boolean; refuseUnknownKeys?: boolean } = {}) {
  return createSpecChecker({ name: "notes", load: aDescription, ...overrides });
}

describe("createSpecChecker", () => {
  it.each([
    { what: "a list", method: "GET", path: "/notes", query: "limit=5&tag=a&tag=b&state=open" },
    { what: "one of a list", method: "GET", path: "/notes", query: "tag=a" },
    { what: "a path parameter", method: "DELETE", path: "/notes/12", query: "" },
    { what: "a literal before a parameter", method: "GET", path: "/notes/@mine", query: "" },
  ])("allows $what", ({ method, path, query }) => {
    const verdict = aChecker().check(method, path, new URLSearchParams(query));
    expect(verdict).toMatchObject({ type: "ok" });
  });

  it.each([
    { what: "a number out of range", method: "GET", path: "/notes", query: "limit=500" },
    { what: "a word for a number", method: "GET", path: "/notes", query: "limit=many" },
    { what: "a value off the list", method: "GET", path: "/notes", query: "state=ajar" },
    { what: "a wrong id", method: "GET", path: "/notes/x", query: "" },
  ])("refuses $what", ({ method, path, query }) => {
    const verdict = aChecker().check(method, path, new URLSearchParams(query));
    expect(verdict).toMatchObject({ type: "violation" });
  });

  it.each([
    { body: { title: "ok", body: null }, message: "body/body must be" },
    { body: { title: "much too long" }, message: "body/title must NOT have more than 10" },
    { body: {}, message: "body must have required property 'title'" },
    { body: undefined, message: "body is missing" },
  ])("says what is wrong with $body", ({ body, message }) => {
    const verdict = aChecker().check("POST", "/notes", {}, {}, body);
    expect(verdict).toMatchObject({ type: "violation", operation: "POST /notes" });
    expect(verdict.type === "violation" && verdict.message).toContain(message);
  });

  it("refuses a body where none is taken", () => {
    expect(aChecker().check("DELETE", "/notes/1", {}, {}, {})).toMatchObject({
      type: "violation",
      message: "takes no body",
    });
  });

  it.each([
    { body: { title: "a", titel: "b" }, message: "body/titel is not described" },
    { body: { title: "a", body: { htlm: "" } }, message: "body/body/htlm is not described" },
  ])("names the unknown key in $body when asked to", ({ body, message }) => {
    expect(aChecker().check("POST", "/notes", {}, {}, body)).toMatchObject({ type: "ok" });
    const strict = aChecker({ refuseUnknownKeys: true });
    expect(strict.check("POST", "/notes", {}, {}, body)).toMatchObject({ message });
  });

  it("lets any key pass where the description does", () => {
    const strict = aChecker({ refuseUnknownKeys: true });
    const body = { title: "a", meta: { anything: 1 } };
    expect(strict.check("POST", "/notes", {}, {}, body)).toMatchObject({ type: "ok" });
  });

  it("takes slashes in the last path parameter only when told", () => {
    expect(aChecker().check("GET", "/labels/a/b", {})).toMatchObject({ type: "undescribed" });
    const loose = aChecker({ slashesInPath: true });
    expect(loose.check("GET", "/labels/a/b", {})).toMatchObject({ type: "ok" });
    expect(aChecker().check("GET", "/labels/a%2Fb", {})).toMatchObject({ type: "ok" });
  });

  it("counts what it saw, and lists each undescribed path once", () => {
    const checker = aChecker();
    checker.check("GET", "/notes/1", {});
    checker.check("GET", "/notes/x", {});
    checker.check("PUT", "/notes/1", {});
    checker.check("PUT", "/notes/2", {});
    expect(checker.stats()).toEqual({
      requestsChecked: 2,
      violations: [
        {
          api: "notes",
          operation: "GET /notes/{id}",
          message: expect.stringContaining("path parameter id"),
        },
      ],
      undescribed: ["PUT /notes/{}"],
    });
  });

  it("checks answers too", () => {
    expect(aChecker().checkResponse("GET", "/notes", 200, [])).toBeUndefined();
    expect(aChecker().checkResponse("GET", "/notes", 200, {})).toContain("must be array");
    expect(aChecker().checkResponse("GET", "/notes", 418, [])).toContain("418");
  });
});

describe("quirks", () => {
  function accepts(schema: object, mend: (d: OpenApiDescription) => OpenApiDescription) {
    const content = { "application/json": { schema } };
    const description = { paths: { "/x": { post: { requestBody: { content } } } } };
    const checker = createSpecChecker({ name: "x", load: () => mend(description) });
    return (body: unknown) => checker.check("POST", "/x", {}, {}, body).type === "ok";
  }

  it("reads nullable as a type union, also on a property of that name", () => {
    const allows = accepts(
      {
        properties: {
          a: { type: "string", nullable: true, enum: ["x"] },
          b: { allOf: [{ type: "string" }], nullable: true },
          nullable: { type: "boolean" },
        },
      },
      toDialect2020,
    );
    expect(allows({ a: null, b: null, nullable: true })).toBe(true);
    expect(allows({ a: "y" })).toBe(false);
    expect(allows({ nullable: "no" })).toBe(false);
  });

  it("lets a value match two branches of a union after loosening", () => {
    const schema = { oneOf: [{ type: "string" }, { type: "string", minLength: 1 }] };
    expect(accepts(schema, (d) => d)("a")).toBe(false);
    expect(accepts(schema, loosenUnions)("a")).toBe(true);
  });

  it("lets permission bits be strings and holds a bot to 2,000 characters", () => {
    const allows = accepts(
      {
        properties: {
          allow: { type: ["integer", "null"] },
          content: { type: ["string", "null"], maxLength: 4_000 },
        },
      },
      mendDiscord,
    );
    expect(allows({ allow: "2048", content: "a".repeat(2_000) })).toBe(true);
    expect(allows({ allow: "many" })).toBe(false);
    expect(allows({ content: "a".repeat(2_001) })).toBe(false);
  });
});
