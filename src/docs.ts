import { dirname, resolve } from "node:path";
import type { Config } from "./config.ts";
import {
  type BuildProgress,
  type BuildReport,
  buildInThread,
  type DocsPlace,
} from "./integrations/docs/build-in-thread.ts";
import type { DocsFolder } from "./integrations/docs/docs-files.ts";
import type { Clock } from "./triage/clock.ts";

/** The docs that the config names, with their paths seen from the config's own folder. */
export function docsPlaces(config: Pick<Config, "docs">, configFile: string): DocsPlace[] {
  return config.docs.map((docs) => {
    const { name, version, official, audience } = docs;
    return {
      source: { name, version: version ?? null, official, audience },
      from: placeOf(docs, dirname(configFile)),
    };
  });
}

function placeOf(docs: Config["docs"][number], folder: string): DocsPlace["from"] {
  const { path = ".", base_url: baseUrl, sitemap, site, url } = docs;
  const [kind, address] = sitemap
    ? (["sitemap", sitemap] as const)
    : site
      ? (["site", site] as const)
      : (["url", url] as const);
  if (address === undefined) {
    return { type: "path", path: resolve(folder, path), baseUrl: baseUrl ?? null };
  }
  return {
    type: "site",
    kind,
    url: address,
    include: docs.include,
    exclude: docs.exclude,
    mostPages: docs.max_pages,
    delayMs: docs.delay,
    privateHosts: docs.private_hosts,
  };
}

/** Whether any of them is fetched, which takes longer than a start should. */
export function hasSites(places: readonly DocsPlace[]): boolean {
  return places.some(({ from }) => from.type === "site");
}

export type RefreshOptions = {
  readonly progress?: BuildProgress;
  /** `local` leaves sites as they were indexed last. */
  readonly scope?: "all" | "local";
  /** Ends the work; the index stays as it was. */
  readonly signal?: AbortSignal;
};

/** Where the files of those docs are that lie in folders. */
export function docsFolders(config: Pick<Config, "docs">, configFile: string): DocsFolder[] {
  return docsPlaces(config, configFile).flatMap(({ source: { name, version }, from }) =>
    from.type === "path" ? [{ name, version, path: from.path }] : [],
  );
}

/** Brings the index up to date; null when the config names no docs: then it stays as it is. */
export async function refreshDocs(
  dataDir: string,
  places: readonly DocsPlace[],
  { progress, scope = "all", signal }: RefreshOptions = {},
): Promise<BuildReport | null> {
  if (places.length === 0) return null;
  return buildInThread({ dataDir, places: [...places], scope }, progress, signal);
}

/** Looks for changes in the docs again and again; a failure leaves the index as it was. */
export function startDocsRefresh(options: {
  readonly everyMs: number;
  /** When to look for the first time; as often as later when left out. */
  readonly firstAfterMs?: number;
  readonly clock: Clock;
  readonly refresh: (signal: AbortSignal) => Promise<BuildReport | null>;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}): { stop(): Promise<void> } {
  const { everyMs, clock, refresh, log } = options;
  const ending = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let cancel = clock.after(options.firstAfterMs ?? everyMs, run);

  function run(): void {
    running = refresh(ending.signal)
      .then(
        (report) => {
          if (!report) return;
          for (const { page, reason } of report.failed) {
            log.warn({ page, reason }, "A page could not be indexed");
          }
          if (report.bytesWritten === 0) return;
          const { added, changed, removed, version, ms, requests, bytesFetched } = report;
          log.info(
            { added, changed, removed, version, ms, requests, bytesFetched },
            "Docs index brought up to date",
          );
        },
        (error: unknown) => {
          if (!ending.signal.aborted) log.error({ error }, "Docs could not be indexed");
        },
      )
      .then(() => {
        if (!ending.signal.aborted) cancel = clock.after(everyMs, run);
      });
  }

  return {
    async stop() {
      ending.abort();
      cancel();
      await running;
    },
  };
}
