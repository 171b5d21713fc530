import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import type { IndexedPage } from "../integrations/docs/index-format.ts";
import { type LoadedIndex, loadIndex } from "../integrations/docs/open-index.ts";
import { searchPages } from "../integrations/docs/search-pages.ts";
import { compareVersions, coversVersion } from "../triage/answers/doc-version.ts";
import { UserError } from "../triage/model/errors.ts";
import type { PassageFilter } from "../triage/model/passage.ts";
import { readJsonl } from "./jsonl.ts";
import { gathered, wholeNumber } from "./options.ts";

const Query = z.object({ id: z.union([z.string(), z.number()]), query: z.string() });

type Options = {
  readonly in?: string;
  readonly out?: string;
  readonly top: number;
  readonly data: string;
  readonly source?: readonly string[];
  readonly version?: string;
  readonly audience?: string;
};

/** `signalbox search`: asks the docs index, one question or a file of them. */
export function searchCommand(): Command {
  return new Command("search")
    .description("search the docs index")
    .argument("[query...]", "one question, instead of --in")
    .option("--in <file>", "JSONL rows `id`, `query`")
    .option("--out <file>", "JSONL rows `id`, `hits` (default: standard output)")
    .option("--top <n>", "distinct pages a question", wholeNumber(1, 100), 5)
    .option("--source <name>", "only this source; may be given again", gathered)
    .option("--version <version>", "of each source the version that covers it (default: newest)")
    .option("--audience <name>", "leave out what is written for others")
    .option("--data <dir>", "the folder that holds the index", ".signalbox")
    .addHelpText(
      "after",
      `
Examples:
  signalbox search how do I retry an upload
  signalbox search --version 1.4 --source guide how do I retry an upload
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
      const filter = toFilter(index, options);
      const rows: string[] = [];
      const answer = (id: string | number, query: string) =>
        rows.push(JSON.stringify({ id, hits: searchPages(index, query, options.top, filter) }));
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

/** What does not exist is told with what does: an empty answer would look like missing docs. */
function toFilter({ pages }: LoadedIndex, options: Options): PassageFilter {
  const { source: sources, version: named, audience } = options;
  const known = Map.groupBy(pages, (page) => page.source);
  for (const name of sources ?? []) {
    if (!known.has(name)) throw new UserError(noneCalled("source", name, known.keys()));
  }
  const audiences = new Set(pages.flatMap((page) => page.audience ?? []));
  if (audience !== undefined && !audiences.has(audience)) {
    throw new UserError(noneCalled("audience", audience, audiences));
  }
  const versions = named === undefined ? [] : versionsCovering(known, named);
  if (named !== undefined && versions.length === 0) {
    const all = new Set(pages.flatMap(({ version }) => version ?? []));
    throw new UserError(noneCalled("version", named, all));
  }
  return {
    ...(sources ? { sources } : {}),
    ...(audience === undefined ? {} : { audience }),
    ...(versions.length === 0 ? {} : { versions: Object.fromEntries(versions) }),
  };
}

function versionsCovering(
  sources: ReadonlyMap<string, readonly IndexedPage[]>,
  named: string,
): (readonly [string, string])[] {
  return Array.from(sources).flatMap(([name, pages]) => {
    const versions = new Set(pages.flatMap(({ version }) => version ?? []));
    const covering = [...versions].filter((version) => coversVersion(version, named));
    const newest = covering.toSorted(compareVersions).at(-1);
    return newest === undefined ? [] : [[name, newest] as const];
  });
}

function noneCalled(what: string, name: string, known: Iterable<string>): string {
  const all = [...known].toSorted();
  const have = all.length === 0 ? `names no ${what}` : `has: ${all.join(", ")}`;
  return `No ${what} is called ${name}. The index ${have}.`;
}
