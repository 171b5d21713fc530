import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A page as it was last fetched, read already. */
export const CachedPage = z.object({
  /** As it was asked for, and where it was found. */
  url: z.string(),
  foundAt: z.string(),
  title: z.string().nullable(),
  text: z.string(),
  /** Markdown made from HTML; otherwise the text is as it came. */
  converted: z.boolean(),
  /** Where it leads to; kept only for sites that are followed by their links. */
  links: z.array(z.string()),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** What the sitemap said when it was last asked for. */
  lastmod: z.string().nullable(),
  /** What the sitemap said when its words last changed. */
  changedAt: z.string().nullable(),
  /** Milliseconds since the epoch. */
  checkedAt: z.number(),
});
export type CachedPage = z.infer<typeof CachedPage>;

/** Raised when pages are read differently, so that all of them are fetched anew. */
const CACHE_FORMAT = 1;
const Cache = z.object({ format: z.literal(CACHE_FORMAT), pages: z.array(CachedPage) });

export type PageCache = {
  get(url: string): CachedPage | undefined;
  set(page: CachedPage): void;
  /** Writes it down if anything in it changed, keeping what `stays` says. @returns bytes written */
  save(stays: (url: string) => boolean): Promise<number>;
  all(): IterableIterator<CachedPage>;
};

/** The pages of one source that were fetched before; empty when there are none that can be read. */
export async function openPageCache(folder: string, name: string): Promise<PageCache> {
  const key = createHash("sha256").update(name).digest("base64url").slice(0, 16);
  const file = join(folder, `site-${key}.json`);
  const before = await readFile(file, "utf8").catch(() => null);
  const pages = new Map<string, CachedPage>();
  for (const page of read(before)) pages.set(page.url, page);
  return {
    get: (url) => pages.get(url),
    all: () => pages.values(),
    set: (page) => void pages.set(page.url, page),
    async save(stays) {
      const kept = [...pages.values()].filter(({ url }) => stays(url));
      const text = JSON.stringify({ format: CACHE_FORMAT, pages: kept });
      if (text === before || (kept.length === 0 && before === null)) return 0;
      await mkdir(folder, { recursive: true });
      const fresh = `${file}.${process.pid}.tmp`;
      try {
        await writeFile(fresh, text, { flush: true });
        await rename(fresh, file);
      } finally {
        await rm(fresh, { force: true });
      }
      return Buffer.byteLength(text);
    },
  };
}

function read(text: string | null): readonly CachedPage[] {
  if (text === null) return [];
  try {
    return Cache.parse(JSON.parse(text)).pages;
  } catch {
    return [];
  }
}
