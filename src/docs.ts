import { dirname, resolve } from "node:path";
import type { Config } from "./config/schema.ts";
import {
  type BuildProgress,
  type BuildReport,
  buildInThread,
  type DocsPlace,
  type GivenPage,
} from "./integrations/docs/build-in-thread.ts";
import type { DocsFolder } from "./integrations/docs/docs-files.ts";
import type { SolvedAsk } from "./triage/answers/knowledge.ts";
import { type Clock, MINUTE } from "./triage/model/clock.ts";

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
  if (docs.tickets) return { type: "tickets" };
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

/** The places with the answers that were accepted in tickets, as pages of theirs. */
export function withSolved(
  places: readonly DocsPlace[],
  solved: readonly SolvedAsk[],
): readonly DocsPlace[] {
  const pages = solved.map(toSolvedPage);
  return places.map((place) =>
    place.from.type === "tickets" ? { ...place, from: { type: "pages", pages } } : place,
  );
}

/** What was asked leads to the answer and is not part of it, so that only the answer is quoted. */
function toSolvedPage({ code, title, ask, answer, permalink, acceptedAt }: SolvedAsk): GivenPage {
  const heading = ask.replace(/\s+/g, " ").trim();
  return {
    page: `tickets/${code}`,
    title,
    text: heading === "" || heading === title ? answer : `## ${heading}\n\n${answer}`,
    url: permalink,
    withoutAnchors: true,
    file: `tickets/${code}.md`,
    changedAt: new Date(acceptedAt).toISOString(),
  };
}

/** Whether some wait for the first look after the start: fetching takes long, and the store is not open. */
export function someAreReadLater(places: readonly DocsPlace[]): boolean {
  return places.some(({ from }) => from.type !== "path");
}

type Refreshing = Promise<BuildReport | null>;

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

/** How soon an answer that was kept or taken back is noticed. */
const NEWS_MS = MINUTE;

/**
 * Looks for changes in the docs again and again; a failure leaves the index as it was.
 * @param options.hasNews whether something changed that should not wait for the next look
 */
export function startDocsRefresh(options: {
  readonly everyMs: number;
  /** When to look for the first time; as often as later when left out. */
  readonly firstAfterMs?: number;
  readonly clock: Clock;
  readonly refresh: (how: Required<Pick<RefreshOptions, "signal" | "scope">>) => Refreshing;
  readonly hasNews?: () => Promise<boolean>;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}): { stop(): Promise<void> } {
  const { everyMs, clock, refresh, hasNews, log } = options;
  const { signal, abort } = abortable();
  let running: Promise<void> = Promise.resolve();
  const cancels = { look: clock.after(options.firstAfterMs ?? everyMs, look), news() {} };
  if (hasNews) cancels.news = clock.after(NEWS_MS, listen);

  function look(): void {
    running = running
      .then(() => once("all"))
      .then(() => {
        if (!signal.aborted) cancels.look = clock.after(everyMs, look);
      });
  }

  function listen(): void {
    running = running
      .then(async () => {
        if (await hasNews?.()) await once("local");
      })
      .catch((error: unknown) => log.error({ error }, "Kept answers could not be read"))
      .then(() => {
        if (!signal.aborted) cancels.news = clock.after(NEWS_MS, listen);
      });
  }

  async function once(scope: "all" | "local"): Promise<void> {
    try {
      if (!signal.aborted) tell(await refresh({ signal, scope }));
    } catch (error) {
      if (!signal.aborted) log.error({ error }, "Docs could not be indexed");
    }
  }

  function tell(report: BuildReport | null): void {
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
  }

  return {
    async stop() {
      abort();
      cancels.look();
      cancels.news();
      await running;
    },
  };
}

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
