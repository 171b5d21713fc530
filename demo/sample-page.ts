import { loadConfig } from "../src/config.ts";
import { createEngines } from "../src/engines.ts";
import { openIndex } from "../src/integrations/docs/open-index.ts";
import { withOwnDocs } from "./gaps.ts";
import { indexDemoDocs } from "./index-docs.ts";
import { type PageDemo, runPageDemo } from "./page-demo.ts";
import { DEMO_CONFIG } from "./town.ts";

/**
 * The page demo as it comes, with the offline engine, on a free port.
 * @param dataDir an empty folder
 * @param posts of the week before; all of them when left out
 */
export async function startSamplePage(dataDir: string, posts?: number): Promise<PageDemo> {
  const base = loadConfig(DEMO_CONFIG);
  const limits = { ...base.limits, profile: "relaxed" as const };
  const config = await withOwnDocs({ ...base, limits }, dataDir);
  const passages = await openIndex(await indexDemoDocs(config, dataDir));
  return runPageDemo({
    config,
    dataDir,
    passages,
    port: 0,
    ...(posts === undefined ? {} : { posts }),
    engines: (clock) => {
      const offline = createEngines(config, { openaiKey: undefined }, passages, clock);
      return { week: offline, visit: offline };
    },
  });
}
