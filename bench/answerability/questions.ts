import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Delivery } from "../../src/integrations/docs/page-sources.ts";

const Row = z.object({
  contexts: z.array(z.object({ document_id: z.string(), text: z.string() })),
  input: z.array(z.object({ speaker: z.string(), text: z.string() })),
  answerability: z.array(z.string()).min(1),
});
export type Row = z.infer<typeof Row>;

export async function readRows(file: string): Promise<Row[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
  return lines.map((line) => Row.parse(JSON.parse(line)));
}

export function isAnswerable({ answerability }: Row): boolean {
  return answerability.some((one) => one === "ANSWERABLE" || one === "PARTIAL");
}

/** What the asker said, turn by turn. */
export function turnsOf({ input }: Row): string[] {
  return input.filter(({ speaker }) => speaker === "user").map(({ text }) => text);
}

// Every row's passages go into one index: a row's own list would give its answer away.
export async function* pagesOf(all: readonly Row[]): AsyncGenerator<Delivery> {
  const texts = new Map(
    all.flatMap(({ contexts }) => contexts.map((one) => [one.document_id, one.text])),
  );
  for (const [page, text] of texts) {
    yield {
      type: "page",
      page: { page, text, title: null, url: null, file: page, changedAt: null },
    };
  }
}
