import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../src/config/schema.ts";
import { buildIndex } from "../src/integrations/docs/build-index.ts";
import { pagesInFolder } from "../src/integrations/docs/page-sources.ts";

/** Indexes the sample docs into a folder (a temporary one when null) and returns it. */
export async function indexDemoDocs(config: Config, folder: string | null): Promise<string> {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), "signalbox-docs-")));
  await buildIndex(
    dataDir,
    // Kept answers come by themselves.
    config.docs
      .filter(({ tickets }) => tickets === undefined)
      .map((source) => ({
        source: { name: source.name, version: source.version ?? null, official: source.official },
        pages: pagesInFolder(
          new URL(source.path ?? "./docs", import.meta.url).pathname,
          source.base_url ?? null,
        ),
      })),
  );
  return dataDir;
}
