import { randomUUID } from "node:crypto";
import type { Environment } from "./config/environment.ts";
import type { Config } from "./config/schema.ts";
import type { DocsIndex, IndexContents } from "./integrations/docs/open-index.ts";
import { originOf } from "./integrations/docs/open-index.ts";
import { createOpenAiClient } from "./integrations/openai/client.ts";
import { createOpenAiEmbedder } from "./integrations/openai/embedder.ts";
import type { Database } from "./integrations/store/database.ts";
import { type FillDeps, type FillReport, fillShelf } from "./integrations/vectors/fill-shelf.ts";
import { keepFilled } from "./integrations/vectors/keep-filled.ts";
import { createNearVectors } from "./integrations/vectors/near-vectors.ts";
import { prepareVectors } from "./integrations/vectors/vector-schema.ts";
import { createVectorSpaces } from "./integrations/vectors/vector-spaces.ts";
import { createVectorTable, type Shelf } from "./integrations/vectors/vector-table.ts";
import type { Logger } from "./log.ts";
import { type Clock, MINUTE } from "./triage/model/clock.ts";
import type { Passage } from "./triage/model/passage.ts";
import type {
  Contents,
  ContentsFeed,
  Embedder,
  Item,
  NearVectors,
} from "./triage/same-asks/embedding.ts";

/** How soon changed texts are embedded. */
const EVERY_MS = MINUTE;

type Configured = Pick<Config, "engine" | "openai" | "embeddings">;
type Keys = Pick<Environment, "openaiKey" | "embeddingsKey">;

/** Where texts are embedded, by the config; null when nobody is to, and they stay here. */
export function embeddingsAccess(
  config: Configured,
  env: Keys,
): { readonly apiKey: string; readonly baseUrl?: string } | null {
  const { use, base_url } = config.embeddings;
  const key = env.embeddingsKey ?? env.openaiKey;
  const wanted = use === "always" || (use === "auto" && config.engine === "openai");
  // An endpoint of one's own may want no key.
  if (!wanted || (key === undefined && base_url === undefined)) return null;
  const baseUrl = base_url ?? config.openai.base_url;
  return { apiKey: key ?? "none", ...(baseUrl ? { baseUrl } : {}) };
}

export function createEmbedder(config: Configured, env: Keys, clock: Clock): Embedder | null {
  const access = embeddingsAccess(config, env);
  if (access === null) return null;
  const sendDimensions = config.embeddings.send_dimensions;
  return createOpenAiEmbedder({ client: createOpenAiClient(access), clock, sendDimensions });
}

export type VectorParts = {
  readonly config: Config;
  readonly embedder: Embedder;
  readonly database: Database;
  readonly communityId: string;
  readonly clock: Clock;
  readonly log: Logger;
};

/** Vectors of one community's docs, kept up to date in the background; null where there is no pgvector. */
export async function openVectors(parts: VectorParts) {
  const { config, embedder, database, communityId, clock, log } = parts;
  const prepared = await prepareVectors(database.pool);
  if (prepared.type === "unavailable") {
    log.warn({ reason: prepared.reason }, "Searching by words alone");
    return null;
  }
  const table = createVectorTable(database.pool);
  const spaces = createVectorSpaces(database.pool);
  const { model, dimensions, query_timeout: queryTimeoutMs } = config.embeddings;
  const shelfOf = (collection: Shelf["collection"]): Shelf => ({
    communityId,
    collection,
    space: { model, dimensions },
  });
  const deps = { table, spaces, embedder, clock };

  return {
    /** How far each model has come, for staff. */
    standings: (collection: Shelf["collection"]) => spaces.standings(communityId, collection),
    near(collection: Shelf["collection"]): NearVectors {
      const shelf = shelfOf(collection);
      return createNearVectors({ ...deps, shelf, queryTimeoutMs, log });
    },
    /** Brings it up to date once; null when another process is at it. */
    fill(
      collection: Shelf["collection"],
      contents: Contents,
      own: Pick<FillDeps, "by" | "progress">,
    ): Promise<FillReport | null> {
      return fillShelf(shelfOf(collection), contents, { ...deps, ...own });
    },
    keep(collection: Shelf["collection"], feed: ContentsFeed) {
      const fill = { ...deps, by: randomUUID() };
      const shelf = shelfOf(collection);
      return keepFilled({ shelf, feed, fill, everyMs: EVERY_MS, clock, log });
    },
  };
}

/** The passages of the docs index, to be embedded whenever there is another version of it. */
export function passageFeed(index: Pick<DocsIndex, "contents">): ContentsFeed {
  let done: string | null = null;
  return {
    async next() {
      const contents = await index.contents();
      if (contents === null || contents.version === done) return null;
      return {
        contents: passageContents(contents),
        done: () => {
          done = contents.version;
        },
      };
    },
  };
}

export function passageContents({ count, passages, has }: IndexContents): Contents {
  return {
    total: count,
    count,
    items: (from, most) => passages(from, most).map(toItem),
    gone: null,
    has,
  };
}

/** A passage by itself does not say what it is about: its page and headings do. */
function toItem(passage: Passage): Item {
  return {
    key: passage.id,
    text: `${passage.breadcrumbs.join(" › ")}\n\n${passage.text}`,
    origin: originOf(passage),
  };
}
