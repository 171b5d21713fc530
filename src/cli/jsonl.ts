import { createInterface } from "node:readline";
import type { z } from "zod";
import { UserError } from "../triage/model/errors.ts";
import { faultWords } from "../triage/text/fault-words.ts";
import { openToRead } from "./text-lines.ts";

/**
 * Reads a JSONL file row by row.
 * @throws UserError that names file, line and field of the first row that does not fit
 */
export async function* readJsonl<S extends z.ZodType>(
  file: string,
  schema: S,
): AsyncGenerator<z.infer<S>> {
  const stream = await openToRead(file);
  let number = 0;
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== "") yield parseRow(file, number, line, schema);
  }
}

function parseRow<S extends z.ZodType>(
  file: string,
  number: number,
  line: string,
  schema: S,
): z.infer<S> {
  let value: unknown;
  try {
    // A byte-order mark is common in files from other systems.
    value = JSON.parse(line.replace(/^\uFEFF/, ""));
  } catch {
    throw new UserError(`${file}:${number}: this line is not JSON; each line must be one object`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const words = issue ? faultWords(issue) : "does not fit";
  throw new UserError(`${file}:${number}: ${issue?.path.join(".") || "row"}: ${words}`);
}
