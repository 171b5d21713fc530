import { dereference } from "@readme/openapi-parser";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { operationText } from "./openapi-operation.ts";
import { createOutline, type ParsedPage } from "./parsed-page.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

const Api = z.looseObject({
  openapi: z.string().optional(),
  swagger: z.coerce.string().optional(),
  info: z.looseObject({ title: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.looseObject({}).catch({})).default({}),
});

const Named = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
});

/**
 * Reads an OpenAPI 3 or Swagger 2 description, JSON or YAML: one section an operation, with its
 * parameters, body and errors. References within the file are resolved; those to other files and
 * addresses are never followed.
 */
export async function readOpenApiPage(text: string): Promise<ParsedPage> {
  const raw: unknown = parseYaml(text, { maxAliasCount: -1 });
  Api.parse(raw);
  const whole = await dereference(raw as Parameters<typeof dereference>[0], {
    resolve: { external: false },
    dereference: { circular: true },
  });
  const api = Api.parse(whole);
  const lines = lineFinder(text);
  const outline = createOutline();
  outline.heading(1, api.info.title, null, 1);
  if (api.info.description) {
    outline.block({ text: api.info.description, line: 1, kind: "prose" });
  }
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS) {
      const named = Named.safeParse(item[method]);
      if (!named.success) continue;
      const { summary, operationId } = named.data;
      const line = lines(path);
      const name = headline(summary) ?? operationId ?? `${method.toUpperCase()} ${path}`;
      outline.heading(2, name, operationId ?? null, line);
      // Parameters of the path hold for each of its operations.
      const operation = { path, method, shared: item["parameters"], described: item[method] };
      outline.block({ text: operationText(operation), line, kind: "table" });
    }
  }
  return { title: api.info.title, sections: outline.sections(), links: [], names: [] };
}

/** Some summaries are whole paragraphs; their first sentence is the name. */
function headline(summary = ""): string | null {
  const words = summary.replace(/\s+/g, " ").trim();
  const sentence = /^.{10,}?[.!?](?=\s|$)/.exec(words)?.[0] ?? words;
  return sentence === "" ? null : sentence.replace(/\.$/, "").slice(0, 120);
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
