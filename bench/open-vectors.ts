import { readEnvironment } from "../src/config/environment.ts";
import { Config } from "../src/config/schema.ts";
import { openDatabase } from "../src/integrations/store/database.ts";
import { createLog } from "../src/log.ts";
import { systemClock } from "../src/triage/model/clock.ts";
import { UserError } from "../src/triage/model/errors.ts";
import type { Contents } from "../src/triage/same-asks/embedding.ts";
import { createEmbedder, openVectors } from "../src/vectors.ts";

export type EmbeddedOptions = {
  readonly model: string;
  readonly dimensions: number;
  readonly baseUrl: string | undefined;
  /** Where the vectors stay, so that another run pays for nothing. */
  readonly folder: string | undefined;
};

/** Vectors of a real model as the program would have them: the same code, table and search. */
export async function openBenchVectors({ model, dimensions, baseUrl, folder }: EmbeddedOptions) {
  const config = Config.parse({
    community: "bench",
    discord: { server: "bench", channels: {}, review_channel: "none" },
    embeddings: {
      use: "always",
      model,
      dimensions,
      send_dimensions: model !== "text-embedding-ada-002",
      query_timeout: "30s",
      ...(baseUrl ? { base_url: baseUrl } : {}),
    },
  });
  const embedder = createEmbedder(config, readEnvironment(), systemClock);
  if (!embedder) throw new UserError("--embed needs OPENAI_API_KEY, or --base-url");
  const database = await openDatabase(folder === undefined ? {} : { dataDir: folder });
  const log = createLog("warn");

  return {
    /** All of these and nothing else, found by meaning. @throws UserError when the endpoint fails */
    async shelf(name: string, collection: "passages" | "asks", contents: Contents) {
      const parts = { config, embedder, database, communityId: name, clock: systemClock, log };
      const vectors = await openVectors(parts);
      const filled = await vectors?.fill(collection, contents, { by: "bench" });
      if (!vectors || !filled) throw new Error("the vectors could not be made");
      if (filled.failure) throw new UserError(`${filled.failure.reason}: ${filled.failure.detail}`);
      return { near: vectors.near(collection), tokens: filled.tokens };
    },
    close: () => database.close(),
  };
}
