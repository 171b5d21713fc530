import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Page = z.object({ page: z.string(), text: z.string() });
export type CorpusPage = z.infer<typeof Page>;

const Asked = z.object({ question: z.string(), source: z.string() });
const Ranking = z.object({
  system: z.string(),
  question: z.string(),
  sources: z.array(z.string()),
});

/** A question with the page that answers it. */
export type Question = { readonly question: string; readonly page: string };

export type DocsQa = {
  readonly file: string;
  readonly pages: readonly CorpusPage[];
  /** Those whose page is in the corpus. */
  readonly questions: readonly Question[];
  /** For each published system, the pages it ranked for each question, sources outside the corpus left out. */
  readonly published: ReadonlyMap<string, readonly (readonly string[])[]>;
};

export async function readDocsQa(shared: string): Promise<DocsQa> {
  const folder = join(shared, "data/docs-qa");
  const file = join(folder, "corpus.jsonl");
  const pages = await readRows(file, Page);
  const known = new Set(pages.map(({ page }) => page));
  const questions = (await readRows(join(folder, "questions.jsonl"), Asked))
    .map(({ question, source }) => ({ question, page: pageOf(source) }))
    .filter(({ page }) => known.has(page));

  const rankings = await readRows(join(folder, "published-rankings.jsonl"), Ranking);
  const bySystem = Map.groupBy(rankings, ({ system }) => system);
  const published = new Map(
    Array.from(bySystem, ([system, rows]) => {
      const ranked = new Map(rows.map(({ question, sources }) => [question, sources]));
      const lists = questions.map(({ question }) =>
        distinct((ranked.get(question) ?? []).map(pageOf)).filter((page) => known.has(page)),
      );
      return [system, lists] as const;
    }),
  );
  return { file, pages, questions, published };
}

async function readRows<T>(file: string, row: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
  return lines.map((line) => row.parse(JSON.parse(line)));
}

function pageOf(source: string): string {
  return source.replace(/^https?:\/\/[^/]+\/en\/[^/]+\//, "").replace(/#.*$/, "");
}

export function distinct(pages: readonly string[]): string[] {
  return [...new Set(pages)];
}
