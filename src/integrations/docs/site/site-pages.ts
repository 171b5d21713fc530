import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Delivery, parted } from "../page-sources.ts";
import { createGuardedAgent } from "./address.ts";
import { crawl } from "./crawl.ts";
import { openPageCache } from "./page-cache.ts";
import type { SitePlace } from "./site-place.ts";

/** So many pages at the most are fetched again when the program ends in the middle. */
const SAVED_EVERY = 500;

/** What it cost to look at sites. */
export type Traffic = { requests: number; bytes: number };

export type SiteProgress = { found(pages: number): void; page(): void };

/**
 * Fetches a place on the web, with what is known of it from the last time in the data folder. All of
 * it is gathered first: an index must not wait, locked, for a slow site.
 */
export async function fetchSite(
  dataDir: string,
  name: string,
  place: SitePlace,
  traffic: Traffic,
  progress: SiteProgress,
): Promise<Delivery[]> {
  const cache = await openPageCache(join(dataDir, "docs-cache"), `${name} ${place.url}`);
  const agent = createGuardedAgent(place.privateHosts);
  const deliveries: Delivery[] = [];
  const asked = new Set<string>();
  try {
    const pages = crawl(place, {
      agent,
      cache: { ...cache, get: (url) => cache.get(note(url)) },
      now: Date.now,
      wait: (ms) => sleep(ms),
      count: {
        request() {
          traffic.requests += 1;
        },
        bytes(count) {
          traffic.bytes += count;
        },
      },
      found: progress.found,
    });
    for await (const delivery of pages) {
      deliveries.push(delivery);
      if (deliveries.length % SAVED_EVERY === 0) await cache.save(() => true);
      if (delivery.type === "page" || delivery.type === "failed") progress.page();
    }
  } finally {
    await agent.close();
  }
  const whole = !deliveries.some(({ type }) => type === "incomplete");
  await cache.save((url) => !whole || asked.has(url));
  return deliveries.flatMap(parted);

  function note(url: string): string {
    asked.add(url);
    return url;
  }
}
