import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { createOutline, type ParsedPage } from "./parsed-page.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

const Ref = z.object({ $ref: z.string() });
const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
});
const Parameters = z.array(z.union([Ref, Parameter]));
const Operation = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  deprecated: z.boolean().optional(),
  parameters: Parameters.optional(),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()).optional(),
});
type Operation = z.infer<typeof Operation>;

const OpenApi = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.unknown().optional(),
});

/** Reads an OpenAPI 3 description, JSON or YAML: one section an operation, with parameters and errors. */
export function readOpenApiPage(text: string): ParsedPage {
  const api = OpenApi.parse(parseYaml(text, { maxAliasCount: -1 }));
  const lines = lineFinder(text);
  const outline = createOutline();
  outline.heading(1, api.info.title, null, 1);
  if (api.info.description) {
    outline.block({ text: api.info.description, line: 1, kind: "prose" });
  }
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS) {
      const read = Operation.safeParse(item[method]);
      if (!read.success) continue;
      // Parameters of the path hold for each of its operations.
      const ofPath = Parameters.safeParse(item["parameters"]).data ?? [];
      const parameters = [...ofPath, ...(read.data.parameters ?? [])];
      const operation = { ...read.data, parameters };
      const name = operation.summary ?? operation.operationId ?? `${method.toUpperCase()} ${path}`;
      const line = lines(path);
      outline.heading(2, name, operation.operationId ?? null, line);
      outline.block({ text: describe(api, path, method, operation), line, kind: "table" });
    }
  }
  return { title: api.info.title, sections: outline.sections(), links: [], names: [] };
}

function describe(api: unknown, path: string, method: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).flatMap((parameter) => {
    const { success, data } = Parameter.safeParse(resolve(api, parameter));
    if (!success) return [];
    const required = data.required ? ", required" : "";
    return [
      `- \`${data.name}\` (${data.in}${required})${data.description ? `: ${oneLine(data.description)}` : ""}`,
    ];
  });
  const fields = bodyFields(api, operation.requestBody);
  const responses = Object.entries(operation.responses ?? {}).map(
    ([status, response]) => `- ${status}: ${oneLine(descriptionOf(resolve(api, response)))}`,
  );
  return [
    `\`${method.toUpperCase()} ${path}\`${operation.deprecated ? " (deprecated)" : ""}`,
    operation.description ?? "",
    parameters.length > 0 ? `Parameters:\n${parameters.join("\n")}` : "",
    fields.length > 0 ? `Body:\n${fields.join("\n")}` : "",
    responses.length > 0 ? `Responses:\n${responses.join("\n")}` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const Body = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })),
});
const ObjectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  allOf: z.array(z.unknown()).optional(),
  description: z.string().optional(),
});

function bodyFields(api: unknown, requestBody: unknown): string[] {
  const body = Body.safeParse(resolve(api, requestBody));
  if (!body.success) return [];
  const [first] = Object.values(body.data.content);
  return fieldsOf(api, first?.schema, 0);
}

function fieldsOf(api: unknown, schema: unknown, depth: number): string[] {
  const read = ObjectSchema.safeParse(resolve(api, schema));
  if (!read.success || depth > 3) return [];
  const own = Object.entries(read.data.properties ?? {}).map(([name, property]) => {
    const description = oneLine(descriptionOf(resolve(api, property)));
    const required = read.data.required?.includes(name) ? " (required)" : "";
    return `- \`${name}\`${required}${description === "" ? "" : `: ${description}`}`;
  });
  return [...(read.data.allOf ?? []).flatMap((part) => fieldsOf(api, part, depth + 1)), ...own];
}

function descriptionOf(value: unknown): string {
  const read = z.looseObject({ description: z.string().optional() }).safeParse(value);
  return read.success ? (read.data.description ?? "") : "";
}

const FIRST_SENTENCES = 300;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > FIRST_SENTENCES ? `${line.slice(0, FIRST_SENTENCES)}…` : line;
}

/** Follows a local reference; a reference elsewhere, or around in a circle, is left out. */
function resolve(api: unknown, value: unknown): unknown {
  let target = value;
  for (let hops = 0; hops < 8; hops += 1) {
    const ref = Ref.safeParse(target);
    if (!ref.success) return target;
    if (!ref.data.$ref.startsWith("#/")) return undefined;
    target = ref.data.$ref
      .slice(2)
      .split("/")
      .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>(
        (node, step) => z.record(z.string(), z.unknown()).safeParse(node).data?.[step],
        api,
      );
  }
  return undefined;
}

function lineFinder(text: string): (path: string) => number {
  const lines = text.split("\n");
  let from = 0;
  return (path) => {
    const keys = [`"${path}":`, `${path}:`, `'${path}':`];
    const found = lines.findIndex(
      (line, index) => index >= from && keys.some((key) => line.trimStart().startsWith(key)),
    );
    if (found >= 0) from = found;
    return found < 0 ? 1 : found + 1;
  };
}
