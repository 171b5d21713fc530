import { z } from "zod";

/** A source on the web: a sitemap, a site that is followed from a page on, or one address. */
export const SitePlace = z.object({
  type: z.literal("site"),
  kind: z.enum(["sitemap", "site", "url"]),
  url: z.url(),
  /** Addresses or paths that pages must begin with; all of the site when empty. */
  include: z.array(z.string()),
  /** Addresses or paths that are left out. */
  exclude: z.array(z.string()),
  mostPages: z.number().int(),
  /** Between two requests, at the least; robots.txt may ask for more. */
  delayMs: z.number(),
  /** Hosts that may be private, as `host` or `host:port`. */
  privateHosts: z.array(z.string()),
});
export type SitePlace = z.infer<typeof SitePlace>;

/** What the place's addresses are seen from: the folder of a site's first page, else its origin. */
export function baseOf({ kind, url }: SitePlace): string {
  const { origin, pathname } = new URL(url);
  return kind === "site" ? `${origin}${pathname.replace(/[^/]*$/, "")}` : `${origin}/`;
}

/** Whether a page belongs to the place. */
export function isWithin(place: SitePlace, url: string): boolean {
  const begins = (prefix: string) => url.startsWith(new URL(prefix, place.url).href);
  const inside =
    place.include.length > 0 ? place.include.some(begins) : url.startsWith(baseOf(place));
  return inside && !place.exclude.some(begins);
}

/** Redirects stay on the site; from http to https, or to and from `www.`, is the same site. */
export function isSameSite(place: SitePlace, url: URL): boolean {
  const plain = (host: string) => host.replace(/^www\./, "");
  return plain(url.host) === plain(new URL(place.url).host) || isWithin(place, url.href);
}

/** A page's path within its source: the address without what all pages share. */
export function pageName(place: SitePlace, url: string): string {
  const { href, pathname, search } = new URL(url);
  const base = baseOf(place);
  const path = href.startsWith(base)
    ? new URL(url).href.slice(base.length).replace(/[?#].*$/, "")
    : pathname.slice(1);
  const name = readable(path).replace(/\/$/, "");
  return `${name === "" ? "index" : name}${search}`;
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** One spelling for one page: without anchor. */
export function pageAddress(href: string, from: string): string | null {
  if (!URL.canParse(href, from)) return null;
  const url = new URL(href, from);
  url.hash = "";
  return /^https?:$/.test(url.protocol) ? url.href : null;
}
