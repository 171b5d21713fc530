import type { Agent } from "undici";
import { DAY, SECOND } from "../../../triage/model/clock.ts";
import type { Delivery } from "../page-sources.ts";
import { type Fetched, fetchPage, type Validators } from "./fetch-page.ts";
import { createPace } from "./pace.ts";
import type { CachedPage, PageCache } from "./page-cache.ts";
import { type BodyRead, readBody } from "./read-body.ts";
import type { Robots } from "./robots.ts";
import { readRobots } from "./robots.ts";
import { isSameSite, pageName, type SitePlace } from "./site-place.ts";
import type { SitemapEntry } from "./sitemap.ts";

export type SiteDeps = {
  readonly agent: Agent;
  readonly cache: PageCache;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly count: { request(): void; bytes(count: number): void };
};

const LARGEST_PAGE = 5 * 1024 * 1024;
/** As the sitemap protocol allows. */
export const LARGEST_SITEMAP = 50 * 1024 * 1024;
const PAGE_TIMEOUT = 30 * SECOND;
/** A server that asks to come back later than this is left for the next time. */
const LONGEST_WAIT = 60 * SECOND;
/** However slow a site wants to be read, one page a minute it is. */
const LONGEST_DELAY = 60 * SECOND;
/** A page whose date in the sitemap stays is asked for once in a while all the same. */
const TRUSTED_FOR = 7 * DAY;

export type Visit = {
  readonly url: string;
  readonly delivery: Delivery;
  /** Addresses that the page links to. */
  readonly links: readonly string[];
};

export type Visitor = Awaited<ReturnType<typeof createVisitor>>;

/**
 * Asks one site for pages: paced, within its robots.txt, with what is known from the last time.
 * Null with a reason when its robots.txt cannot be read, since nothing may be asked then.
 */
export async function createVisitor(place: SitePlace, deps: SiteDeps) {
  let pace = createPace(place.delayMs, deps.now, deps.wait);

  async function get(url: string, mostBytes: number, validators?: Validators): Promise<Fetched> {
    for (let attempt = 0; ; attempt += 1) {
      await pace();
      const fetched = await fetchPage(url, {
        agent: deps.agent,
        privateHosts: place.privateHosts,
        validators: validators ?? null,
        mostBytes,
        timeoutMs: PAGE_TIMEOUT,
        mayLeadTo: (to) => isSameSite(place, to),
        count: deps.count,
      });
      const wait = fetched.type === "failed" ? fetched.retryAfterMs : null;
      if (wait === null || wait > LONGEST_WAIT || attempt > 0) return fetched;
      await deps.wait(wait);
    }
  }

  const robots = await readRules(place, get);
  if (robots.type === "failed") return robots;
  const { rules } = robots;
  pace = createPace(
    Math.max(place.delayMs, Math.min(rules.delayMs, LONGEST_DELAY)),
    deps.now,
    deps.wait,
  );

  async function visit({ url, changedAt }: SitemapEntry): Promise<Visit> {
    const name = pageName(place, url);
    const known = deps.cache.get(url);
    const failed = (reason: string, gone = false): Visit => ({
      url,
      delivery: { type: "failed", page: name, reason, gone },
      // What it led to the last time is still looked at.
      links: known?.links ?? [],
    });
    if (!rules.allows(url)) return failed("robots.txt asks not to fetch it", true);
    if (known && isFresh(known, changedAt, deps.now())) return visited(place, known);
    // One file may hold a whole site, or the description of a whole API.
    const mostBytes = place.kind === "url" ? LARGEST_SITEMAP : LARGEST_PAGE;
    const fetched = await get(url, mostBytes, known);
    if (fetched.type === "unchanged" && known) {
      const page = { ...known, lastmod: changedAt };
      deps.cache.set(page);
      return visited(place, page);
    }
    if (fetched.type === "unchanged") return failed("it answers 304 to a first request");
    if (fetched.type === "gone") return failed(`it answers ${fetched.status}`, true);
    if (fetched.type === "failed") return failed(fetched.reason);
    try {
      const read = readBody(fetched);
      // Links are needed only where pages are found by them.
      const links = place.kind === "site" ? read.links : [];
      const page = toCached({ ...read, links }, fetched, { url, changedAt }, known, deps.now());
      deps.cache.set(page);
      return visited(place, page);
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error), true);
    }
  }

  return { type: "open" as const, rules, get, visit };
}

async function readRules(
  place: SitePlace,
  get: (url: string, mostBytes: number) => Promise<Fetched>,
): Promise<
  | { readonly type: "read"; readonly rules: Robots }
  | { readonly type: "failed"; readonly reason: string }
> {
  const { origin } = new URL(place.url);
  const answer = await get(`${origin}/robots.txt`, LARGEST_PAGE);
  if (answer.type === "failed" && !/^it answers 4/.test(answer.reason)) {
    // As RFC 9309 has it: a site whose rules cannot be read is not to be asked at all.
    return { type: "failed", reason: `robots.txt: ${answer.reason}` };
  }
  const text = answer.type === "page" ? answer.body.toString("utf8") : null;
  return { type: "read", rules: readRobots(origin, text) };
}

/** Whether the sitemap says, credibly, that nothing changed since. */
function isFresh(known: CachedPage, lastmod: string | null, now: number): boolean {
  if (lastmod === null || lastmod !== known.lastmod) return false;
  const changed = Date.parse(lastmod);
  // A date without a time may hide a second change on the same day.
  return known.checkedAt > changed + DAY && now - known.checkedAt < TRUSTED_FOR;
}

function toCached(
  read: BodyRead,
  fetched: Extract<Fetched, { type: "page" }>,
  { url, changedAt: lastmod }: SitemapEntry,
  known: CachedPage | undefined,
  now: number,
): CachedPage {
  const same = known?.text === read.text && known.title === read.title;
  const date = lastmod === null ? Number.NaN : Date.parse(lastmod);
  return {
    url,
    foundAt: fetched.url,
    ...read,
    links: [...read.links],
    etag: fetched.validators.etag,
    // Some servers say "now" each time, which would be news each time.
    lastModified: same ? known.lastModified : fetched.validators.lastModified,
    lastmod,
    changedAt: same ? known.changedAt : Number.isNaN(date) ? null : new Date(date).toISOString(),
    checkedAt: same && known.lastmod !== lastmod ? known.checkedAt : now,
  };
}

function visited(place: SitePlace, page: CachedPage): Visit {
  const { foundAt, text, title, converted, changedAt, links, url } = page;
  return {
    url,
    links,
    delivery: {
      type: "page",
      page: {
        page: pageName(place, foundAt),
        text,
        title,
        url: foundAt,
        file: new URL(foundAt).pathname,
        ...(converted ? { converted } : {}),
        changedAt,
      },
    },
  };
}
