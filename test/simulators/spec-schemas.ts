import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { escapePointer, type Operation, resolve } from "./spec-operations.ts";
import { createUnknownKeyFinder } from "./spec-unknown-keys.ts";

type Json = Readonly<Record<string, unknown>>;

/** As much of an OpenAPI file as is read here. */
export type OpenApiDescription = {
  readonly paths: Readonly<Record<string, Json>>;
  readonly components?: Json;
};

export type Validate = {
  request(
    pathParams: ReadonlyMap<string, string>,
    query: ReadonlyMap<string, readonly string[]>,
    body: unknown,
  ): string | undefined;
  response(status: number, body: unknown): string | undefined;
};

/** Whether keys that no schema names are refused, and which of them are let through all the same. */
export type UnknownKeys = "allowed" | { readonly harmless: ReadonlySet<string> };

type Check = (value: unknown) => string | undefined;

const strictOf = new WeakMap<OpenApiDescription, Ajv2020>();
const coercingOf = new WeakMap<OpenApiDescription, Ajv2020>();

/** Compiles what one operation allows: path, query, body, and lazily its answers. */
export function compileOperation(
  description: OpenApiDescription,
  operation: Operation,
  unknownKeys: UnknownKeys,
): Validate {
  const inPath = new Map<string, Check>();
  const inQuery = new Map<string, { check: Check; required: boolean }>();
  for (const { pointer, definition } of operation.parameters) {
    const name = String(definition["name"]);
    const check = compileParameter(description, pointer, definition);
    if (definition["in"] === "path") inPath.set(name, check);
    if (definition["in"] === "query") {
      inQuery.set(name, { check, required: definition["required"] === true });
    }
  }
  const checkBody = compileBody(description, operation, unknownKeys);
  const responses = new Map<number, Check>();

  return {
    request(pathParams, query, body) {
      for (const [name, value] of pathParams) {
        const wrong = inPath.get(name)?.([value]);
        if (wrong !== undefined) return `path parameter ${name}: ${wrong}`;
      }
      return checkQuery(inQuery, query, unknownKeys) ?? checkBody(body);
    },

    response(status, body) {
      const check = responses.get(status) ?? compileResponse(description, operation, status);
      responses.set(status, check);
      return check(body);
    },
  };
}

function checkQuery(
  known: ReadonlyMap<string, { check: Check; required: boolean }>,
  query: ReadonlyMap<string, readonly string[]>,
  unknownKeys: UnknownKeys,
): string | undefined {
  for (const [name, values] of query) {
    const parameter = known.get(name);
    if (!parameter) {
      if (unknownKeys !== "allowed") return `query parameter ${name} is not described`;
      continue;
    }
    const wrong = parameter.check(values);
    if (wrong !== undefined) return `query parameter ${name}: ${wrong}`;
  }
  for (const [name, { required }] of known) {
    if (required && !query.has(name)) return `query parameter ${name} is missing`;
  }
  return undefined;
}

// What travels in a URL is text: numbers and lists are read from it before they are checked.
function compileParameter(description: OpenApiDescription, pointer: string, json: Json): Check {
  if (json["schema"] === undefined) return () => undefined;
  const validate = compile(description, "coercing", `${pointer}/schema`);
  return (values) => {
    const list = Array.isArray(values) ? values : [values];
    if (list.length === 1 && validate({ value: list[0] }) === true) return undefined;
    return validate({ value: [...list] }) === true ? undefined : explain(validate.errors ?? []);
  };
}

function compileBody(
  description: OpenApiDescription,
  operation: Operation,
  unknownKeys: UnknownKeys,
): Check {
  const raw = operation.definition["requestBody"];
  if (raw === undefined) return (body) => (body === undefined ? undefined : "takes no body");
  const found = resolve(description, `${operation.pointer}/requestBody`, raw as Json);
  const schema = jsonSchemaPointer(found.pointer, found.definition);
  const required = found.definition["required"] === true;
  const validate = schema && compile(description, "strict", schema);
  const findUnknown =
    schema && unknownKeys !== "allowed"
      ? createUnknownKeyFinder(description, schema, unknownKeys.harmless)
      : () => undefined;
  return (body) => {
    if (body === undefined) return required ? "body is missing" : undefined;
    if (!validate) return undefined;
    if (validate(body) !== true) return `body${explain(validate.errors ?? [])}`;
    const unknown = findUnknown(body);
    return unknown && `body${unknown} is not described`;
  };
}

function compileResponse(
  description: OpenApiDescription,
  operation: Operation,
  status: number,
): Check {
  const responses = (operation.definition["responses"] ?? {}) as Json;
  const key = [`${status}`, `${Math.floor(status / 100)}XX`, "default"].find((k) => k in responses);
  if (key === undefined) return () => `status ${status} is not described`;
  const place = `${operation.pointer}/responses/${key}`;
  const found = resolve(description, place, responses[key] as Json);
  const schema = jsonSchemaPointer(found.pointer, found.definition);
  if (schema === undefined) {
    return (body) => (body === undefined ? undefined : "answer should have no body");
  }
  const validate = compile(description, "strict", schema);
  return (body) =>
    validate(body) === true ? undefined : `answer${explain(validate.errors ?? [])}`;
}

function jsonSchemaPointer(pointer: string, definition: Json): string | undefined {
  const content = (definition["content"] ?? {}) as Readonly<Record<string, Json>>;
  const type = Object.keys(content).find((name) => /[/+]json\b/.test(name));
  if (type === undefined || content[type]?.["schema"] === undefined) return undefined;
  return `${pointer}/content/${escapePointer(type)}/schema`;
}

function compile(
  description: OpenApiDescription,
  kind: "strict" | "coercing",
  pointer: string,
): ValidateFunction {
  const cache = kind === "strict" ? strictOf : coercingOf;
  const ajv = cache.get(description) ?? createAjv(description, kind === "coercing");
  cache.set(description, ajv);
  const schema = { $ref: `description${pointer}` };
  if (kind === "strict") return ajv.compile(schema);
  // Ajv coerces inside a parent only.
  return ajv.compile({ type: "object", properties: { value: schema } });
}

function createAjv(description: OpenApiDescription, coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, coerceTypes, logger: false });
  ajv.addFormat("date-time", fullFormats["date-time"]);
  ajv.addSchema(description, "description");
  return ajv;
}

/** The error nearest to the leaves says most: a union reports one failure for each branch. */
function explain(errors: readonly ErrorObject[]): string {
  const telling = errors.filter(({ keyword }) => !["anyOf", "oneOf", "if"].includes(keyword));
  const deepest = (telling.length > 0 ? telling : errors).toSorted(
    (a, b) => depth(b.instancePath) - depth(a.instancePath),
  );
  const texts = deepest
    .filter(({ instancePath }) => instancePath === deepest[0]?.instancePath)
    .map((error) => {
      const detail = error.keyword === "enum" ? ` ${JSON.stringify(error.params)}` : "";
      return `${error.instancePath.replace(/^\/value/, "")} ${error.message ?? error.keyword}${detail}`;
    });
  return [...new Set(texts)].slice(0, 3).join("; ").slice(0, 400);
}

function depth(instancePath: string): number {
  return instancePath.split("/").length;
}
