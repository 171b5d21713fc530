import { createReadStream, existsSync } from "node:fs";
import { parse } from "csv-parse";
import { z } from "zod";
import { readJsonl } from "../../src/cli/jsonl.ts";
import { UserError } from "../../src/triage/model/errors.ts";

const Row = z
  .looseObject({
    id: z.union([z.string(), z.number()]).optional(),
    title: z.string().nullish(),
    text: z.string().nullish(),
    body: z.string().nullish(),
    author: z.string().nullish(),
    channel: z.string().nullish(),
  })
  .transform((row) => ({
    title: row.title ?? "",
    text: row.text ?? row.body ?? "",
    author: row.author ?? null,
    channel: row.channel ?? null,
  }));
export type Row = z.infer<typeof Row>;

/** Posts from a JSONL or CSV file with `text` (or `body`) and, if known, title, author, channel. */
export async function readRows(file: string): Promise<Row[]> {
  if (!existsSync(file)) throw new UserError(`${file}: there is no such file`);
  const rows: Row[] = [];
  const source = /\.csv$/i.test(file) ? readCsv(file) : readJsonl(file, Row);
  for await (const row of source) rows.push(row);
  if (rows.length === 0) throw new UserError(`${file}: holds no posts`);
  return rows;
}

async function* readCsv(file: string): AsyncGenerator<Row> {
  const records = createReadStream(file).pipe(
    parse({ columns: true, bom: true, relax_quotes: true }),
  );
  for await (const record of records) yield Row.parse(record);
}

/** The rows to post: `limit` of them, drawn by the seed, in the file's order. */
export function sample(rows: readonly Row[], limit: number, random: () => number): Row[] {
  if (rows.length <= limit) return [...rows];
  const drawn = new Set<number>();
  while (drawn.size < limit) drawn.add(Math.floor(random() * rows.length));
  return rows.filter((_, index) => drawn.has(index));
}
