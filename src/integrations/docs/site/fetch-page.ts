import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { type Agent, request } from "undici";
import { checkAddress } from "./address.ts";

/** Told to every site, so that its owner knows who asks and where to read about it. */
export const USER_AGENT = "SignalboxDocs/1.0 (docs indexer; follows robots.txt)";

const MOST_REDIRECTS = 5;

/** What is known of a page from the last time. */
export type Validators = { readonly etag: string | null; readonly lastModified: string | null };

export type Fetched =
  | {
      readonly type: "page";
      /** Where it was found after redirects. */
      readonly url: string;
      readonly contentType: string;
      readonly body: Buffer;
      readonly validators: Validators;
      readonly noindex: boolean;
    }
  | { readonly type: "unchanged" }
  /** `gone`: the site says that there is no such page. */
  | { readonly type: "gone"; readonly status: number }
  | { readonly type: "failed"; readonly reason: string; readonly retryAfterMs: number | null };

export type FetchOptions = {
  readonly agent: Agent;
  readonly privateHosts: readonly string[];
  readonly validators?: Validators | null;
  /** Bytes after decompression; a page that has more is refused. */
  readonly mostBytes: number;
  readonly timeoutMs: number;
  /** Whether a redirect may lead there. */
  readonly mayLeadTo: (url: URL) => boolean;
  /** Called for each request that goes out, and with each piece that comes in. */
  readonly count: { request(): void; bytes(count: number): void };
  readonly signal?: AbortSignal;
};

/** One page, politely and within bounds. What goes wrong outside is a value with its reason. */
export async function fetchPage(address: string, options: FetchOptions): Promise<Fetched> {
  const signals = [AbortSignal.timeout(options.timeoutMs)];
  if (options.signal) signals.push(options.signal);
  const signal = AbortSignal.any(signals);
  const seen = new Set<string>();
  let url = new URL(address);
  try {
    for (;;) {
      checkAddress(url, options.privateHosts);
      if (seen.has(url.href)) return failed("it redirects in a circle");
      seen.add(url.href);
      const answer = await ask(url, options, signal);
      if (answer.type !== "redirect") return answer;
      if (seen.size > MOST_REDIRECTS)
        return failed(`it redirects more than ${MOST_REDIRECTS} times`);
      const next = new URL(answer.to, url);
      checkAddress(next, options.privateHosts);
      if (!options.mayLeadTo(next)) return failed(`it redirects to ${next.href}`);
      url = next;
    }
  } catch (error) {
    return failed(reasonOf(error, options));
  }
}

type Answer = Fetched | { readonly type: "redirect"; readonly to: string };

async function ask(url: URL, options: FetchOptions, signal: AbortSignal): Promise<Answer> {
  const { etag, lastModified } = options.validators ?? { etag: null, lastModified: null };
  options.count.request();
  const { statusCode, headers, body } = await request(url, {
    dispatcher: options.agent,
    signal,
    headers: {
      "user-agent": USER_AGENT,
      accept: "text/html, text/markdown, text/plain;q=0.9, */*;q=0.5",
      "accept-encoding": "gzip, br, deflate",
      ...(etag ? { "if-none-match": etag } : {}),
      ...(lastModified ? { "if-modified-since": lastModified } : {}),
    },
  });
  const header = (name: string) => [headers[name] ?? []].flat()[0] ?? null;
  const location = header("location");
  if (statusCode === 200) {
    return {
      type: "page",
      url: url.href,
      contentType: header("content-type") ?? "",
      body: await readWhole(body, header("content-encoding") ?? "", options),
      validators: { etag: header("etag"), lastModified: header("last-modified") },
      noindex: /\b(noindex|none)\b/i.test(header("x-robots-tag") ?? ""),
    };
  }
  // Nobody reads it, and an unread body would hold the connection.
  body.on("error", () => {});
  body.destroy();
  if (statusCode === 304) return { type: "unchanged" };
  if (statusCode === 404 || statusCode === 410) return { type: "gone", status: statusCode };
  if (statusCode >= 300 && statusCode < 400 && location !== null) {
    return { type: "redirect", to: location };
  }
  return failed(`it answers ${statusCode}`, waitOf(header("retry-after")));
}

function readWhole(body: Readable, encoding: string, options: FetchOptions): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const unpack = unpacking(encoding);
  const pieces: Buffer[] = [];
  let size = 0;
  body.on("data", (piece: Buffer) => options.count.bytes(piece.length));
  const whole = unpack ? pipeline(body, unpack, () => {}) : body;
  whole.on("data", (piece: Buffer) => {
    size += piece.length;
    if (size <= options.mostBytes) return pieces.push(piece);
    // Stops a bomb while it unfolds, not when it has.
    whole.destroy();
    body.destroy();
    reject(new TooLarge(`it is larger than ${options.mostBytes} bytes`));
  });
  whole.on("end", () => resolve(Buffer.concat(pieces)));
  whole.on("error", reject);
  body.on("error", reject);
  return promise;
}

class TooLarge extends Error {}

function unpacking(encoding: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      return createInflate();
    default:
      return null;
  }
}

function waitOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function failed(reason: string, retryAfterMs: number | null = null): Fetched & { type: "failed" } {
  return { type: "failed", reason, retryAfterMs };
}

function reasonOf(error: unknown, { timeoutMs }: FetchOptions): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `it took longer than ${timeoutMs / 1_000} seconds`;
  return error.message === "" ? error.name : error.message;
}
