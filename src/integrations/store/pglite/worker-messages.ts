import { z } from "zod";

/** What the worker thread is started with; no folder means in memory. */
export const WorkerData = z.object({
  folder: z.string().optional(),
  snapshot: z.instanceof(Uint8Array<ArrayBuffer>).optional(),
  patienceMs: z.number(),
});
export type WorkerData = z.infer<typeof WorkerData>;

export type Compression = "gzip" | "none";

export type ToWorker =
  | { readonly type: "bytes"; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly type: "leave"; readonly connection: number }
  | { readonly type: "dump"; readonly compression: Compression }
  | { readonly type: "measure" }
  | { readonly type: "close" };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "bytes"; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly type: "dumped"; readonly tarball: Uint8Array<ArrayBuffer> }
  | { readonly type: "measured"; readonly heapUsed: number }
  | { readonly type: "closed" };
