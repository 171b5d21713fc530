import { z } from "zod";
import { type ImportedRow, leftOut, unreadable } from "./imported-post.ts";
import { faultOf, Moment, Text } from "./row-fields.ts";

const Author = z.union([
  Text,
  z
    .object({ id: Text.optional(), name: z.string().optional(), login: z.string().optional() })
    .transform(({ id, name, login }) => name ?? login ?? id ?? ""),
]);

const PlainRow = z
  .object({
    id: Text.nullish(),
    title: z.string().nullish(),
    text: z.string().nullish(),
    body: z.string().nullish(),
    author: Author.nullish(),
    channel: Text.nullish(),
    created_at: Moment,
  })
  .refine(
    (row) => row.text !== undefined || row.body !== undefined,
    "has neither `text` nor `body`",
  );

/** A row of JSONL or CSV: `text` or `body`; the rest is optional, and other fields are ignored. */
export function* readPlainRow(value: unknown, where: string): Generator<ImportedRow> {
  const parsed = PlainRow.safeParse(value);
  if (!parsed.success) return yield unreadable(where, faultOf(parsed.error));
  const row = parsed.data;
  const title = row.title ?? "";
  const text = row.text ?? row.body ?? "";
  if (`${title}${text}`.trim() === "") return yield leftOut(where, "empty");
  yield {
    type: "post",
    format: "rows",
    where,
    id: row.id || null,
    title,
    text,
    parts: [text],
    author: row.author ? { id: row.author, name: row.author } : null,
    channel: row.channel || null,
    postedAt: row.created_at,
    url: null,
    tags: [],
    attachments: [],
    answeredBy: null,
  };
}
