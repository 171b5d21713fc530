import type { OpenApiDescription } from "./spec-schemas.ts";

type Json = { [key: string]: unknown };

/**
 * Brings a description into the 2020 dialect: `nullable` becomes a type among others, and
 * examples go, which only cost memory.
 */
export function toDialect2020(description: OpenApiDescription): OpenApiDescription {
  return rewrite(description, (schema) => {
    if (typeof schema["exclusiveMinimum"] === "boolean") delete schema["exclusiveMinimum"];
    if (typeof schema["exclusiveMaximum"] === "boolean") delete schema["exclusiveMaximum"];
    if (typeof schema["nullable"] !== "boolean") return schema;
    const { nullable, ...rest } = schema;
    return nullable ? orNull(rest) : rest;
  });
}

function orNull(schema: Json): Json {
  const type = schema["type"];
  if (type === undefined) return { anyOf: [{ type: "null" }, schema] };
  const types = [type].flat();
  const list = schema["enum"];
  const values = Array.isArray(list) ? { enum: [...new Set([...list, null])] } : {};
  return { ...schema, type: [...new Set([...types, "null"])], ...values };
}

/** OpenAI's unions overlap: a valid request often matches two branches of a `oneOf`. */
export function loosenUnions(description: OpenApiDescription): OpenApiDescription {
  return rewrite(description, (schema) => {
    if (!Array.isArray(schema["oneOf"]) || schema["anyOf"] !== undefined) return schema;
    const { oneOf, ...rest } = schema;
    return { ...rest, anyOf: oneOf };
  });
}

const PERMISSION_BITS = new Set(["default_member_permissions", "allow", "deny", "permissions"]);
const BOT_CONTENT_LIMIT = 2_000;

/**
 * Discord's description calls permission bits integers where its documentation and its libraries
 * send strings, and allows 4,000 characters where a bot may send 2,000.
 */
export function mendDiscord(description: OpenApiDescription): OpenApiDescription {
  return rewrite(description, (schema) => {
    const properties = schema["properties"];
    if (!isObject(properties)) return schema;
    for (const [name, value] of Object.entries(properties)) {
      if (!isObject(value)) continue;
      const types = [value["type"]].flat();
      if (PERMISSION_BITS.has(name) && types.includes("integer")) {
        properties[name] = { anyOf: [value, { type: "string", pattern: "^[0-9]+$" }] };
      }
      if (name === "content" && value["maxLength"] === 4_000 && types.includes("null")) {
        properties[name] = { ...value, maxLength: BOT_CONTENT_LIMIT };
      }
    }
    return schema;
  });
}

// Under these keys the names are free: a property called `nullable` is not the keyword.
const MAPS_OF_SCHEMAS = new Set(["properties", "patternProperties", "schemas", "$defs"]);

function rewrite(description: OpenApiDescription, change: (schema: Json) => Json) {
  return walk(description as unknown as Json, change, false) as unknown as OpenApiDescription;
}

function walk(value: unknown, change: (schema: Json) => Json, isMap: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, change, false));
  if (!isObject(value)) return value;
  const copy: Json = {};
  for (const [key, inner] of Object.entries(value)) {
    const isData = !isMap && ["example", "examples", "default", "enum", "const"].includes(key);
    if (isData && key.startsWith("example")) continue;
    copy[key] = isData ? inner : walk(inner, change, !isMap && MAPS_OF_SCHEMAS.has(key));
  }
  return isMap ? copy : change(copy);
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
