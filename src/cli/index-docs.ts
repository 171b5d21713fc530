import { existsSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { docsPlaces } from "../docs.ts";
import {
  type BuildReport,
  buildInThread,
  type DocsPlace,
} from "../integrations/docs/build-in-thread.ts";
import type { SitePlace } from "../integrations/docs/site/site-place.ts";
import { UserError } from "../triage/model/errors.ts";
import { embeddingsAccess } from "../vectors.ts";
import { type Embedding, embedDocs, embeddingInWords } from "./embed-docs.ts";
import { nothingFound, reportInWords } from "./index-report.ts";
import { createProgress } from "./progress.ts";
import { CONFIG_FILE, readSetup } from "./setup.ts";

type Options = {
  readonly in?: string;
  readonly sitemap?: string;
  readonly site?: string;
  readonly url?: string;
  readonly config: string;
  readonly data?: string;
  readonly name?: string;
  readonly baseUrl?: string;
  readonly docsVersion?: string;
  readonly official: boolean;
  readonly json: boolean;
  readonly embed: boolean;
};

const DATA = ".signalbox";

/** `signalbox index`: brings the docs index in a folder up to date. */
export function indexCommand(): Command {
  return new Command("index")
    .description("bring the docs index up to date, from the configuration or from one source")
    .argument("[dir]", "a folder of Markdown, MDX, reStructuredText, HTML, notebooks or OpenAPI")
    .option("--in <file>", "JSONL rows `page`, `text`, optional `title`, `url`")
    .option("--sitemap <url>", "a sitemap or sitemap index")
    .option("--site <url>", "a site's first page")
    .option("--url <url>", "an llms.txt, llms-full.txt, OpenAPI description or page")
    .option("--config <file>", "the configuration", CONFIG_FILE)
    .option("--data <dir>", `the folder that holds the index (default: the config's, or ${DATA})`)
    .option("--name <name>", "name of the source (default: the folder's, file's or host's)")
    .option("--base-url <url>", "public address of the docs, for links")
    .option("--docs-version <version>", "version that these docs are about")
    .option("--official", "prices, limits and dates in it may be quoted", false)
    .option("--no-embed", "leave new passages to be found by words for now")
    .option("--json", "print the report as JSON", false)
    .addHelpText(
      "after",
      `
Without a source the docs of the configuration are indexed, and what it no longer names is removed.
With one, all other sources in the index stay.

Examples:
  signalbox index
  signalbox index ./docs --name docs --base-url https://docs.example.com --official
  signalbox index --sitemap https://docs.example.com/sitemap.xml
  signalbox index --in pages.jsonl --data ./an-index

With a configuration that wants embeddings, what is new is embedded too: its tokens and their cost
are shown, and nothing is embedded twice. The running program does the same by itself.

A source without a page keeps what was indexed of it: a folder may not be mounted, a site may be
down. To let its pages go, take it out of the configuration and run \`signalbox index\` again.

Exit code: 0 done, 1 some pages or embeddings failed (the rest is indexed) or no source has a page,
2 bad input.`,
    )
    .action(async (dir: string | undefined, options: Options) => {
      const bar = createProgress("docs", 0);
      const progress = { total: bar.total, page: () => bar.step() };
      const work = toWork(dir, options);
      const report = await work.index(progress).finally(() => bar.done());
      const embedding = await embedIfWanted(options, work.dataDir);
      const json = embedding ? { ...report, embedding } : report;
      const words = `${reportInWords(report)}${embedding ? `${embeddingInWords(embedding)}\n` : ""}`;
      process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : words);
      const failed = embedding?.type === "done" && embedding.failure !== null;
      if (report.failed.length > 0 || failed) process.exitCode = 1;
      if (report.found === 0 && work.looksFor.length > 0) {
        process.stderr.write(nothingFound(work.looksFor));
        process.exitCode = 1;
      }
    });
}

/** Without a configuration nothing says where texts may be sent. */
async function embedIfWanted(
  { config, embed }: Options,
  dataDir: string,
): Promise<Embedding | null> {
  if (!embed || !existsSync(config)) return null;
  const setup = readSetup({ config, data: dataDir });
  return embeddingsAccess(setup.config, setup.env) === null ? null : embedDocs(setup);
}

type Progress = NonNullable<Parameters<typeof buildInThread>[1]>;

type Work = {
  readonly dataDir: string;
  /** The sources that have to give a page; accepted answers come with time. */
  readonly looksFor: readonly DocsPlace[];
  index(progress: Progress): Promise<BuildReport>;
};

function toWork(dir: string | undefined, options: Options): Work {
  const place = placeGiven(dir, options);
  if (place) {
    const dataDir = resolve(options.data ?? DATA);
    const one = { dataDir, places: [place], scope: "all", others: "keep" } as const;
    return {
      dataDir,
      looksFor: [place],
      index: (progress) => buildInThread({ ...one, places: [place] }, progress),
    };
  }
  if (!existsSync(options.config)) {
    throw new UserError(
      `Name a folder (signalbox index DIR), a file (--in PAGES.jsonl) or an address (--sitemap, --site, --url), or run it where ${options.config} is.`,
    );
  }
  const { data } = options;
  const setup = readSetup({ config: options.config, ...(data === undefined ? {} : { data }) });
  const places = docsPlaces(setup.config, setup.configFile);
  if (places.length === 0) {
    throw new UserError(`${options.config} names no docs: add some under docs.`);
  }
  const all = { dataDir: setup.dataDir, places, scope: "all" as const };
  const looksFor = places.filter(({ from }) => from.type !== "tickets");
  return {
    dataDir: setup.dataDir,
    looksFor,
    index: (progress) => buildInThread(all, progress),
  };
}

/** The source of the command line; null when there is none. */
function placeGiven(dir: string | undefined, options: Options): DocsPlace | null {
  const { in: file, sitemap, site, url } = options;
  const given = [dir, file, sitemap, site, url].filter((one) => one !== undefined);
  if (given.length > 1)
    throw new UserError("Name one source: a folder, --in, --sitemap, --site or --url.");
  const [from] = given;
  if (from === undefined) return null;
  const local = dir ?? file;
  const place =
    local === undefined ? fromWeb(options) : fromDisk(local, dir !== undefined, options);
  const ownName = local === undefined ? new URL(from).host : basename(resolve(from));
  return {
    source: {
      name: options.name ?? ownName,
      version: options.docsVersion ?? null,
      official: options.official,
    },
    from: place,
  };
}

function fromDisk(
  path: string,
  asFolder: boolean,
  { baseUrl = null }: { baseUrl?: string | null },
) {
  if (!existsSync(path)) throw new UserError(`${path}: there is no such file or folder`);
  const isFolder = statSync(path).isDirectory();
  if (!asFolder && isFolder) throw new UserError(`${path} is a folder: leave --in out`);
  if (asFolder && !isFolder) throw new UserError(`${path} is a file: name it with --in`);
  return { type: "path" as const, path: resolve(path), baseUrl };
}

function fromWeb({ sitemap, site, url }: Options): SitePlace {
  const kind = sitemap ? "sitemap" : site ? "site" : "url";
  const address = sitemap ?? site ?? url ?? "";
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new UserError(`${address} is no address: it has to begin with https://`);
  }
  return {
    type: "site",
    kind,
    url: address,
    include: [],
    exclude: [],
    mostPages: 5_000,
    delayMs: 250,
    privateHosts: [],
  };
}
