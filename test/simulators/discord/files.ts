import type { SimAttachment } from "./state.ts";
import { sign } from "./world.ts";

type StoredFile = { readonly bytes: Uint8Array; readonly contentType: string };

/** Uploaded bytes, and the signed addresses under which they are served for a while. */
export type FileStore = {
  keep(channelId: string, file: SimAttachment, bytes: Uint8Array): void;
  url(channelId: string, file: SimAttachment, now: number): string;
  /** Null when the address was never signed here, has expired, or names nothing. */
  open(pathAndQuery: string, now: number): StoredFile | null;
};

export function createFileStore(baseUrl: () => string, ttlMs: number): FileStore {
  const files = new Map<string, StoredFile>();
  const pathOf = (channelId: string, id: string, filename: string) =>
    `/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`;

  return {
    keep(channelId, { id, filename, contentType }, bytes) {
      files.set(pathOf(channelId, id, filename), { bytes, contentType });
    },

    url(channelId, { id, filename }, now) {
      const path = pathOf(channelId, id, filename);
      const issued = Math.floor(now / 1_000).toString(16);
      const expires = Math.floor((now + ttlMs) / 1_000).toString(16);
      const signature = sign(`${path} ${expires} ${issued}`);
      return `${baseUrl()}${path}?ex=${expires}&is=${issued}&hm=${signature}&`;
    },

    open(pathAndQuery, now) {
      const { pathname, searchParams } = new URL(pathAndQuery, "http://cdn.invalid");
      const expires = searchParams.get("ex") ?? "";
      const issued = searchParams.get("is") ?? "";
      if (searchParams.get("hm") !== sign(`${pathname} ${expires} ${issued}`)) return null;
      if (Number.parseInt(expires, 16) * 1_000 < now) return null;
      return files.get(pathname) ?? null;
    },
  };
}
