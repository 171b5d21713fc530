import type { UploadedFile } from "./write-messages.ts";

/** Something that a person attaches: text, or bytes. */
export type PersonFile = {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly contentType?: string;
};

export function toFiles(attachments: readonly PersonFile[]): UploadedFile[] {
  return attachments.map(({ name, content, contentType }) => ({
    name,
    contentType: contentType ?? (typeof content === "string" ? "text/plain" : "image/png"),
    bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
  }));
}
