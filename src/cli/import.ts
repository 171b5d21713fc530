import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { createBatchEngine, createEngines } from "../engines.ts";
import { openIndex } from "../integrations/docs/open-index.ts";
import type { ImportedPost, SkippedRow } from "../integrations/imports/imported-post.ts";
import { readPosts } from "../integrations/imports/read-posts.ts";
import { batchPrice } from "../integrations/openai/batch-classifier.ts";
import { createExamples } from "../integrations/same-asks/examples.ts";
import { createSameAsks } from "../integrations/same-asks/same-asks.ts";
import { createStore, type Store } from "../integrations/store/store.ts";
import { toPolicy } from "../policy.ts";
import { createMeter } from "../triage/decide/meter.ts";
import { inDollars } from "../triage/decide/spending.ts";
import { type ImportDeps, saveImported } from "../triage/intake/import-post.ts";
import { systemClock } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import { createIds } from "../triage/model/ids.ts";
import { type Estimate, estimateImport } from "./import/estimate.ts";
import { triageInBatches } from "./import/run-batches.ts";
import { toAsk } from "./import/to-asks.ts";
import { type Tally, triageAll } from "./import/triage-all.ts";
import { terminal } from "./init/prompts.ts";
import { findRunning, onlyCommunity, openExisting } from "./operator/open.ts";
import { wholeNumber } from "./options.ts";
import { createProgress } from "./progress.ts";
import { readSetup, type Setup, type SetupOptions, withSetupOptions } from "./setup.ts";
import { remarkOnEncoding } from "./text-lines.ts";

type Options = SetupOptions & {
  readonly posts: string;
  readonly batch: boolean;
  readonly yes: boolean;
  readonly limit?: number;
  readonly json: boolean;
};

type Result = {
  readonly imported: number;
  readonly known: number;
  /** How many rows became no ticket, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly triaged: number;
  readonly failed: number;
  readonly dollars: number;
};

/** `signalbox import`: past posts become tickets that nobody acts on. */
export function importCommand(): Command {
  const command = new Command("import")
    .description("triage past posts into tickets that rest: no old thread is ever answered")
    .requiredOption("--posts <file>", "JSONL, CSV, Discord export, Discourse JSON, GitHub issues")
    .option("--batch", "classify through OpenAI's Batch API: half the price, within a day", false)
    .option("--limit <n>", "only the first posts", wholeNumber(1, 1_000_000))
    .option("--yes", "do not ask about the cost", false)
    .option("--json", "print what was done as JSON", false);
  return withSetupOptions(command)
    .addHelpText(
      "after",
      `
Stop the bot first where it keeps its own database. What was imported is known from then on: later
posts are held against it, and gaps in the docs count it. Nothing of it is ever said, filed or
marked. A run that was interrupted goes on where it was when it is started again, and a file that
was imported before imports nothing.

Examples:
  signalbox import --posts export.json
  signalbox import --posts posts.jsonl --batch --yes

Exit code: 0 done, 1 some posts could not be classified (run it again), 2 bad input.`,
    )
    .action(async (options: Options) => {
      const result = await runImport(readSetup(options), options);
      process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : inWords(result));
      if (result.failed > 0) process.exitCode = 1;
    });
}

async function runImport(setup: Setup, options: Options): Promise<Result> {
  const { config, env, dataDir } = setup;
  if (options.batch && config.engine !== "openai") {
    throw new UserError("--batch needs engine: openai in the configuration.");
  }
  const { posts, skipped } = await readRows(options);
  if (env.databaseUrl === undefined && (await findRunning(setup))) {
    throw new UserError(
      `Signalbox is running on ${dataDir}, whose database belongs to one process: stop it, import, and start it again.`,
    );
  }
  const database = await openExisting(setup);
  try {
    const clock = systemClock;
    const ids = createIds(clock.now, () => randomBytes(10));
    const store = createStore({ pool: database.pool, ids, clock });
    const communityId = await onlyCommunity(database, config.discord.server);
    const index = await openIndex(dataDir);
    // Whoever runs this was told the cost: the budgets are for what comes by itself.
    const budgets = { day: null, server: null, person: null };
    const meter = createMeter({ calls: store.calls, clock, budgets, zone: config.zone });
    const books = { meter, traffic: store.traffic };
    const { classifier, quoter } = createEngines(config, env, index, clock, books);
    const deps: ImportDeps = {
      tickets: store.tickets,
      privacy: store.privacy,
      clock,
      ids,
      classifier,
      // A backlog is not worth drafts by a model: the docs are quoted, for what they leave open.
      drafter: quoter,
      passages: index,
      sameAsks: createSameAsks(store.asks),
      examples: createExamples(store.reviewed),
      policyOf: async () =>
        toPolicy(
          config,
          await store.tickets.settings(communityId),
          { findPlace: (nameOrId) => nameOrId, communityName: config.community },
          0,
        ),
    };
    const asks = posts.map((post) => toAsk(post, clock.now()));
    const fresh = await unknownAmong(communityId, asks, store);
    await agree(fresh, setup, options);

    const saved = await saveAll(communityId, asks, deps, skipped);
    const waiting = await store.imports.untriaged(communityId);
    const progress = createProgress("posts", waiting.length);
    const tally = await (options.batch
      ? triageInBatches(communityId, () => store.imports.untriaged(communityId), deps, {
          ...createBatchEngine(config, env, clock, meter),
          told: (line) => process.stderr.write(`${line}\n`),
          step: () => progress.step(),
        })
      : triageAll(communityId, waiting, deps, () => progress.step())
    ).finally(() => progress.done());
    return { ...saved, ...counted(tally), dollars: await store.imports.spent(communityId) };
  } finally {
    await database.close();
  }
}

async function readRows({ posts: file, limit = Number.POSITIVE_INFINITY }: Options) {
  const posts: ImportedPost[] = [];
  const skipped = new Map<string, number>();
  let unreadable: SkippedRow | null = null;
  for await (const row of readPosts(file)) {
    if (row.type === "post") posts.push(row);
    else {
      skipped.set(row.reason, (skipped.get(row.reason) ?? 0) + 1);
      if (!row.readable) unreadable ??= row;
    }
    if (posts.length >= limit) break;
  }
  if (posts.length === 0) {
    const why = unreadable ? `${unreadable.where}: ${unreadable.reason}` : "it holds no post";
    throw new UserError(`${file}: nothing in it can be imported. ${why}`);
  }
  await remarkOnEncoding(file);
  // As they came in at the time: what is later may be the same as what was earlier.
  return { posts: posts.toSorted((a, b) => (a.postedAt ?? 0) - (b.postedAt ?? 0)), skipped };
}

type Asks = readonly ReturnType<typeof toAsk>[];

async function unknownAmong(communityId: string, asks: Asks, { tickets }: Store): Promise<Asks> {
  const fresh = [];
  for (const ask of asks) {
    const [first] = ask.messages;
    if (first && !(await tickets.isKnown(communityId, first.source, first.sourceId))) {
      fresh.push(ask);
    }
  }
  return fresh;
}

/** Tells what the model will cost, and asks for a yes where there is somebody to give it. */
async function agree(fresh: Asks, { config }: Setup, options: Options): Promise<void> {
  if (config.engine !== "openai" || fresh.length === 0) return;
  const { classify_model: model, prices } = config.openai;
  const price = prices[model] ?? null;
  const estimate = estimateImport(fresh, config.areas, options.batch ? batchPrice(price) : price);
  const words = `${describe(estimate)} by ${model}${options.batch ? ", in batches" : ""}`;
  process.stderr.write(`${words}\n`);
  if (options.yes) return;
  if (!process.stdin.isTTY) {
    throw new UserError("Nobody is there to agree to that cost: pass --yes.");
  }
  if (!(await terminal.confirm("Go on?", true))) throw new UserError("Nothing was imported.");
}

function describe({ posts, inputTokens, outputTokens, dollars }: Estimate): string {
  const cost =
    dollars === null ? "at a price that openai.prices does not tell" : inDollars(dollars);
  return `${posts} posts: about ${inputTokens} tokens in and ${outputTokens} out, ${cost},`;
}

async function saveAll(
  communityId: string,
  asks: Asks,
  deps: ImportDeps,
  skipped: Map<string, number>,
): Promise<Pick<Result, "imported" | "known" | "skipped">> {
  let imported = 0;
  let known = 0;
  for (const ask of asks) {
    const saved = await saveImported(communityId, ask, deps);
    if (saved.type === "skipped") {
      skipped.set(saved.reason, (skipped.get(saved.reason) ?? 0) + 1);
    } else if (saved.type === "saved") imported += 1;
    else known += 1;
  }
  return { imported, known, skipped: Object.fromEntries(skipped) };
}

function counted({ triaged, failed }: Tally): Pick<Result, "triaged" | "failed"> {
  for (const { ticketId, why } of failed.slice(0, 5)) {
    process.stderr.write(`${ticketId} is not classified: ${why}\n`);
  }
  return { triaged, failed: failed.length };
}

function inWords({ imported, known, skipped, triaged, failed, dollars }: Result): string {
  const left = Object.entries(skipped).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${imported} imported, ${known} known already${left.length > 0 ? `, left out: ${left.join(", ")}` : ""}`,
    `${triaged} triaged${failed > 0 ? `, ${failed} not classified: run it again` : ""}`,
    ...(dollars === 0 ? [] : [`All imports have cost ${inDollars(dollars)}.`]),
    "None of it is answered, marked or filed. `signalbox explain CODE` tells the story of a ticket.",
    "",
  ].join("\n");
}
