import { z } from "zod";
import { readCsv } from "../integrations/imports/csv-rows.ts";
import { redact } from "../triage/redact/redact.ts";
import { openToRead, textLines } from "./text-lines.ts";

export type RowToClassify = {
  readonly id: string | number;
  readonly title: string;
  /** Redacted. */
  readonly text: string;
  /** Why the row could not be read; null when it could. */
  readonly fault: string | null;
};

const Row = z.record(z.string(), z.unknown());
const Said = z.array(z.union([z.string(), z.object({ body: z.string() })]));

/** Far more than any engine reads; a longer text would only cost memory. */
const LONGEST_TEXT = 100_000;

/** The rows of a file, each line of JSONL or each record of a CSV table; none is left out. */
export async function* readRowsToClassify(file: string): AsyncGenerator<RowToClassify> {
  if (/\.[ct]sv$/i.test(file)) {
    let number = 0;
    (await openToRead(file)).destroy();
    for await (const { row, fault } of readCsv(file)) yield toRow(row, ++number, fault);
    return;
  }
  let number = 0;
  for await (const line of textLines(file)) {
    number += 1;
    if (line.trim() !== "") yield readLine(line, number);
  }
}

/** A line that is no JSON object is taken as the text itself. */
function readLine(line: string, number: number): RowToClassify {
  const row = Row.safeParse(parseJson(line));
  return toRow(row.success ? row.data : { text: line }, number);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function toRow(
  row: Readonly<Record<string, unknown>>,
  number: number,
  fault: string | null = null,
): RowToClassify {
  const { id } = row;
  const isName = typeof id === "string" || typeof id === "number";
  return {
    id: isName && id !== "" ? id : number,
    title: redacted(row["title"]),
    text: redacted(textOf(row)),
    fault,
  };
}

/** The post itself, under the names that exports give it; dialogs are joined line by line. */
function textOf(row: Readonly<Record<string, unknown>>): string {
  const plain = ["text", "body", "question"]
    .map((name) => row[name])
    .find((value): value is string => typeof value === "string" && value !== "");
  const said = Said.safeParse(row["dialog"] ?? row["comments"]).data ?? [];
  const lines = said.map((one) => (typeof one === "string" ? one : one.body));
  return [...(plain === undefined ? [] : [plain]), ...lines].join("\n");
}

function redacted(value: unknown): string {
  return redact(typeof value === "string" ? value.slice(0, LONGEST_TEXT) : "").text;
}
