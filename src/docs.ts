import { dirname, resolve } from "node:path";
import type { Config } from "./config.ts";
import {
  type BuildProgress,
  type BuildReport,
  buildInThread,
  type DocsPlace,
} from "./integrations/docs/build-in-thread.ts";
import type { Clock } from "./triage/clock.ts";

/** The docs that the config names, with their paths seen from the config's own folder. */
export function docsPlaces(config: Pick<Config, "docs">, configFile: string): DocsPlace[] {
  return config.docs.map(({ name, version, official, audience, path, base_url: baseUrl }) => ({
    source: { name, version: version ?? null, official, audience },
    path: resolve(dirname(configFile), path),
    baseUrl: baseUrl ?? null,
  }));
}

/** Brings the index up to date; null when the config names no docs: then it stays as it is. */
export async function refreshDocs(
  dataDir: string,
  places: readonly DocsPlace[],
  progress?: BuildProgress,
): Promise<BuildReport | null> {
  if (places.length === 0) return null;
  return buildInThread({ dataDir, places: [...places] }, progress);
}

/** Looks for changes in the docs again and again; a failure leaves the index as it was. */
export function startDocsRefresh(options: {
  readonly everyMs: number;
  readonly clock: Clock;
  readonly refresh: () => Promise<BuildReport | null>;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}): { stop(): Promise<void> } {
  const { everyMs, clock, refresh, log } = options;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = clock.after(everyMs, run);

  function run(): void {
    running = refresh()
      .then(
        (report) => {
          if (!report || report.bytesWritten === 0) return;
          const { added, changed, removed, version } = report;
          log.info({ added, changed, removed, version }, "Docs index brought up to date");
        },
        (error: unknown) => log.error({ error }, "Docs could not be indexed"),
      )
      .then(() => {
        if (!stopped) cancel = clock.after(everyMs, run);
      });
  }

  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
