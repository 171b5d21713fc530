import type { Delivery } from "../page-sources.ts";
import { readLlmsLinks } from "./llms-links.ts";
import { inOrder } from "./pace.ts";
import { isWithin, pageAddress, type SitePlace } from "./site-place.ts";
import { readSitemap, type SitemapEntry } from "./sitemap.ts";
import {
  createVisitor,
  LARGEST_SITEMAP,
  type SiteDeps,
  type Visit,
  type Visitor,
} from "./visitor.ts";

const AT_ONCE = 2;
/** A site that fails this often in a row is having a bad day; it is left alone until the next time. */
const MOST_FAILURES = 10;
const MOST_SITEMAPS = 100;

export type CrawlDeps = SiteDeps & {
  /** Told how many pages there are, as far as is known. */
  readonly found: (pages: number) => void;
};

type Open = Extract<Visitor, { type: "open" }>;

/**
 * The pages of a place on the web. What was there the last time and cannot be told now stays:
 * `incomplete` says so. The caller saves the cache.
 */
export async function* crawl(place: SitePlace, deps: CrawlDeps): AsyncGenerator<Delivery> {
  const visitor = await createVisitor(place, deps);
  if (visitor.type === "failed") return yield incomplete(place, visitor.reason);
  const run = createRun(place, visitor, deps);
  const listed = await listPages(place, visitor);
  if (listed.type === "failed") return yield incomplete(place, listed.reason);
  yield* listed.trouble;
  yield* listed.follow ? run.follow(listed.entries) : run.visitAll(listed.entries);
  yield* run.ending();
}

type Listed =
  | {
      readonly type: "listed";
      readonly entries: readonly SitemapEntry[];
      /** Whether further pages are found by links. */
      readonly follow: boolean;
      readonly trouble: readonly Delivery[];
    }
  | { readonly type: "failed"; readonly reason: string };

async function listPages(place: SitePlace, visitor: Open): Promise<Listed> {
  const entry = { url: place.url, changedAt: null };
  if (place.kind === "url") {
    if (!/\/llms\.txt$/i.test(new URL(place.url).pathname)) {
      return { type: "listed", entries: [entry], follow: false, trouble: [] };
    }
    return listLlms(place, visitor);
  }
  if (place.kind === "sitemap") return walkSitemaps(place, [place.url], visitor);
  const named = visitor.rules.sitemaps.filter((url) => URL.canParse(url));
  const usual = new URL("/sitemap.xml", place.url).href;
  const walked = await walkSitemaps(place, named.length > 0 ? named : [usual], visitor);
  if (walked.type === "listed" && walked.entries.length > 0) return walked;
  return { type: "listed", entries: [entry], follow: true, trouble: [] };
}

/** All pages of sitemaps and of the sitemaps that these name. */
async function walkSitemaps(
  place: SitePlace,
  first: readonly string[],
  { get, rules }: Open,
): Promise<Listed> {
  const pages = new Map<string, SitemapEntry>();
  const trouble: Delivery[] = [];
  const waiting = [...first];
  const seen = new Set<string>();
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    if (seen.has(url) || seen.size >= MOST_SITEMAPS) continue;
    seen.add(url);
    const read = await readOne(url, get);
    if (typeof read === "string") {
      if (seen.size === 1) return { type: "failed", reason: `the sitemap ${url}: ${read}` };
      trouble.push({ type: "incomplete", page: url, reason: read });
      continue;
    }
    waiting.push(...read.sitemaps);
    for (const { url: page, changedAt } of read.pages) {
      const address = pageAddress(page, url);
      if (address !== null && isWithin(place, address)) {
        pages.set(address, { url: address, changedAt });
      }
    }
  }
  if (pages.size === 0)
    return { type: "failed", reason: "the sitemap lists no page of this source" };
  return allowed([...pages.values()], place, rules, trouble);
}

function allowed(
  entries: readonly SitemapEntry[],
  { url }: SitePlace,
  rules: Open["rules"],
  trouble: readonly Delivery[],
): Listed {
  const kept = entries.filter((entry) => rules.allows(entry.url));
  const left = entries.length - kept.length;
  const text = `${url}: robots.txt asks not to fetch ${left} of its pages`;
  const notes: Delivery[] = left > 0 ? [{ type: "note", text }] : [];
  return { type: "listed", entries: kept, follow: false, trouble: [...trouble, ...notes] };
}

async function readOne(url: string, get: Open["get"]) {
  const fetched = await get(url, LARGEST_SITEMAP);
  if (fetched.type === "gone") return `it answers ${fetched.status}`;
  if (fetched.type === "failed") return fetched.reason;
  if (fetched.type === "unchanged") return "it answers 304 to a first request";
  try {
    return readSitemap(fetched.body, LARGEST_SITEMAP);
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

async function listLlms(place: SitePlace, { get, rules }: Open): Promise<Listed> {
  const fetched = await get(place.url, LARGEST_SITEMAP);
  if (fetched.type !== "page") {
    const reason = fetched.type === "failed" ? fetched.reason : "there is none";
    return { type: "failed", reason: `${place.url}: ${reason}` };
  }
  const links = readLlmsLinks(fetched.body.toString("utf8"), fetched.url);
  const entries = links
    .filter((url) => isWithin(place, url))
    .map((url) => ({ url, changedAt: null }));
  if (entries.length === 0) return { type: "failed", reason: `${place.url} links to no page` };
  return allowed(entries, place, rules, []);
}

/** One pass over a site: counts failures in a row, delivers each page once. */
function createRun(place: SitePlace, visitor: Open, deps: CrawlDeps) {
  const delivered = new Set<string>();
  let inARow = 0;
  let stopped = false;
  let left = 0;
  let found = false;

  function* once(visit: Visit): Generator<Delivery> {
    const { delivery } = visit;
    const bad = delivery.type === "failed" && !delivery.gone;
    inARow = bad ? inARow + 1 : 0;
    if (inARow >= MOST_FAILURES) stopped = true;
    if (delivery.type === "page") found = true;
    const key = delivery.type === "page" ? delivery.page.page : `failed ${visit.url}`;
    // Several addresses may lead to one page.
    if (delivered.has(key)) return;
    delivered.add(key);
    yield delivery;
  }

  async function* visitAll(entries: readonly SitemapEntry[]): AsyncGenerator<Delivery> {
    const wanted = entries.slice(0, place.mostPages);
    left += entries.length - wanted.length;
    deps.found(wanted.length);
    const work = async (entry: SitemapEntry) => (stopped ? null : visitor.visit(entry));
    for await (const visit of inOrder(wanted, AT_ONCE, work)) if (visit) yield* once(visit);
  }

  async function* follow(first: readonly SitemapEntry[]): AsyncGenerator<Delivery> {
    const known = new Set(first.map(({ url }) => url));
    let round: readonly SitemapEntry[] = first;
    while (round.length > 0 && !stopped) {
      deps.found(known.size);
      const next: SitemapEntry[] = [];
      for await (const visit of inOrder(round, AT_ONCE, visitor.visit)) {
        yield* once(visit);
        const from =
          visit.delivery.type === "page" ? (visit.delivery.page.url ?? visit.url) : visit.url;
        for (const href of visit.links) {
          const url = pageAddress(href, from);
          if (url === null || known.has(url) || !isWithin(place, url)) continue;
          if (!visitor.rules.allows(url)) continue;
          if (known.size >= place.mostPages) {
            left += 1;
            continue;
          }
          known.add(url);
          next.push({ url, changedAt: null });
        }
      }
      round = next;
    }
  }

  function* ending(): Generator<Delivery> {
    if (stopped) {
      const reason = `${MOST_FAILURES} pages failed in a row; the rest is left for the next time`;
      yield incomplete(place, reason);
    } else if (!found) yield incomplete(place, "none of its pages could be read");
    if (left > 0) {
      const text = `${place.url}: has ${left} pages more than max_pages (${place.mostPages}) admits`;
      yield { type: "note", text };
    }
  }

  return { visitAll, follow, ending };
}

function incomplete(place: SitePlace, reason: string): Delivery {
  return { type: "incomplete", page: place.url, reason };
}
