import type { OpenApiDescription } from "./spec-schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** One described call: `GET /channels/{channel_id}`. */
export type Operation = {
  readonly name: string;
  /** JSON pointer of the operation inside its description. */
  readonly pointer: string;
  readonly definition: Json;
  /** Of the path and of the operation, each with the pointer to its definition. */
  readonly parameters: readonly { readonly pointer: string; readonly definition: Json }[];
};

type Found = { readonly operation: Operation; readonly pathParams: ReadonlyMap<string, string> };

type Node = {
  readonly literal: Map<string, Node>;
  param: Node | undefined;
  readonly operations: Map<string, { operation: Operation; paramNames: readonly string[] }>;
};

const METHODS = new Set(["get", "put", "post", "delete", "patch", "head", "options"]);

/** Prepares to find the operation of a request, without walking over all paths each time. */
export function readOperations(description: OpenApiDescription, slashesInPath: boolean) {
  const root = node();
  for (const [path, item] of Object.entries(description.paths)) {
    const place = `#/paths/${escapePointer(path)}`;
    for (const [method, definition] of Object.entries(item)) {
      if (!METHODS.has(method)) continue;
      const operation = toOperation(description, place, path, method, item, definition as Json);
      add(root, path, method, operation);
    }
  }

  return (method: string, path: string): Found | undefined => {
    const parts = path.split("/").filter((part) => part !== "");
    return find(root, parts, 0, [], method.toLowerCase(), slashesInPath);
  };
}

function node(): Node {
  return { literal: new Map(), param: undefined, operations: new Map() };
}

function add(root: Node, path: string, method: string, operation: Operation): void {
  let here = root;
  const paramNames: string[] = [];
  for (const part of path.split("/").filter((part) => part !== "")) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined) {
      paramNames.push(name);
      here.param ??= node();
      here = here.param;
    } else {
      const next = here.literal.get(part) ?? node();
      here.literal.set(part, next);
      here = next;
    }
  }
  here.operations.set(method, { operation, paramNames });
}

// A literal segment wins over a parameter, as servers do: `@me` before `{user_id}`.
function find(
  here: Node,
  parts: readonly string[],
  at: number,
  values: readonly string[],
  method: string,
  slashesInPath: boolean,
): Found | undefined {
  const part = parts[at];
  if (part === undefined) return finish(here, values, method);
  const next = here.literal.get(decode(part));
  const byName = next && find(next, parts, at + 1, values, method, slashesInPath);
  if (byName) return byName;
  if (!here.param) return undefined;
  const taken = [...values, decode(part)];
  const byParam = find(here.param, parts, at + 1, taken, method, slashesInPath);
  if (byParam || !slashesInPath) return byParam;
  return finish(here.param, [...values, parts.slice(at).map(decode).join("/")], method);
}

function finish(here: Node, values: readonly string[], method: string): Found | undefined {
  const entry = here.operations.get(method);
  if (!entry) return undefined;
  const pathParams = new Map(entry.paramNames.map((name, i) => [name, values[i] ?? ""]));
  return { operation: entry.operation, pathParams };
}

function toOperation(
  description: OpenApiDescription,
  place: string,
  path: string,
  method: string,
  item: Json,
  definition: Json,
): Operation {
  const pointer = `${place}/${method}`;
  const parameters = [
    ...readParameters(description, `${place}/parameters`, item["parameters"]),
    ...readParameters(description, `${pointer}/parameters`, definition["parameters"]),
  ];
  return { name: `${method.toUpperCase()} ${path}`, pointer, definition, parameters };
}

function readParameters(description: OpenApiDescription, pointer: string, list: unknown) {
  if (!Array.isArray(list)) return [];
  return list.map((raw: Json, i) => resolve(description, `${pointer}/${i}`, raw));
}

/** Follows a `$ref` inside the description to where its target stands. */
export function resolve(
  description: OpenApiDescription,
  pointer: string,
  raw: Json,
): { readonly pointer: string; readonly definition: Json } {
  const ref = raw["$ref"];
  if (typeof ref !== "string") return { pointer, definition: raw };
  let target: unknown = description;
  for (const part of ref.slice(2).split("/")) {
    target = (target as Json)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return resolve(description, ref, target as Json);
}

export function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
