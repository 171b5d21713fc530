import { Worker } from "node:worker_threads";
import { z } from "zod";
import { UserError } from "../../triage/model/errors.ts";
import type { IndexReport } from "./build-index.ts";
import { SitePlace } from "./site/site-place.ts";

const GivenPage = z.object({
  page: z.string(),
  text: z.string(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  file: z.string(),
  changedAt: z.string().nullable(),
  withoutAnchors: z.boolean(),
});
export type GivenPage = z.infer<typeof GivenPage>;

/** A folder, a JSONL file of pages, or a single file. */
const PathPlace = z.object({
  type: z.literal("path"),
  path: z.string(),
  baseUrl: z.string().nullable(),
});

/** Pages that the program has itself. */
const PagesPlace = z.object({ type: z.literal("pages"), pages: z.array(GivenPage) });

/** Accepted answers before they were read from the store: what is indexed of them stays. */
const TicketsPlace = z.object({ type: z.literal("tickets") });

/** A source and where its pages are. */
export const DocsPlace = z.object({
  source: z.object({
    name: z.string(),
    version: z.string().nullable(),
    official: z.boolean(),
    audience: z.array(z.string()).optional(),
  }),
  from: z.discriminatedUnion("type", [PathPlace, SitePlace, PagesPlace, TicketsPlace]),
});
export type DocsPlace = z.infer<typeof DocsPlace>;

export const BuildData = z.object({
  dataDir: z.string(),
  places: z.array(DocsPlace),
  /** `local` leaves sites as they were indexed last: fetching them takes minutes. */
  scope: z.enum(["all", "local"]),
  /** Whether sources that the index holds and nobody names are removed. */
  others: z.enum(["remove", "keep"]).default("remove"),
});
export type BuildData = z.input<typeof BuildData>;

export type BuildReport = IndexReport & {
  /** Sources that gave no page at all; what was known of them stays. */
  readonly empty: readonly string[];
  /** Pages that the sources looked at have, those that could not be read among them. */
  readonly found: number;
  /** What was asked of sites for it. */
  readonly requests: number;
  readonly bytesFetched: number;
};

export type FromThread =
  | { readonly type: "total"; readonly pages: number }
  | { readonly type: "page" }
  | { readonly type: "done"; readonly report: BuildReport }
  | {
      readonly type: "failed";
      readonly message: string;
      readonly mendable: boolean;
      /** What the file system names; lost otherwise between threads. */
      readonly code?: string | undefined;
      readonly path?: string | undefined;
    };

/** `total` may be told again, with more, while sites are looked through. */
export type BuildProgress = { total(pages: number): void; page(): void };

/**
 * Makes the index in a data folder hold these places and nothing else, in a thread of its own, so
 * that heartbeats and acknowledgements are not kept waiting.
 */
export async function buildInThread(
  data: BuildData,
  progress: BuildProgress = { total() {}, page() {} },
  signal?: AbortSignal,
): Promise<BuildReport> {
  // Options that the program itself was started with are not for the thread.
  const worker = new Worker(threadFile(), { workerData: data, execArgv: [] });
  const end = () => void worker.terminate();
  signal?.addEventListener("abort", end);
  try {
    return await new Promise<BuildReport>((resolve, reject) => {
      worker.on("message", (message: FromThread) => {
        if (message.type === "total") progress.total(message.pages);
        if (message.type === "page") progress.page();
        if (message.type === "done") resolve(message.report);
        if (message.type === "failed") {
          const { code, path } = message;
          const unforeseen = Object.assign(new Error(message.message), { code, path });
          reject(message.mendable ? new UserError(message.message) : unforeseen);
        }
      });
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("The thread that builds the index ended")));
    });
  } finally {
    signal?.removeEventListener("abort", end);
    await worker.terminate();
  }
}

/** Node runs the TypeScript file as it is; in the published package it has become JavaScript. */
function threadFile(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./index-thread.${extension}`, import.meta.url);
}
