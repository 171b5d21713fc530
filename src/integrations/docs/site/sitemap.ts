import { gunzipSync } from "node:zlib";
import { parseXml, XmlElement } from "@rgrove/parse-xml";

export type SitemapEntry = {
  readonly url: string;
  /** As the site wrote it; null when it did not. */
  readonly changedAt: string | null;
};

export type Sitemap = {
  readonly pages: readonly SitemapEntry[];
  /** Further sitemaps, of a sitemap index. */
  readonly sitemaps: readonly string[];
};

/**
 * Reads a sitemap or a sitemap index (sitemaps.org), also packed with gzip.
 * @throws Error with what is wrong about it
 */
export function readSitemap(body: Buffer, mostBytes: number): Sitemap {
  const packed = body[0] === 0x1f && body[1] === 0x8b;
  const xml = packed ? gunzipSync(body, { maxOutputLength: mostBytes }) : body;
  const { root } = parseXml(xml.toString("utf8"), { ignoreUndefinedEntities: true });
  if (root?.name !== "urlset" && root?.name !== "sitemapindex") {
    throw new Error(`it is no sitemap: it begins with <${root?.name ?? ""}>`);
  }
  const entries = childrenOf(root).map((entry) => ({
    url: textIn(entry, "loc") ?? "",
    changedAt: textIn(entry, "lastmod"),
  }));
  const sound = entries.filter(({ url }) => URL.canParse(url));
  return root.name === "urlset"
    ? { pages: sound, sitemaps: [] }
    : { pages: [], sitemaps: sound.map(({ url }) => url) };
}

function childrenOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement);
}

function textIn(entry: XmlElement, name: string): string | null {
  const found = childrenOf(entry).find((child) => child.name === name);
  const text = found?.text.trim() ?? "";
  return text === "" ? null : text;
}
