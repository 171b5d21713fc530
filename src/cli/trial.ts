import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { Command } from "commander";
import { readEnvironment } from "../config/environment.ts";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { buildIndex } from "../integrations/docs/build-index.ts";
import { openIndex } from "../integrations/docs/open-index.ts";
import { pagesInFolder } from "../integrations/docs/page-sources.ts";
import type { ImportedRow } from "../integrations/imports/imported-post.ts";
import { readPosts } from "../integrations/imports/read-posts.ts";
import { coverage, weigh, wordsOf } from "../integrations/offline/answer-evidence.ts";
import { askOf } from "../integrations/offline/ask.ts";
import { createOfflineClassifier } from "../integrations/offline/classifier.ts";
import { createExtractiveDrafter } from "../integrations/offline/extractive-drafter.ts";
import { createSameAsks } from "../integrations/same-asks/same-asks.ts";
import { systemClock } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import { createIds } from "../triage/model/ids.ts";
import type { Passage } from "../triage/model/passage.ts";
import type { Models } from "../trial/cost.ts";
import { createGrowingAsks } from "../trial/growing-asks.ts";
import { renderPage } from "../trial/page/page.ts";
import { readIssues } from "../trial/read-issues.ts";
import { type Report, toReport } from "../trial/report.ts";
import { runTrial } from "../trial/run-trial.ts";
import { exampleConfig, trialPolicy } from "../trial/trial-policy.ts";
import { wholeNumber } from "./options.ts";
import { createProgress } from "./progress.ts";
import { remarkOnEncoding } from "./text-lines.ts";

type Options = {
  readonly posts: string;
  readonly docs: string;
  readonly docsUrl?: string;
  readonly repo?: string;
  readonly config?: string;
  readonly out: string;
  readonly limit?: number;
  readonly json: boolean;
};

/** `signalbox trial`: what the bot would have done with a community's past posts. It only reads. */
export function trialCommand(): Command {
  return new Command("trial")
    .description("show on one page what the bot would have done with your community's past posts")
    .requiredOption("--posts <file>", "JSONL, CSV, Discord export, Discourse JSON, GitHub issues")
    .requiredOption("--docs <dir>", "a folder of your docs, as `signalbox index` reads it")
    .option("--docs-url <url>", "public address of the docs, for links")
    .option("--repo <owner/name>", "hold posts against its open issues (needs GITHUB_TOKEN)")
    .option("--config <file>", "your areas, routes and texts (default: examples)")
    .option("--out <file>", "the page", "signalbox-trial.html")
    .option("--limit <n>", "only the first rows", wholeNumber(1, 1_000_000))
    .option("--json", "print the report as JSON", false)
    .addHelpText(
      "after",
      `
Needs no key, sends nothing and writes nothing but the page.

Examples:
  signalbox trial --posts export.json --docs ./docs --docs-url https://docs.example.com
  signalbox trial --posts posts.jsonl --config signalbox.config.yaml --limit 500 --json

Exit code: 0 done, 1 some rows were unreadable (the page lists them), 2 bad input.`,
    )
    .action(async (options: Options) => {
      const out = resolve(options.out);
      if (statSync(out, { throwIfNoEntry: false })?.isDirectory()) {
        throw new UserError(`--out ${options.out}: is a folder; name the page, such as trial.html`);
      }
      const report = await trial(options);
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, renderPage(report));
      process.stdout.write(
        options.json ? `${JSON.stringify(report)}\n` : inWords(report, options.out),
      );
      if (report.unreadable.length > 0) process.exitCode = 1;
    });
}

async function trial(options: Options): Promise<Report> {
  const { docs, repo: repository = null } = options;
  if (!existsSync(docs) || !statSync(docs).isDirectory()) {
    throw new UserError(`${docs}: there is no such folder; --docs takes a folder of pages`);
  }
  if (repository !== null && !/^[^/\s]+\/[^/\s]+$/.test(repository)) {
    throw new UserError(`${repository}: a repository is named OWNER/NAME`);
  }
  const given = options.config === undefined ? null : loadConfig(options.config);
  const rows = await readRows(options.posts, options.limit);
  const clock = systemClock;
  const read = await readIssues({
    repository,
    token: readEnvironment().githubToken,
    baseUrl: given?.github.base_url,
    clock,
  });
  const config = given ?? exampleConfig(repository, read.visibility);
  const policy = trialPolicy(config);

  return withDocs(docs, options.docsUrl ?? null, async (passages, pages) => {
    const posts = rows.filter((row) => row.type === "post").length;
    const progress = createProgress("posts", posts);
    const asks = createGrowingAsks(read.issues);
    const parts = {
      classifier: createOfflineClassifier(config.products),
      drafter: createExtractiveDrafter({ rarity: passages.rarity }),
      passages,
      shareOf: ({ title, text }: { readonly title: string; readonly text: string }, one: Passage) =>
        coverage(wordsOf(one), weigh(askOf(title, text), passages.rarity)),
      sameAsks: createSameAsks(asks.feed),
      learn: asks.learn,
      policy,
      clock,
      ids: createIds(clock.now, () => randomBytes(10)),
    };
    const { tried, skipped } = await runTrial(rows, parts, () => progress.step());
    progress.done();
    const engines = new Set(tried.map(({ classification: { stamp } }) => stamp));
    return toReport(tried, skipped, {
      file: basename(options.posts),
      docs: { name: basename(resolve(docs)), ...pages },
      engines: [...new Set(Array.from(engines, ({ engine, model }) => `${engine} (${model})`))],
      repository: read.told,
      examples: given === null,
      at: clock.now(),
      models: modelsOf(config),
      sameAsk: policy.thresholds.sameAsk,
      openCards: policy.openCards,
    });
  });
}

async function readRows(file: string, limit = Number.POSITIVE_INFINITY): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = [];
  for await (const row of readPosts(file)) {
    rows.push(row);
    if (rows.length >= limit) break;
  }
  if (rows.every((row) => row.type === "skipped" && !row.readable)) {
    const [first] = rows;
    const why = first?.type === "skipped" ? `${first.where}: ${first.reason}` : `${file}: is empty`;
    throw new UserError(`No row of it can be read. ${why}`);
  }
  await remarkOnEncoding(file);
  return rows;
}

type Docs = Awaited<ReturnType<typeof openIndex>>;
type Pages = { readonly pages: number; readonly passages: number };

/** Indexes the docs in a folder of its own, which goes away afterwards. */
async function withDocs<T>(
  folder: string,
  url: string | null,
  use: (index: Docs, pages: Pages) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), "signalbox-trial-"));
  try {
    const source = { name: basename(resolve(folder)), version: null, official: true };
    const { pages, passages } = await buildIndex(dataDir, [
      { source, pages: pagesInFolder(folder, url) },
    ]);
    if (pages === 0) throw new UserError(`${folder}: holds no page of docs`);
    return await use(await openIndex(dataDir), { pages, passages });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function modelsOf({ openai }: Config): Models {
  const { classify_model: classify, draft_model: draft, prices } = openai;
  return {
    classify: { name: classify, price: prices[classify] ?? null },
    draft: { name: draft, price: prices[draft] ?? null },
  };
}

function inWords(report: Report, out: string): string {
  const { posts, rows, unreadable, outcomes, publicMessages, reviews, about } = report;
  const done = outcomes.map(({ name, count }) => `${count} ${name}`).join(", ");
  const { repository } = about;
  const lines = [
    `${rows} rows: ${posts} posts, ${rows - posts - unreadable.length} left out, ${unreadable.length} unreadable`,
    `it would have chosen: ${done}`,
    `${reviews.cards} cards for staff, ${publicMessages} public messages had all been approved`,
    ...(repository.read || repository.name === null
      ? []
      : [`issues of ${repository.name} were not read: ${repository.why}`]),
    ...unreadable.slice(0, 10).map(({ where, reason }) => `unreadable: ${where}: ${reason}`),
    `the page: ${out}`,
  ];
  return `${lines.join("\n")}\n`;
}
