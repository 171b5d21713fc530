import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { loadIndex } from "../integrations/docs/open-index.ts";
import { searchPages } from "../integrations/docs/search-pages.ts";
import { UserError } from "../triage/errors.ts";
import { readJsonl } from "./jsonl.ts";
import { wholeNumber } from "./options.ts";

const Query = z.object({ id: z.union([z.string(), z.number()]), query: z.string() });

type Options = {
  readonly in?: string;
  readonly out?: string;
  readonly top: number;
  readonly data: string;
};

/** `signalbox search`: asks the docs index, one question or a file of them. */
export function searchCommand(): Command {
  return new Command("search")
    .description("search the docs index")
    .argument("[query...]", "one question, instead of --in")
    .option("--in <file>", "JSONL rows `id`, `query`")
    .option("--out <file>", "JSONL rows `id`, `hits` (default: standard output)")
    .option("--top <n>", "distinct pages a question", wholeNumber(1, 100), 5)
    .option("--data <dir>", "the folder that holds the index", ".signalbox")
    .addHelpText(
      "after",
      `
Examples:
  signalbox search how do I retry an upload
  signalbox search --in queries.jsonl --out hits.jsonl --top 10 --data ./an-index

Exit code: 0 done, 2 bad input, or there is no index.`,
    )
    .action(async (words: string[], options: Options) => {
      const index = await loadIndex(resolve(options.data));
      if (!index) {
        throw new UserError(
          `${options.data} holds no docs index. Build one: signalbox index DIR --data ${options.data}`,
        );
      }
      if (!options.in && words.length === 0) {
        throw new UserError(
          "Ask something (signalbox search how do I …) or name a file with --in.",
        );
      }
      const rows: string[] = [];
      const answer = (id: string | number, query: string) =>
        rows.push(JSON.stringify({ id, hits: searchPages(index, query, options.top) }));
      if (options.in) {
        for await (const { id, query } of readJsonl(options.in, Query)) answer(id, query);
      } else {
        answer("1", words.join(" "));
      }
      const text = rows.map((row) => `${row}\n`).join("");
      if (options.out) writeFileSync(options.out, text);
      else process.stdout.write(text);
    });
}
