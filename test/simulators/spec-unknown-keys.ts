import { resolve } from "./spec-operations.ts";
import type { OpenApiDescription } from "./spec-schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** What an object may hold, over all branches of its schema. */
type Shape = {
  readonly properties: ReadonlyMap<string, readonly Json[]>;
  readonly items: readonly Json[];
  /** A branch takes any key: nothing can be said. */
  readonly open: boolean;
};

const shapesOf = new WeakMap<OpenApiDescription, WeakMap<Json, Shape>>();

/**
 * Finds the pointer of a key that no branch of the schema names. JSON schema lets unknown keys pass, and
 * a misspelt key is then silently without effect. Branches are taken together, so that a key of
 * another branch passes: better to miss one than to accuse wrongly.
 */
export function createUnknownKeyFinder(
  description: OpenApiDescription,
  schemaPointer: string,
  harmless: ReadonlySet<string>,
): (value: unknown) => string | undefined {
  const { definition } = resolve(description, "", { $ref: decodeURIComponent(schemaPointer) });
  return (value) => search(description, [definition], value, "", harmless);
}

function search(
  description: OpenApiDescription,
  schemas: readonly Json[],
  value: unknown,
  at: string,
  harmless: ReadonlySet<string>,
): string | undefined {
  if (value === null || typeof value !== "object") return undefined;
  const shapes = schemas.map((schema) => shapeOf(description, schema));
  if (Array.isArray(value)) {
    const items = shapes.flatMap((shape) => shape.items);
    return firstFound(value.entries(), ([i, item]) =>
      search(description, items, item, `${at}/${i}`, harmless),
    );
  }
  if (shapes.length === 0 || shapes.some((shape) => shape.open)) return undefined;
  return firstFound(Object.entries(value), ([key, inner]) => {
    const below = shapes.flatMap((shape) => shape.properties.get(key) ?? []);
    if (below.length === 0) return harmless.has(key) ? undefined : `${at}/${key}`;
    return search(description, below, inner, `${at}/${key}`, harmless);
  });
}

function firstFound<T>(items: Iterable<T>, look: (item: T) => string | undefined) {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function shapeOf(description: OpenApiDescription, schema: Json): Shape {
  let cache = shapesOf.get(description);
  if (!cache) {
    cache = new WeakMap();
    shapesOf.set(description, cache);
  }
  const known = cache.get(schema);
  if (known) return known;
  const properties = new Map<string, Json[]>();
  const items: Json[] = [];
  const open = collect(description, schema, properties, items, new Set());
  const shape = { properties, items, open };
  cache.set(schema, shape);
  return shape;
}

function collect(
  description: OpenApiDescription,
  schema: Json,
  properties: Map<string, Json[]>,
  items: Json[],
  seen: Set<Json>,
): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  for (const [key, below] of Object.entries((schema["properties"] ?? {}) as Json)) {
    properties.set(key, [...(properties.get(key) ?? []), below as Json]);
  }
  if (isObject(schema["items"])) items.push(schema["items"]);
  const branches = ["anyOf", "oneOf", "allOf"].flatMap((key) => (schema[key] ?? []) as Json[]);
  if (schema["$ref"] !== undefined) branches.push(resolve(description, "", schema).definition);
  const open = branches.map((branch) => collect(description, branch, properties, items, seen));
  return open.includes(true) || takesAnyKey(schema, branches.length > 0);
}

function takesAnyKey(schema: Json, hasBranches: boolean): boolean {
  const extra = schema["additionalProperties"];
  if (extra === true || isObject(extra)) return true;
  if (schema["patternProperties"] !== undefined) return true;
  if (schema["properties"] !== undefined || hasBranches) return false;
  const types = [schema["type"]].flat();
  return types.includes("object") || (types.includes(undefined) && schema["enum"] === undefined);
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
