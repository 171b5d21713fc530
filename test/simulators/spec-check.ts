import { type Operation, readOperations } from "./spec-operations.ts";
import { compileOperation, type OpenApiDescription, type Validate } from "./spec-schemas.ts";

/** A request that a vendor's own description does not allow. */
export type SpecViolation = {
  readonly api: string;
  readonly operation: string;
  readonly message: string;
};

export type SpecVerdict =
  | { readonly type: "ok"; readonly operation: string }
  | ({ readonly type: "violation" } & SpecViolation)
  | { readonly type: "undescribed"; readonly path: string };

export type SpecStats = {
  readonly requestsChecked: number;
  readonly violations: readonly SpecViolation[];
  /** `METHOD /path` with ids blanked, each once. */
  readonly undescribed: readonly string[];
};

/** How people give a query string: parsed, or name by name. */
export type Query = URLSearchParams | Readonly<Record<string, string>>;

export type SpecChecker = {
  readonly name: string;
  /**
   * Checks one request; `path` starts after the API's base URL, still percent-encoded. A body is
   * the parsed JSON (of a multipart request its `payload_json`), undefined when there was none.
   */
  check(
    method: string,
    path: string,
    query: Query,
    headers?: Readonly<Record<string, string | undefined>>,
    body?: unknown,
  ): SpecVerdict;
  /** Undefined when the answer is as described, or described nowhere; else what is wrong with it. */
  checkResponse(method: string, path: string, status: number, body: unknown): string | undefined;
  stats(): SpecStats;
};

type Options = {
  readonly name: string;
  /** Called once, at the first check: descriptions are megabytes. */
  readonly load: () => OpenApiDescription;
  /** The last path parameter may hold slashes (GitHub's do). */
  readonly slashesInPath?: boolean;
  /** Keys that the description does not name are violations too. */
  readonly refuseUnknownKeys?: boolean;
  /** Unknown keys that are known to do no harm, by their last name. */
  readonly harmlessKeys?: readonly string[];
};

// A run that breaks a rule on every request must not keep them all.
const MAX_KEPT = 1_000;

/** Checks requests against an OpenAPI description; each operation is compiled once, when first met. */
export function createSpecChecker(options: Options): SpecChecker {
  const violations: SpecViolation[] = [];
  const undescribed = new Set<string>();
  const compiled = new Map<Operation, Validate>();
  const unknownKeys = options.refuseUnknownKeys
    ? { harmless: new Set(options.harmlessKeys) }
    : "allowed";
  let requestsChecked = 0;
  let loaded: { description: OpenApiDescription; find: ReturnType<typeof readOperations> } | null =
    null;

  function open() {
    if (loaded) return loaded;
    const description = options.load();
    loaded = { description, find: readOperations(description, options.slashesInPath ?? false) };
    return loaded;
  }

  function validatorOf(operation: Operation): Validate {
    const known = compiled.get(operation);
    if (known) return known;
    const fresh = compileOperation(open().description, operation, unknownKeys);
    compiled.set(operation, fresh);
    return fresh;
  }

  return {
    name: options.name,

    check(method, path, query, _headers, body) {
      const found = open().find(method, path);
      if (!found) {
        const blanked = blankIds(method, path);
        if (undescribed.size < MAX_KEPT) undescribed.add(blanked);
        return { type: "undescribed", path: blanked };
      }
      requestsChecked += 1;
      const { operation } = found;
      const message = validatorOf(operation).request(found.pathParams, queryLists(query), body);
      if (message === undefined) return { type: "ok", operation: operation.name };
      const violation = { api: options.name, operation: operation.name, message };
      if (violations.length < MAX_KEPT) violations.push(violation);
      return { type: "violation", ...violation };
    },

    checkResponse(method, path, status, body) {
      const found = open().find(method, path);
      return found && validatorOf(found.operation).response(status, body);
    },

    stats: () => ({
      requestsChecked,
      violations: [...violations],
      undescribed: [...undescribed].toSorted(),
    }),
  };
}

function queryLists(query: Query): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  const pairs = query instanceof URLSearchParams ? query : Object.entries(query);
  for (const [name, value] of pairs) {
    const list = lists.get(name);
    if (list) list.push(value);
    else lists.set(name, [value]);
  }
  return lists;
}

function blankIds(method: string, path: string): string {
  const blanked = path.split("/").map((part) => (/\d|.{25,}/.test(part) ? "{}" : part));
  return `${method.toUpperCase()} ${blanked.join("/")}`;
}
