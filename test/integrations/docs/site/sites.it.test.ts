import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildIndex } from "../../../../src/integrations/docs/build-index.ts";
import { openIndex } from "../../../../src/integrations/docs/open-index.ts";
import { fetchSite } from "../../../../src/integrations/docs/site/site-pages.ts";
import type { SitePlace } from "../../../../src/integrations/docs/site/site-place.ts";
import { aBomb, aDocument, aSitemap, type Site, startSite } from "../../../simulators/site/site.ts";
import { aSource } from "../a-page.ts";

let site: Site;
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "docs-site-"));
  site = await startSite();
});
afterEach(async () => {
  await site.close();
  await rm(data, { recursive: true, force: true });
});

const GUIDE = ["/guide/", "/guide/install", "/guide/uploads"];

function aSite(lastmod: string | null = null): void {
  site.put("/robots.txt", { headers: { "content-type": "text/plain" }, body: "User-agent: *\n" });
  site.put(
    "/sitemap.xml",
    aSitemap(site.url, Object.fromEntries(GUIDE.map((path) => [path, lastmod]))),
  );
  site.put("/guide/", page("Guide", "Start here.", '"g1"'));
  site.put(
    "/guide/install",
    page("Install", '<h2 id="linux">Linux</h2><p>Run the installer.</p>', '"i1"'),
  );
  site.put("/guide/uploads", page("Uploads", "<p>Send the parts in any order.</p>", '"u1"'));
}

function page(title: string, body: string, etag: string, links: readonly string[] = []) {
  return { headers: { etag }, body: aDocument(title, body, links) };
}

function place(overrides: Partial<SitePlace> = {}): SitePlace {
  return {
    type: "site",
    kind: "sitemap",
    url: `${site.url}/sitemap.xml`,
    include: [],
    exclude: [],
    mostPages: 100,
    delayMs: 0,
    privateHosts: [site.host],
    ...overrides,
  };
}

async function index(overrides: Partial<SitePlace> = {}) {
  site.forget();
  const traffic = { requests: 0, bytes: 0 };
  const progress = { found() {}, page() {} };
  const deliveries = await fetchSite(data, "docs", place(overrides), traffic, progress);
  async function* pages() {
    yield* deliveries;
  }
  const report = await buildIndex(data, [{ source: aSource, pages: pages() }]);
  return { ...report, ...traffic, paths: site.paths() };
}

async function pagesFound(): Promise<string[]> {
  const found = await openIndex(data);
  const hits = await found.search({ title: "guide install uploads parts", text: "", top: 50 });
  return [...new Set(hits.map(({ passage }) => passage.page))].toSorted();
}

async function written(): Promise<string> {
  const names = (await readdir(data, { recursive: true })).toSorted();
  const stats = await Promise.all(names.map((name) => stat(join(data, name))));
  return JSON.stringify(
    names.map((name, at) => [name, stats[at]?.isFile() ? stats[at].mtimeMs : 0]),
  );
}

describe("a sitemap", () => {
  it("gives its pages with their anchors", async () => {
    aSite();
    expect(await index()).toMatchObject({ pages: 3, failed: [], notes: [], requests: 5 });
    const found = await openIndex(data);
    const [hit] = await found.search({ title: "run the installer on linux", text: "", top: 1 });
    expect(hit?.passage).toMatchObject({
      url: `${site.url}/guide/install#linux`,
      page: "guide/install",
      breadcrumbs: ["Install", "Linux"],
    });
  });

  it("writes nothing the second time and asks only whether something changed", async () => {
    aSite();
    await index();
    const before = await written();
    const again = await index();
    expect(again).toMatchObject({ unchanged: 3, bytesWritten: 0, failed: [] });
    expect(site.asked().filter(({ path }) => GUIDE.includes(path))).toHaveLength(3);
    expect(
      site.asked().every(({ path, status }) => status === (GUIDE.includes(path) ? 304 : 200)),
    ).toBe(true);
    expect(await written()).toBe(before);
  });

  it("asks for no page whose date is old and the same", async () => {
    aSite("2024-03-01");
    await index();
    expect(await index()).toMatchObject({
      unchanged: 3,
      paths: ["/robots.txt", "/sitemap.xml"],
      bytesWritten: 0,
    });
    const found = await openIndex(data);
    const [hit] = await found.search({ title: "installer", text: "", top: 1 });
    expect(hit?.passage.changedAt).toBe("2024-03-01T00:00:00.000Z");
  });

  it("takes a changed page anew and forgets one that is no longer listed", async () => {
    aSite();
    await index();
    site.put("/guide/install", page("Install", "<p>Run the new installer.</p>", '"i2"'));
    site.put("/sitemap.xml", aSitemap(site.url, { "/guide/": null, "/guide/install": null }));
    expect(await index()).toMatchObject({ changed: 1, unchanged: 1, removed: 1, pages: 2 });
    expect(await pagesFound()).toEqual(["guide", "guide/install"]);
  });

  it("may be an index of packed sitemaps, one of which fails", async () => {
    aSite();
    const sitemaps = ["/a.xml.gz", "/broken.xml"].map(
      (path) => `<sitemap><loc>${site.url}${path}</loc></sitemap>`,
    );
    site.put("/sitemap.xml", `<sitemapindex>${sitemaps.join("")}</sitemapindex>`);
    const headers = { "content-type": "application/gzip" };
    site.put("/a.xml.gz", {
      headers,
      body: gzipSync(aSitemap(site.url, { "/guide/install": null })),
    });
    site.put("/broken.xml", "<urlset><url>");
    const report = await index();
    expect(report).toMatchObject({ pages: 1 });
    expect(report.failed).toEqual([{ page: `${site.url}/broken.xml`, reason: expect.any(String) }]);
  });
});

describe("pages that cannot be had", () => {
  it("are reported, and the rest is indexed", async () => {
    aSite();
    const more = ["/error", "/gone", "/pdf", "/bomb", "/round", "/metadata", "/unlisted"];
    const listed = Object.fromEntries([...GUIDE, ...more].map((path) => [path, null]));
    site.put("/sitemap.xml", aSitemap(site.url, listed));
    site.put("/error", { status: 500 });
    site.put("/pdf", { headers: { "content-type": "application/pdf" }, body: "%PDF" });
    site.put("/bomb", aBomb(40));
    site.put("/round", { status: 301, headers: { location: "/round" } });
    const location = "http://169.254.169.254/latest/";
    site.put("/metadata", { status: 302, headers: { location } });
    site.put("/unlisted", '<meta name="robots" content="noindex"><main>hidden</main>');
    const report = await index();
    expect(report.pages).toBe(3);
    expect(Object.fromEntries(report.failed.map(({ page, reason }) => [page, reason]))).toEqual({
      error: "it answers 500",
      gone: "it answers 404",
      pdf: "it is no page but application/pdf",
      bomb: "it is larger than 5242880 bytes",
      round: "it redirects in a circle",
      metadata: "169.254.169.254 is not a public address",
      unlisted: "it asks not to be indexed",
    });
  });

  it("stay as they were while the site has trouble, and go when it says so", async () => {
    aSite();
    await index();
    site.put("/guide/install", { status: 500 });
    site.remove("/guide/uploads");
    expect(await index()).toMatchObject({ pages: 2, removed: 1, unchanged: 2 });
    expect(await pagesFound()).toEqual(["guide", "guide/install"]);
  });

  it("are asked for once more when the server says when", async () => {
    aSite();
    site.put("/guide/", { status: 429, headers: { "retry-after": "0" } });
    const { paths } = await index();
    expect(paths.filter((path) => path === "/guide/")).toHaveLength(2);
  });
});

describe("a site that cannot be reached", () => {
  const trouble: readonly [string, () => unknown][] = [
    ["its sitemap fails", () => site.put("/sitemap.xml", { status: 502 })],
    ["its sitemap is gone", () => site.remove("/sitemap.xml")],
    ["its sitemap is empty", () => site.put("/sitemap.xml", aSitemap(site.url, {}))],
    ["its robots.txt fails", () => site.put("/robots.txt", { status: 503 })],
    ["every page fails", () => GUIDE.map((path) => site.put(path, { status: 500 }))],
    ["every page is gone", () => GUIDE.map((path) => site.remove(path))],
  ];
  it.each(trouble)("keeps its pages when %s", async (_, cause) => {
    aSite();
    await index();
    cause();
    const report = await index();
    expect(report).toMatchObject({ pages: 3, removed: 0, bytesWritten: 0 });
    expect(report.failed.length).toBeGreaterThan(0);
    expect(await pagesFound()).toHaveLength(3);
  });

  it("keeps its pages when nobody answers, and takes them up when it is back", async () => {
    aSite();
    await index();
    await site.close();
    const report = await index();
    expect(report).toMatchObject({ pages: 3, bytesWritten: 0 });
    expect(report.failed[0]?.reason).toMatch(/robots\.txt: .*ECONNREFUSED/);
    site = await startSite();
  });

  it("is left alone after ten failures in a row", async () => {
    aSite();
    const paths = Array.from({ length: 40 }, (_, at) => `/bad/${at}`);
    site.put(
      "/sitemap.xml",
      aSitemap(site.url, Object.fromEntries(paths.map((path) => [path, null]))),
    );
    for (const path of paths) site.put(path, { status: 500 });
    const report = await index();
    expect(report.requests).toBeLessThan(16);
    expect(report.failed.at(-1)?.reason).toMatch(/10 pages failed in a row/);
  });
});

describe("a polite visitor", () => {
  it("keeps to robots.txt and says what it left out", async () => {
    aSite();
    site.put(
      "/robots.txt",
      "User-agent: *\nDisallow: /\n\nUser-agent: SignalboxDocs\nDisallow: /guide/up\n",
    );
    const report = await index();
    expect(report).toMatchObject({ pages: 2, failed: [] });
    expect(report.notes).toEqual([
      `${site.url}/sitemap.xml: robots.txt asks not to fetch 1 of its pages`,
    ]);
    expect(report.paths).not.toContain("/guide/uploads");
  });

  it("waits as long as robots.txt or the config asks, and never asks for more than two at once", async () => {
    aSite();
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.1\n");
    await index();
    const times = site
      .asked()
      .slice(1)
      .map(({ at }) => at);
    const gaps = times.slice(1).map((at, number) => at - (times[number] ?? 0));
    // A timer may fire a little early.
    expect(Math.min(...gaps)).toBeGreaterThan(80);
    expect(site.mostAtOnce()).toBeLessThanOrEqual(2);
  });

  it("asks for nothing of its own network unless the operator allows it", async () => {
    aSite();
    const report = await index({ privateHosts: [] });
    expect(report.paths).toEqual([]);
    expect(report.failed[0]?.reason).toMatch(/127\.0\.0\.1 is not a public address/);
  });
});

describe("a site without a sitemap", () => {
  beforeEach(() => {
    site.put(
      "/docs/",
      page("Home", "<p>Guide to all.</p>", '"h"', [
        "install",
        "/docs/uploads#x",
        "/blog",
        "https://elsewhere.example/docs/",
      ]),
    );
    site.put(
      "/docs/install",
      page("Install", "<p>Run the installer.</p>", '"i"', ["/docs/", "/docs/deep/er"]),
    );
    site.put("/docs/uploads", page("Uploads", "<p>Send the parts.</p>", '"u"', ["uploads?page=2"]));
    site.put("/docs/deep/er", page("Guide in depth", "<p>More parts.</p>", '"d"'));
    site.put("/blog", page("Blog", "<p>News of the guide.</p>", '"b"'));
  });
  const follow = (overrides: Partial<SitePlace> = {}) =>
    index({ kind: "site", url: `${site.url}/docs/`, ...overrides });

  it("is followed by its links, within its folder", async () => {
    const report = await follow();
    expect(await pagesFound()).toEqual(["deep/er", "index", "install", "uploads"]);
    expect(report.paths).not.toContain("/blog");
    expect(report.failed).toEqual([{ page: "uploads?page=2", reason: "it answers 404" }]);
  });

  it("is followed over pages that did not change, and writes nothing then", async () => {
    site.remove("/docs/uploads");
    site.put("/docs/uploads", page("Uploads", "<p>Send the parts.</p>", '"u"'));
    await follow();
    const before = await written();
    expect(await follow()).toMatchObject({ unchanged: 4, bytesWritten: 0 });
    expect(await written()).toBe(before);
  });

  it("keeps what a page led to while that page fails", async () => {
    await follow();
    site.put("/docs/install", { status: 500 });
    expect(await follow()).toMatchObject({ removed: 0, pages: 4 });
  });

  it("is left at the number of pages that the config admits", async () => {
    const report = await follow({ mostPages: 2 });
    expect(report.pages).toBe(2);
    expect(report.notes[0]).toMatch(/pages more than max_pages \(2\)/);
  });

  it("is narrowed by what is included and excluded", async () => {
    await follow({ include: ["/docs/"], exclude: ["/docs/deep", "/docs/uploads?"] });
    expect(await pagesFound()).toEqual(["index", "install", "uploads"]);
  });
});

describe("one address", () => {
  const text = { "content-type": "text/plain" };

  it("may be an llms.txt: the pages that it names", async () => {
    site.put("/llms.txt", {
      headers: text,
      body: `# Acme\n\n> Docs\n\n## Docs\n\n- [Install](${site.url}/install.md): how\n- [Uploads](/uploads.md)\n- [Elsewhere](https://elsewhere.example/x.md)\n`,
    });
    const headers = { "content-type": "text/markdown" };
    site.put("/install.md", { headers, body: "# Install\n\n## Linux\n\nRun the installer.\n" });
    site.put("/uploads.md", { headers, body: "# Uploads\n\nSend the parts.\n" });
    const report = await index({ kind: "url", url: `${site.url}/llms.txt` });
    expect(report).toMatchObject({ pages: 2, failed: [] });
    expect(await pagesFound()).toEqual(["install.md", "uploads.md"]);
  });

  it("may be an llms-full.txt: taken apart into its pages", async () => {
    site.put("/llms-full.txt", {
      headers: text,
      body: "# Install\nSource: https://docs.acme.example/install\n\nRun it.\n\n# Uploads\nSource: https://docs.acme.example/uploads\n\nSend the parts.\n",
    });
    expect(await index({ kind: "url", url: `${site.url}/llms-full.txt` })).toMatchObject({
      pages: 2,
    });
    const found = await openIndex(data);
    const [hit] = await found.search({ title: "send parts", text: "", top: 1 });
    expect(hit?.passage.url).toMatch(/^https:\/\/docs\.acme\.example\/uploads/);
  });

  it("may be an OpenAPI description: a passage an operation", async () => {
    const body = JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Acme API", version: "1" },
      paths: {
        "/parts": {
          post: {
            operationId: "sendPart",
            summary: "Send a part",
            responses: { 413: { description: "Too large" } },
          },
        },
      },
    });
    site.put("/openapi.json", { headers: { "content-type": "application/json" }, body });
    await index({ kind: "url", url: `${site.url}/openapi.json` });
    const found = await openIndex(data);
    const [hit] = await found.search({ title: "413 when I send a part", text: "", top: 1 });
    expect(hit?.passage.text).toContain("413: Too large");
  });
});
