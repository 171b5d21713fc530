import { Config, readEnvironment } from "../../src/config.ts";
import {
  type LoadedIndex,
  openIndex,
  rankPagesFused,
} from "../../src/integrations/docs/open-index.ts";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { fillShelf } from "../../src/integrations/vectors/fill-shelf.ts";
import { createNearVectors } from "../../src/integrations/vectors/near-vectors.ts";
import { prepareVectors } from "../../src/integrations/vectors/vector-schema.ts";
import { createVectorSpaces } from "../../src/integrations/vectors/vector-spaces.ts";
import { createVectorTable } from "../../src/integrations/vectors/vector-table.ts";
import { systemClock } from "../../src/triage/clock.ts";
import { UserError } from "../../src/triage/errors.ts";
import { createEmbedder, passageContents } from "../../src/vectors.ts";
import type { Question } from "./questions.ts";
import { type Places, placesOf } from "./score.ts";

export type EmbeddedOptions = {
  readonly model: string;
  readonly dimensions: number;
  readonly baseUrl: string | undefined;
  /** Where the vectors stay, so that another run pays for nothing. */
  readonly folder: string | undefined;
};

const DEPTH = 50;
const PATIENCE_MS = 30_000;

/** What production finds with vectors of a real model: by words and meaning fused, and by meaning alone. */
export async function placesEmbedded(
  dataDir: string,
  index: LoadedIndex,
  questions: readonly Question[],
  { model, dimensions, baseUrl, folder }: EmbeddedOptions,
): Promise<{ readonly fused: Places; readonly alone: Places; readonly tokens: number }> {
  const config = Config.parse({
    community: "bench",
    discord: { server: "bench", channels: {}, review_channel: "none" },
    embeddings: {
      use: "always",
      model,
      dimensions,
      send_dimensions: model !== "text-embedding-ada-002",
      ...(baseUrl ? { base_url: baseUrl } : {}),
    },
  });
  const embedder = createEmbedder(config, readEnvironment(), systemClock);
  if (!embedder) throw new UserError("--embed needs OPENAI_API_KEY, or --base-url");
  const database = await openDatabase(folder === undefined ? {} : { dataDir: folder });
  try {
    await prepareVectors(database.pool);
    const deps = {
      table: createVectorTable(database.pool),
      spaces: createVectorSpaces(database.pool),
      embedder,
      clock: systemClock,
    };
    const space = { model, dimensions };
    const shelf = { communityId: "bench", collection: "passages", space } as const;
    const contents = await (await openIndex(dataDir)).contents();
    if (contents === null) throw new Error("the index was not built");
    const filled = await fillShelf(shelf, passageContents(contents), { ...deps, by: "bench" });
    if (filled?.failure) throw new UserError(`${filled.failure.reason}: ${filled.failure.detail}`);
    const log = { warn: (fields: object) => console.error(fields) };
    const near = createNearVectors({ ...deps, shelf, queryTimeoutMs: PATIENCE_MS, log });
    const fused: string[][] = [];
    const alone: string[][] = [];
    for (const { question } of questions) {
      const pages = await rankPagesFused(index, { title: "", text: question, top: DEPTH }, near);
      if (pages === null) throw new UserError("the endpoint gave no vector for a question");
      fused.push(pages.map(({ page }) => index.pages[page]?.page ?? ""));
      const found = await near.near(question, { top: DEPTH * 4 });
      const numbers = (found?.hits ?? []).flatMap(({ key }) => index.numberOf(key) ?? []);
      alone.push([
        ...new Set(numbers.map((number) => index.pages[index.pageOf(number)]?.page ?? "")),
      ]);
    }
    return {
      fused: placesOf(questions, fused),
      alone: placesOf(questions, alone),
      tokens: filled?.tokens ?? 0,
    };
  } finally {
    await database.close();
  }
}
