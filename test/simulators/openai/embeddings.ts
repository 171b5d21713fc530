import { createHash } from "node:crypto";
import { z } from "zod";
import { Failure } from "./failure.ts";
import { modelNamed } from "./models.ts";
import { countTokens } from "./tokens.ts";

const Request = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string())]),
  dimensions: z.number().int().positive().optional(),
  encoding_format: z.enum(["float", "base64"]).default("float"),
});

const MOST_INPUTS = 2_048;
const MOST_TOKENS = 8_192;
const MOST_TOKENS_TOGETHER = 300_000;
const NATIVE: Readonly<Record<string, number>> = {
  "text-embedding-3-small": 1_536,
  "text-embedding-3-large": 3_072,
  "text-embedding-ada-002": 1_536,
};

/** Answers POST /embeddings: texts that share words lie close together, always in the same place. */
export function answerEmbeddings(body: unknown) {
  const { model, input, dimensions, encoding_format: encoding } = parse(body);
  if (modelNamed(model).does !== "embeddings") {
    throw new Failure(403, `You are not allowed to generate embeddings from this model`);
  }
  const native = NATIVE[model] ?? 1_536;
  if (dimensions !== undefined && (model === "text-embedding-ada-002" || dimensions > native)) {
    throw new Failure(400, `Invalid value for 'dimensions': ${dimensions}.`, {
      param: "dimensions",
    });
  }
  const texts = typeof input === "string" ? [input] : input;
  refuseBadInput(texts);
  const used = texts.reduce((sum, text) => sum + countTokens(text), 0);
  return {
    object: "list",
    model,
    data: texts.map((text, index) => {
      const vector = embed(text, dimensions ?? native);
      const embedding = encoding === "base64" ? toBase64(vector) : vector;
      return { object: "embedding", index, embedding };
    }),
    usage: { prompt_tokens: used, total_tokens: used },
  };
}

function parse(body: unknown) {
  const parsed = Request.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Failure(400, "'$.input' is invalid.", { param: "input" });
}

function refuseBadInput(texts: readonly string[]): void {
  if (texts.length === 0 || texts.length > MOST_INPUTS || texts.includes("")) {
    throw new Failure(400, "'$.input' is invalid.", { param: "input" });
  }
  if (texts.some((text) => countTokens(text) > MOST_TOKENS)) {
    throw new Failure(400, `maximum context length is ${MOST_TOKENS} tokens`, { param: "input" });
  }
  if (texts.reduce((sum, text) => sum + countTokens(text), 0) > MOST_TOKENS_TOGETHER) {
    throw new Failure(400, `max ${MOST_TOKENS_TOGETHER} tokens per request`, { param: "input" });
  }
}

/** How much a piece of a word says beside the whole word. */
const PIECE = 0.35;
/** Each feature points somewhere of its own: so many dimensions of it, each up or down. */
const SPREAD = 8;

/**
 * A random projection of the words and of their pieces of four letters, by their hashes: not a real model, but texts
 * with like words lie close together, also when a word is written apart, joined or inflected.
 */
function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text];
  for (const word of words) project(vector, word, 1);
  const joined = words.join("");
  for (let at = 0; at + 4 <= joined.length; at += 1) {
    project(vector, `~${joined.slice(at, at + 4)}`, PIECE);
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function project(vector: number[], feature: string, weight: number): void {
  const hash = createHash("sha256").update(feature).digest();
  for (let nth = 0; nth < SPREAD; nth += 1) {
    const at = hash.readUInt16LE(nth * 3) % vector.length;
    vector[at] = (vector[at] ?? 0) + (hash.readUInt8(nth * 3 + 2) % 2 === 0 ? weight : -weight);
  }
}

function toBase64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString("base64");
}
