import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { type DocsIndex, openIndex } from "../integrations/docs/open-index.ts";
import { openDatabase } from "../integrations/store/database.ts";
import { migrate } from "../integrations/store/migrate.ts";
import type { FillReport } from "../integrations/vectors/fill-shelf.ts";
import { createLog } from "../log.ts";
import { systemClock } from "../triage/model/clock.ts";
import type { Embedder } from "../triage/same-asks/embedding.ts";
import { createEmbedder, openVectors, passageContents } from "../vectors.ts";
import { findRunning, onlyCommunity } from "./operator/open.ts";
import { createProgress } from "./progress.ts";
import { databaseFolder, type Setup } from "./setup.ts";

export type Embedding =
  | { readonly type: "off"; readonly because: string }
  | {
      readonly type: "done";
      readonly model: string;
      readonly passages: number;
      readonly embedded: number;
      readonly tokens: number;
      readonly dollars: number;
      /** Why it got no further; what was embedded is kept. */
      readonly failure: string | null;
    };

/** Embeds what is new in the docs index, where the config wants embeddings and nobody else is at it. */
export async function embedDocs(setup: Setup): Promise<Embedding> {
  const { config, env, dataDir } = setup;
  const embedder = createEmbedder(config, env, systemClock);
  if (embedder === null) return off("embeddings are off");
  if (env.databaseUrl === undefined) {
    if (await findRunning(setup)) return off("the running program embeds what changed");
    if (!existsSync(databaseFolder(dataDir))) return off(LATER);
  }
  const index = await openIndex(dataDir);
  const database = await openDatabase(
    env.databaseUrl === undefined
      ? { dataDir: databaseFolder(dataDir) }
      : { url: env.databaseUrl, max: 2 },
  );
  try {
    if (env.databaseUrl === undefined) await migrate(database.pool);
    const communityId = await onlyCommunity(database, config.discord.server).catch(() => null);
    if (communityId === null) return off(LATER);
    return await embed({ setup, embedder, index, database, communityId });
  } finally {
    await database.close();
  }
}

type Work = {
  readonly setup: Setup;
  readonly embedder: Embedder;
  readonly index: DocsIndex;
  readonly database: Awaited<ReturnType<typeof openDatabase>>;
  readonly communityId: string;
};

async function embed({ setup, index, ...work }: Work): Promise<Embedding> {
  const { config, env } = setup;
  const log = createLog(env.logLevel);
  const vectors = await openVectors({ ...work, config, clock: systemClock, log });
  if (vectors === null) return off("the database has no pgvector");
  const contents = await index.contents();
  if (contents === null) return off("there is nothing to embed");
  const bar = createProgress("vectors", contents.count);
  const report = await vectors
    .fill("passages", passageContents(contents), {
      by: randomUUID(),
      progress: (items) => bar.step(items),
    })
    .finally(() => bar.done());
  if (report === null) return off("another process embeds them now");
  return {
    type: "done",
    model: config.embeddings.model,
    passages: contents.count,
    embedded: report.embedded,
    tokens: report.tokens,
    dollars: (report.tokens * config.embeddings.price) / 1e6,
    failure: whyNot(report),
  };
}

function whyNot({ failure }: FillReport): string | null {
  return failure === null ? null : `${failure.reason}, ${failure.detail}`;
}

const LATER = "the program embeds them once it runs";
const off = (because: string): Embedding => ({ type: "off", because });

/** In a line for whoever indexed. */
export function embeddingInWords(embedding: Embedding): string {
  if (embedding.type === "off") return `Vectors: none made now, ${embedding.because}.`;
  const { model, passages, embedded, tokens, dollars, failure } = embedding;
  const made = `Vectors (${model}): ${embedded} of ${passages} passages embedded, ${tokens} tokens, ${money(dollars)}`;
  return failure === null
    ? `${made}.`
    : `${made}; then it failed: ${failure}. What is left is searched by words, and the next run goes on from there.`;
}

function money(dollars: number): string {
  if (dollars > 0 && dollars < 0.0001) return "under $0.0001";
  return `$${dollars.toFixed(dollars < 0.01 ? 4 : 2)}`;
}
