import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../triage/model/errors.ts";
import { BuildData, type FromThread } from "./build-in-thread.ts";
import { buildIndex } from "./build-index.ts";
import type { SourcePages } from "./gather-entries.ts";
import { dropOwnLock, readManifest, readPages } from "./index-folder.ts";
import { countPages, type Delivery, pagesAt } from "./page-sources.ts";
import type { Source } from "./passages.ts";
import { fetchSite, type Traffic } from "./site/site-pages.ts";
import type { SitePlace } from "./site/site-place.ts";

/** The thread that builds the index: parsing and counting words takes seconds that others need. */
async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  const tell = (message: FromThread) => port.postMessage(message);
  try {
    const data = BuildData.parse(workerData);
    const started = performance.now();
    const empty: string[] = [];
    const sources: SourcePages[] = [];
    const traffic: Traffic = { requests: 0, bytes: 0 };
    let total = 0;
    let found = 0;
    const more = (pages: number) => {
      total += pages;
      tell({ type: "total", pages: total });
    };
    for (const { source, from } of data.places) {
      if (from.type === "tickets" || (from.type === "site" && data.scope === "local")) continue;
      if (from.type === "path") {
        const pages = await countPages(from.path);
        // A folder that is just being checked out, or not mounted, is no reason to forget its pages.
        if (pages === 0) empty.push(source.name);
        else sources.push({ source, pages: told(pagesAt(from.path, from.baseUrl)) });
        more(pages);
      } else if (from.type === "pages") {
        const pages = from.pages.map((page): Delivery => ({ type: "page", page }));
        sources.push({ source, pages: told(listed(pages)) });
        more(pages.length);
      } else {
        sources.push({ source, pages: listed(await fetched(data.dataDir, source, from)) });
      }
    }
    await dropOwnLock(data.dataDir);
    const report = await buildIndex(data.dataDir, [
      ...sources.map(({ source, pages }) => ({ source, pages: counted(pages) })),
      ...(data.others === "remove" ? await strangers(data) : []),
    ]);
    const { requests, bytes: bytesFetched } = traffic;
    const ms = Math.round(performance.now() - started);
    tell({ type: "done", report: { ...report, empty, found, requests, bytesFetched, ms } });

    async function* counted(pages: SourcePages["pages"]): AsyncGenerator<Delivery> {
      for await (const delivery of pages) {
        if (delivery.type !== "note") found += 1;
        yield delivery;
      }
    }

    async function fetched(dataDir: string, { name, version }: Source, from: SitePlace) {
      let known = 0;
      return fetchSite(dataDir, `${name} ${version ?? ""}`, from, traffic, {
        found(pages) {
          more(pages - known);
          known = pages;
        },
        page: () => tell({ type: "page" }),
      });
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { code, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
    tell({ type: "failed", message, mendable: error instanceof UserError, code, path });
  }

  async function* told(pages: AsyncIterable<Delivery>): AsyncGenerator<Delivery> {
    for await (const page of pages) {
      tell({ type: "page" });
      yield page;
    }
  }
}

/** What the index holds of sources that are no longer named: given without pages, they are removed. */
async function strangers({ dataDir, places }: BuildData): Promise<SourcePages[]> {
  const manifest = await readManifest(dataDir);
  if (manifest === null) return [];
  const keyOf = (name: string, version: string | null) => JSON.stringify([name, version]);
  const named = new Set(places.map(({ source: { name, version } }) => keyOf(name, version)));
  const held = new Map(
    (await readPages(dataDir, manifest)).map((page) => [keyOf(page.source, page.version), page]),
  );
  return [...held]
    .filter(([key]) => !named.has(key))
    .map(([, { source: name, version }]) => ({
      source: { name, version, official: false },
      pages: nothing(),
    }));
}

async function* nothing(): AsyncGenerator<Delivery> {}

async function* listed(deliveries: readonly Delivery[]): AsyncGenerator<Delivery> {
  yield* deliveries;
}

if (parentPort) await main(parentPort);
