import { z } from "zod";
import type { JsonSchema } from "./strict-schema.ts";
import type { Alternatives } from "./tokens.ts";

/** What a model is asked, without the envelope. */
export type Ask = {
  readonly model: string;
  readonly instructions: string;
  readonly input: string;
  readonly schemaName: string;
  readonly schema: JsonSchema;
};

export type Thought = { readonly json: unknown; readonly alternatives?: Alternatives };

/** Stands in for the model. */
export type Brain = (ask: Ask) => Thought;

const KINDS: readonly (readonly [string, RegExp])[] = [
  ["feature", /\b(feature request|please add|would be (nice|great)|support for|wish)\b/i],
  ["docs", /\b(docs?|documentation|readme|tutorial|guide)\b.*\b(wrong|missing|outdated|typo)\b/i],
  [
    "model-behavior",
    /\b(the model|gpt\S*|hallucinat\w*|refus(es|al)|ignores? (my )?instructions)\b/i,
  ],
  ["bug", /\b(crash\w*|error|exception|broken|fails?|hangs?|regression|stack ?trace)\b/i],
  ["question", /\?|\bhow (do|can|to)\b/i],
];
const LANES: readonly (readonly [string, RegExp])[] = [
  ["security", /\b(vulnerabilit\w+|exploit|leaked|breach|somebody else's data)\b/i],
  ["care", /\b(harass\w*|kill myself|lawyer|sue)\b/i],
  ["account", /\b(billing|invoice|refund|quota|my account|charged)\b/i],
];
const MATCHERS: Readonly<Record<string, readonly (readonly [string, RegExp])[]>> = {
  kind: KINDS,
  lane: LANES,
};
const FALLBACKS: Readonly<Record<string, string>> = {
  kind: "other",
  lane: "open",
  severity: "medium",
};

const Input = z.object({
  post: z.object({ title: z.string(), text: z.string() }),
  areas: z.array(z.object({ name: z.string() })).default([]),
  passages: z.array(z.object({ id: z.string(), text: z.string() })).default([]),
});
type Input = z.infer<typeof Input>;

/**
 * Fills any schema from the words of the post: by rule for names it knows, plainly for others.
 * The same post gets the same answer.
 */
export function simpleBrain({ input, schema }: Ask): Thought {
  const asked = readInput(input);
  const json = fill("", schema, asked);
  return { json, alternatives: oddsOf(json, schema) };
}

function readInput(input: string): Input {
  try {
    const parsed = Input.safeParse(JSON.parse(input));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: then the whole of it is the post.
  }
  return { post: { title: "", text: input }, areas: [], passages: [] };
}

function fill(name: string, schema: JsonSchema, asked: Input): unknown {
  const options = z.array(z.record(z.string(), z.unknown())).safeParse(schema["anyOf"]).data;
  if (options) return null;
  if (Array.isArray(schema["type"])) return null;
  const values = z.array(z.string()).safeParse(schema["enum"]).data;
  if (values) return pick(name, values, `${asked.post.title}\n${asked.post.text}`);
  switch (schema["type"]) {
    case "object": {
      const properties = z.record(z.string(), z.record(z.string(), z.unknown()));
      const entries = Object.entries(properties.parse(schema["properties"] ?? {}));
      return Object.fromEntries(entries.map(([key, value]) => [key, fill(key, value, asked)]));
    }
    case "array":
      return fillList(name, asked);
    case "number":
    case "integer":
      return 0.8;
    case "boolean":
      return false;
    default:
      return fillText(name, asked);
  }
}

function pick(name: string, values: readonly string[], text: string): string {
  const hit = MATCHERS[name]?.find(([value, words]) => values.includes(value) && words.test(text));
  const fallback = FALLBACKS[name];
  if (hit) return hit[0];
  return fallback !== undefined && values.includes(fallback) ? fallback : (values.at(-1) ?? "");
}

function fillList(name: string, { post, passages }: Input): unknown[] {
  if (name === "evidence") return [firstSentence(post.text)].filter((one) => one !== "");
  if (name !== "claims") return [];
  return passages.slice(0, 2).map(({ id, text }) => {
    const quote = firstSentence(text);
    return { text: quote, passageIds: [id], quote };
  });
}

function fillText(name: string, { post, areas }: Input): string {
  const text = `${post.title}\n${post.text}`.toLowerCase();
  if (name === "area") {
    return areas.find((area) => text.includes(area.name.toLowerCase()))?.name ?? "unknown";
  }
  if (name === "language") return "en";
  return (post.title || firstSentence(post.text) || "Untitled").slice(0, 120);
}

function firstSentence(text: string): string {
  return (/^[\s\S]*?(?:[.!?](?=\s|$)|\n|$)/.exec(text.trim())?.[0] ?? "").trim().slice(0, 200);
}

function oddsOf(json: unknown, schema: JsonSchema): Alternatives {
  const kind = z.object({ kind: z.string() }).safeParse(json).data?.kind;
  const shape = z.object({
    properties: z.object({ kind: z.object({ enum: z.array(z.string()) }) }),
  });
  const values = shape.safeParse(schema).data?.properties.kind.enum;
  if (kind === undefined || !values) return {};
  const others = values.filter((value) => value !== kind);
  const odds = others.map((value) => [value, 0.2 / others.length]);
  return { kind: { [kind]: 0.8, ...Object.fromEntries(odds) } };
}
