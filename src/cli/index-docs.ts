import { existsSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { buildIndex, type IndexReport } from "../integrations/docs/build-index.ts";
import { pagesInFile, pagesInFolder } from "../integrations/docs/page-sources.ts";
import { UserError } from "../triage/errors.ts";
import { embeddingsAccess } from "../vectors.ts";
import { type Embedding, embedDocs, embeddingInWords } from "./embed-docs.ts";
import { CONFIG_FILE, readSetup } from "./setup.ts";

type Options = {
  readonly in?: string;
  readonly data: string;
  readonly name?: string;
  readonly baseUrl?: string;
  readonly docsVersion?: string;
  readonly official: boolean;
  readonly json: boolean;
  readonly config: string;
  readonly embed: boolean;
};

/** `signalbox index`: brings the docs index in a folder up to date. */
export function indexCommand(): Command {
  return new Command("index")
    .description("build or bring up to date a docs index from a folder or a JSONL file of pages")
    .argument("[dir]", "a folder of Markdown, MDX, reStructuredText, notebooks or OpenAPI files")
    .option("--in <file>", "JSONL rows `page`, `text`, optional `title`, `url`")
    .option("--data <dir>", "the folder that holds the index", ".signalbox")
    .option("--name <name>", "name of the source (default: the folder's or file's)")
    .option("--base-url <url>", "public address of the docs, for links")
    .option("--docs-version <version>", "version that these docs are about")
    .option("--official", "prices, limits and dates in it may be quoted", false)
    .option("--config <file>", "the configuration, for embeddings", CONFIG_FILE)
    .option("--no-embed", "leave new passages to be found by words for now")
    .option("--json", "print the report as JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox index ./docs --name docs --base-url https://docs.example.com --official
  signalbox index --in pages.jsonl --data ./an-index

With a configuration that wants embeddings, what is new is embedded too: its tokens and their cost
are shown, and nothing is embedded twice. The running program does the same by itself.

Exit code: 0 done, 1 some pages or embeddings failed (the rest is indexed), 2 bad input.`,
    )
    .action(async (dir: string | undefined, options: Options) => {
      const report = await indexDocs(dir, options);
      const embedding = await embedIfWanted(options);
      const words = embedding
        ? `${inWords(report)}${embeddingInWords(embedding)}\n`
        : inWords(report);
      const json = embedding ? { ...report, embedding } : report;
      process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : words);
      const failed = embedding?.type === "done" && embedding.failure !== null;
      if (report.failed.length > 0 || failed) process.exitCode = 1;
    });
}

/** Without a configuration nothing says where texts may be sent. */
async function embedIfWanted({ config, data, embed }: Options): Promise<Embedding | null> {
  if (!embed || !existsSync(config)) return null;
  const setup = readSetup({ config, data });
  return embeddingsAccess(setup.config, setup.env) === null ? null : embedDocs(setup);
}

async function indexDocs(dir: string | undefined, options: Options): Promise<IndexReport> {
  const from = options.in ?? dir;
  if (!from || (options.in && dir)) {
    throw new UserError("Name either a folder (signalbox index DIR) or a file (--in PAGES.jsonl).");
  }
  if (!existsSync(from)) throw new UserError(`${from}: there is no such file or folder`);
  const isFolder = statSync(from).isDirectory();
  if (options.in && isFolder) throw new UserError(`${from} is a folder: leave --in out`);
  if (!options.in && !isFolder) throw new UserError(`${from} is a file: name it with --in`);
  const source = {
    name: options.name ?? basename(resolve(from)),
    version: options.docsVersion ?? null,
    official: options.official,
  };
  const pages = isFolder ? pagesInFolder(from, options.baseUrl ?? null) : pagesInFile(from);
  return buildIndex(resolve(options.data), [{ source, pages }]);
}

function inWords(report: IndexReport): string {
  const { pages, passages, added, changed, removed, unchanged, failed, bytesWritten } = report;
  const lines = [
    `${pages} pages, ${passages} passages (version ${report.version})`,
    `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged; ${bytesWritten} bytes written`,
    ...failed.map(({ page, reason }) => `failed: ${page}: ${reason}`),
  ];
  return `${lines.join("\n")}\n`;
}
