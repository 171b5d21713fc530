import { z } from "zod";
import { Failure } from "./failure.ts";

export type JsonSchema = { readonly [key: string]: unknown };

const MAX_PROPERTIES = 5_000;
const MAX_DEPTH = 10;
const MAX_ENUM_VALUES = 1_000;
const UNSUPPORTED = ["oneOf", "allOf", "not", "if", "then", "else", "patternProperties"];

const Node = z.record(z.string(), z.unknown());

/** Refuses what structured outputs refuse in strict mode, in OpenAI's words. */
export function refuseLaxSchema(name: string, schema: JsonSchema): void {
  const counts = { properties: 0, enumValues: 0 };
  const refuse = (path: readonly string[], what: string): never => {
    const context = `In context=(${path.map((part) => `'${part}'`).join(", ")}), ${what}`;
    throw new Failure(400, `Invalid schema for response_format '${name}': ${context}`, {
      param: "text.format.schema",
      code: "invalid_json_schema",
    });
  };

  function visit(node: JsonSchema, path: readonly string[], depth: number): void {
    if (depth > MAX_DEPTH) refuse(path, `schema exceeds ${MAX_DEPTH} levels of nesting.`);
    for (const key of UNSUPPORTED) if (key in node) refuse(path, `'${key}' is not permitted.`);
    if (Array.isArray(node["enum"])) counts.enumValues += node["enum"].length;
    const properties = Node.safeParse(node["properties"]).data;
    if (node["type"] === "object" || properties) visitObject(node, properties ?? {}, path, depth);
    const items = Node.safeParse(node["items"]).data;
    if (items) visit(items, [...path, "items"], depth + 1);
    for (const [at, option] of listOf(node["anyOf"]).entries()) {
      visit(option, [...path, "anyOf", String(at)], depth + 1);
    }
    for (const [key, definition] of Object.entries(Node.safeParse(node["$defs"]).data ?? {})) {
      visit(Node.parse(definition), [...path, "$defs", key], depth);
    }
  }

  function visitObject(
    node: JsonSchema,
    properties: JsonSchema,
    path: readonly string[],
    depth: number,
  ): void {
    if (node["additionalProperties"] !== false) {
      refuse(path, "'additionalProperties' is required to be supplied and to be false.");
    }
    const required = z.array(z.string()).safeParse(node["required"]).data ?? [];
    for (const [key, value] of Object.entries(properties)) {
      counts.properties += 1;
      if (!required.includes(key)) {
        refuse(
          path,
          `'required' is required to be supplied and to be an array including every key in properties. Missing '${key}'.`,
        );
      }
      visit(Node.parse(value), [...path, "properties", key], depth + 1);
    }
  }

  if (schema["type"] !== "object" || "anyOf" in schema) {
    refuse(
      [],
      `schema must be a JSON Schema of 'type: "object"', got 'type: "${schema["type"]}"'.`,
    );
  }
  visit(schema, [], 1);
  if (counts.properties > MAX_PROPERTIES) refuse([], "schema has too many properties.");
  if (counts.enumValues > MAX_ENUM_VALUES) refuse([], "schema has too many enum values.");
}

function listOf(value: unknown): JsonSchema[] {
  return z.array(Node).safeParse(value).data ?? [];
}
