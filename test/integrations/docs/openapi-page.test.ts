import { describe, expect, it } from "vitest";
import { indexedPassagesOf } from "./a-page.ts";

const PETS = `openapi: 3.1.0
info: { title: Pets }
paths:
  /pets/{id}:
    parameters:
      - { $ref: '#/components/parameters/Id' }
    get:
      operationId: getPet
      summary: Get a pet
      responses:
        '404': { $ref: '#/components/responses/Missing' }
    put:
      summary: Change a pet
      deprecated: true
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Pet' }
      responses:
        '413': { description: Too heavy }
components:
  parameters:
    Id: { name: id, in: path, required: true, description: Which pet, schema: { type: string, maxLength: 22 } }
  responses:
    Missing: { description: No such pet }
  schemas:
    Pet:
      type: object
      required: [name]
      allOf: [{ $ref: '#/components/schemas/Named' }]
      properties:
        weight: { type: number, maximum: 80, default: 4 }
        kind: { enum: [cat, dog] }
        friends: { type: array, items: { $ref: '#/components/schemas/Pet' } }
        owner: { $ref: '#/components/schemas/Owner' }
    Named: { properties: { name: { type: string, description: What it is called } } }
    Owner: { type: object, properties: { mail: { type: string, format: email } } }
`;

describe("an OpenAPI description", () => {
  it("gives one passage an operation, with parameters and errors, references resolved", async () => {
    const [get, put, ...others] = await indexedPassagesOf({ page: "pets.yaml", text: PETS });
    expect(others).toEqual([]);
    expect(get).toMatchObject({
      breadcrumbs: ["Pets", "Get a pet"],
      url: "pets.yaml#getPet",
      line: 4,
    });
    expect(get?.text).toBe(
      "`GET /pets/{id}`\n\nParameters:\n- `id` (path, required, string, longest 22): Which pet\n\nResponses:\n- 404: No such pet",
    );
    expect(put?.text.split("\n")).toEqual(
      expect.arrayContaining([
        "`PUT /pets/{id}` (deprecated)",
        "- `name` (string): What it is called",
        "- `weight` (number, default 4, at most 80)",
        "- `kind` (one of cat, dog)",
        "- `owner.mail` (string, email)",
        "- 413: Too heavy",
      ]),
    );
  });

  it("may be JSON, or an old Swagger", async () => {
    const swagger = {
      swagger: "2.0",
      info: { title: "Old pets", version: "1" },
      paths: {
        "/pets": {
          post: {
            parameters: [
              { name: "dry", in: "query", type: "boolean" },
              { name: "pet", in: "body", schema: { $ref: "#/definitions/Pet" } },
            ],
            responses: { 400: { description: "Bad pet" } },
          },
        },
      },
      definitions: { Pet: { properties: { name: { type: "string" } } } },
    };
    const text = JSON.stringify(swagger, null, 2);
    const [post] = await indexedPassagesOf({ page: "pets.json", text });
    expect(post?.breadcrumbs).toEqual(["Old pets", "POST /pets"]);
    expect(post?.text).toContain("- `dry` (query, boolean)");
    expect(post?.text).toContain("- `name` (string)");
    expect(post?.text).toContain("- 400: Bad pet");
  });

  it("follows no reference out of the file", async () => {
    const text = PETS.replace(
      "'#/components/responses/Missing'",
      "'http://127.0.0.1:1/x.yaml'",
    ).replace("'#/components/parameters/Id'", "'/etc/passwd'");
    const [get] = await indexedPassagesOf({ page: "pets.yaml", text });
    expect(get?.text).toContain("`GET /pets/{id}`");
    expect(get?.text).not.toContain("root:");
  });

  it("is read as text when it is broken", async () => {
    const text = `${PETS}  broken: [`;
    const found = await indexedPassagesOf({ page: "pets.yaml", text });
    expect(found.map((passage) => passage.text).join("\n")).toContain("Which pet");
  });
});
