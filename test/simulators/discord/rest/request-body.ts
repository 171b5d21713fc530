import type { IncomingMessage } from "node:http";
import { ApiError } from "../api-error.ts";
import type { UploadedFile } from "../write-messages.ts";

type ParsedBody = { readonly body: unknown; readonly files: readonly UploadedFile[] };

const NOT_JSON = new ApiError(400, 50109, "The request body contains invalid JSON.");

/** Reads JSON, or a multipart form whose `payload_json` is the JSON and whose rest are files. */
export async function readBody(request: IncomingMessage): Promise<ParsedBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (bytes.byteLength === 0) return { body: undefined, files: [] };
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) return { body: toJson(bytes.toString()), files: [] };
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const payload = form.get("payload_json");
  const files: { key: string; file: File }[] = [];
  for (const [key, value] of form) if (typeof value !== "string") files.push({ key, file: value });
  return {
    body: typeof payload === "string" ? toJson(payload) : undefined,
    files: await Promise.all(files.map(({ key, file }) => toUpload(key, file))),
  };
}

async function toUpload(key: string, file: File): Promise<UploadedFile & { key: string }> {
  return {
    key: /^files\[(\d+)\]$/.exec(key)?.[1] ?? key,
    name: file.name,
    contentType: file.type || "application/octet-stream",
    bytes: new Uint8Array(await file.arrayBuffer()),
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw NOT_JSON;
  }
}
