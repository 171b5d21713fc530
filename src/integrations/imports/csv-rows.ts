import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { CsvError, parse } from "csv-parse";
import { UserError } from "../../triage/model/errors.ts";

export type CsvRow = {
  readonly where: string;
  readonly row: Readonly<Record<string, string>>;
  /** Why the row could not be read; null when it could. */
  readonly fault: string | null;
};

const DELIMITERS = [",", "\t", ";", "|"];

/**
 * Reads a table with a header line; the separator is the one that the header uses most.
 * @throws UserError when there is no `text` or `body` column
 */
export async function* readCsv(file: string): AsyncGenerator<CsvRow> {
  const header = await firstLine(file);
  const delimiter = DELIMITERS.toSorted(
    (a, b) => header.split(b).length - header.split(a).length,
  )[0];
  const broken: CsvRow[] = [];
  const parser = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: (names: string[]) => checked(names, file),
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        if (error) broken.push(toFault(error, file));
      },
    }),
  );
  try {
    for await (const { record, info } of parser) {
      yield* broken.splice(0);
      yield { where: `${basename(file)}:${info.lines}`, row: record, fault: null };
    }
  } catch (error) {
    // An unclosed quotation swallows the rest of the file: the rows before it stand.
    if (!(error instanceof CsvError)) throw error;
    broken.push(toFault(error, file));
  }
  yield* broken.splice(0);
}

function toFault(error: CsvError, file: string): CsvRow {
  const line = typeof error["lines"] === "number" ? error["lines"] : "?";
  const what =
    error.code === "CSV_QUOTE_NOT_CLOSED"
      ? "row: a quotation that is never closed swallows the rest of the file"
      : `row: cannot be split into columns (${error.code})`;
  return { where: `${basename(file)}:${line}`, row: {}, fault: what };
}

function checked(names: readonly string[], file: string): string[] {
  const columns = names.map((name) => name.trim().toLowerCase().replace(/[ -]/g, "_"));
  if (columns.includes("text") || columns.includes("body")) return columns;
  throw new UserError(
    `${file}:1: no column is called text or body; there are ${columns.length}: ${columns.join(", ").slice(0, 200)}`,
  );
}

async function firstLine(file: string): Promise<string> {
  const input = createReadStream(file, "utf8");
  for await (const line of createInterface({ input })) {
    if (line.trim() === "") continue;
    input.destroy();
    return line;
  }
  return "";
}
