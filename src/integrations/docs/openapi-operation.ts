import { z } from "zod";

const text = z.string().optional().catch(undefined);
const Schema = z.looseObject({
  type: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  format: text,
  description: text,
  enum: z.array(z.unknown()).optional().catch(undefined),
  default: z.unknown().optional(),
  minimum: z.number().optional().catch(undefined),
  maximum: z.number().optional().catch(undefined),
  minLength: z.number().optional().catch(undefined),
  maxLength: z.number().optional().catch(undefined),
  maxItems: z.number().optional().catch(undefined),
  deprecated: z.boolean().optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  required: z.array(z.string()).optional().catch(undefined),
  items: z.unknown().optional(),
  allOf: z.array(z.unknown()).optional().catch(undefined),
  anyOf: z.array(z.unknown()).optional().catch(undefined),
  oneOf: z.array(z.unknown()).optional().catch(undefined),
});
type Schema = z.infer<typeof Schema>;

const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional().catch(undefined),
  description: text,
  schema: z.unknown().optional(),
});
type Parameter = z.infer<typeof Parameter>;

const Content = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() }));
const Body = z.looseObject({ content: Content });
const Response = z.looseObject({ description: text });
const Operation = z.looseObject({
  description: text,
  deprecated: z.boolean().optional().catch(undefined),
  parameters: z.array(z.unknown()).optional().catch(undefined),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** More fields than this, nested ones counted, are no answer any more. */
const MOST_FIELDS = 80;
const DEEPEST = 2;
const LONGEST = 300;

/**
 * What an operation takes and answers, as text. References must be resolved, also into a circle; one
 * that is left, to another file, is passed over.
 */
export function operationText({
  path,
  method,
  shared,
  described,
}: {
  readonly path: string;
  readonly method: string;
  /** Parameters of the path. */
  readonly shared: unknown;
  readonly described: unknown;
}): string {
  const operation = Operation.parse(described);
  const parameters = parametersOf(shared, operation.parameters);
  const inBody = parameters.find((one) => one.in === "body")?.schema;
  const body = Body.safeParse(operation.requestBody);
  const schema = body.success ? Object.values(body.data.content)[0]?.schema : inBody;
  const fields = [...new Set(fieldsOf(schema, "", 0, []))].slice(0, MOST_FIELDS);
  const responses = Object.entries(operation.responses ?? {}).map(
    ([status, response]) =>
      `- ${status}: ${oneLine(Response.safeParse(response).data?.description)}`,
  );
  const taken = parameters.filter((one) => one.in !== "body").map(parameterLine);
  return [
    `\`${method.toUpperCase()} ${path}\`${operation.deprecated ? " (deprecated)" : ""}`,
    operation.description ?? "",
    taken.length > 0 ? `Parameters:\n${taken.join("\n")}` : "",
    fields.length > 0 ? `Body:\n${fields.join("\n")}` : "",
    responses.length > 0 ? `Responses:\n${responses.join("\n")}` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** An operation's own parameter stands over the path's of the same name and place. */
function parametersOf(shared: unknown, own: readonly unknown[] = []): Parameter[] {
  const all = [...(Array.isArray(shared) ? shared : []), ...own].flatMap((one) => {
    const read = Parameter.safeParse(one);
    return read.success ? [read.data] : [];
  });
  return [...new Map(all.map((one) => [`${one.in} ${one.name}`, one])).values()];
}

function parameterLine(parameter: Parameter): string {
  // Swagger 2 writes a parameter's type beside its name.
  const schema = Schema.safeParse(parameter.schema ?? parameter).data;
  const about = [parameter.in, parameter.required ? "required" : "", ...limits(schema)];
  return line(parameter.name, about, parameter.description ?? schema?.description);
}

/** @param above the schemas that this one stands in: some hold themselves */
function fieldsOf(
  schema: unknown,
  prefix: string,
  depth: number,
  above: readonly unknown[],
): string[] {
  const read = Schema.safeParse(schema);
  if (!read.success || depth > DEEPEST || above.includes(schema)) return [];
  const path = [...above, schema];
  const { properties = {}, required = [], items } = read.data;
  const parts = [read.data.allOf, read.data.anyOf, read.data.oneOf].flatMap((all) => all ?? []);
  const own = Object.entries(properties).flatMap(([name, value]) => {
    const field = Schema.safeParse(value).data;
    if (!field) return [];
    const full = `${prefix}${name}`;
    const about = [required.includes(name) ? "required" : "", ...limits(field)];
    return [line(full, about, field.description), ...fieldsOf(value, `${full}.`, depth + 1, path)];
  });
  const inList =
    items === undefined ? [] : fieldsOf(items, prefix.replace(/\.$/, "[]."), depth + 1, path);
  return [...parts.flatMap((part) => fieldsOf(part, prefix, depth, path)), ...own, ...inList];
}

/** Type and bounds: what people ask when a call is refused. */
function limits(schema: Schema | undefined): string[] {
  if (!schema) return [];
  const bound = (words: string, value: number | undefined) =>
    value === undefined ? "" : `${words} ${value}`;
  return [
    [schema.type ?? ""].flat().join(" or "),
    schema.format ?? "",
    schema.enum ? `one of ${schema.enum.slice(0, 20).map(String).join(", ")}` : "",
    schema.default === undefined ? "" : `default ${JSON.stringify(schema.default)}`,
    bound("at least", schema.minimum),
    bound("at most", schema.maximum),
    bound("shortest", schema.minLength),
    bound("longest", schema.maxLength),
    bound("items at most", schema.maxItems),
    schema.deprecated ? "deprecated" : "",
  ];
}

function line(name: string, about: readonly string[], description: string | undefined): string {
  const words = about.filter((one) => one !== "").join(", ");
  const told = oneLine(description);
  return `- \`${name}\`${words === "" ? "" : ` (${words})`}${told === "" ? "" : `: ${told}`}`;
}

function oneLine(description = ""): string {
  const words = description.replace(/\s+/g, " ").trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
