import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** What the site answers at a path. */
export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Sends the headers and a piece, and then nothing more. */
  readonly stalls?: boolean;
};

export type Site = Awaited<ReturnType<typeof startSite>>;

/** A docs site on loopback: pages by path, and a log of what was asked for. */
export async function startSite(pages: Readonly<Record<string, Reply | string>> = {}) {
  const replies = new Map<string, Reply | string>(Object.entries(pages));
  const asked: { path: string; headers: IncomingMessage["headers"]; at: number; status: number }[] =
    [];
  let underWay = 0;
  let mostAtOnce = 0;

  const server = createServer((request, response) => {
    underWay += 1;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    response.on("close", () => {
      underWay -= 1;
    });
    const path = request.url ?? "/";
    const reply = replies.get(path) ?? { status: 404, body: "not here" };
    const status = answer(request, response, typeof reply === "string" ? { body: reply } : reply);
    asked.push({ path, headers: request.headers, at: performance.now(), status });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    put: (path: string, reply: Reply | string) => void replies.set(path, reply),
    remove: (path: string) => void replies.delete(path),
    /** Paths in the order in which they were asked for, since the last `forget`. */
    paths: () => asked.map(({ path }) => path),
    asked: () => [...asked],
    forget: () => void asked.splice(0),
    mostAtOnce: () => mostAtOnce,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, reply: Reply): number {
  const { status = 200, headers = {}, body = "", stalls = false } = reply;
  const etag = headers["etag"];
  const unchanged =
    status === 200 && etag !== undefined && request.headers["if-none-match"] === etag;
  const sent = unchanged ? 304 : status;
  response.writeHead(sent, { "content-type": "text/html; charset=utf-8", ...headers });
  if (unchanged) response.end();
  else if (stalls) response.write("<p>wait");
  else response.end(body);
  return sent;
}

/** A page as a generator of docs draws it. */
export function aDocument(title: string, body: string, links: readonly string[] = []): string {
  const nav = links.map((href) => `<a href="${href}">${href}</a>`).join("");
  return `<!doctype html><html><head><title>${title} | Acme</title></head><body><nav>${nav}</nav>
<main><article><h1 id="top">${title}</h1>${body}</article></main><footer>© Acme</footer></body></html>`;
}

export function aSitemap(base: string, pages: Readonly<Record<string, string | null>>): string {
  const entries = Object.entries(pages).map(
    ([path, lastmod]) =>
      `<url><loc>${base}${path}</loc>${lastmod === null ? "" : `<lastmod>${lastmod}</lastmod>`}</url>`,
  );
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</urlset>`;
}

/** Megabytes of nothing that travel as kilobytes. */
export function aBomb(megabytes: number): Reply {
  return {
    headers: { "content-encoding": "gzip" },
    body: gzipSync(Buffer.alloc(megabytes * 1024 * 1024, "a")),
  };
}
