import { loadConfig } from "../src/config/load.ts";
import type { Config } from "../src/config/schema.ts";
import { createEngines, type Engines } from "../src/engines.ts";
import { openIndex } from "../src/integrations/docs/open-index.ts";
import { withOwnDocs } from "./gaps.ts";
import { indexDemoDocs } from "./index-docs.ts";
import { type PageDemo, type PageDemoOptions, runPageDemo } from "./page-demo.ts";
import { DEMO_CONFIG } from "./town.ts";

export type SamplePageOptions = Pick<PageDemoOptions, "posts" | "at"> & {
  /** An empty folder. */
  readonly dataDir: string;
  /** What differs from the demo's own config. */
  readonly change?: (config: Config) => Config;
  /** Who classifies and drafts for the visitor, instead of the offline engine as it is. */
  readonly engines?: (offline: Engines) => Engines;
};

/** The page demo as it comes, with the offline engine, on a free port. */
export async function startSamplePage(options: SamplePageOptions): Promise<PageDemo> {
  const { dataDir, change = (config) => config, engines = (offline) => offline, ...when } = options;
  const base = loadConfig(DEMO_CONFIG);
  const limits = { ...base.limits, profile: "relaxed" as const };
  const config = await withOwnDocs(change({ ...base, limits }), dataDir);
  const passages = await openIndex(await indexDemoDocs(config, dataDir));
  return runPageDemo({
    ...when,
    config,
    dataDir,
    passages,
    port: 0,
    engines: (clock) => {
      const offline = createEngines(config, { openaiKey: undefined }, passages, clock);
      return { week: offline, visit: engines(offline) };
    },
  });
}
