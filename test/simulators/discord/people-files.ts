import { splitLikeClient } from "./split.ts";
import type { UploadedFile } from "./write-messages.ts";

/** Something that a person attaches: text, or bytes. */
export type PersonFile = {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly contentType?: string;
};

export type PersonMessage = {
  readonly content?: string;
  readonly attachments?: readonly PersonFile[];
  readonly replyTo?: string;
};

/** A text of any length as the messages that a client sends; files go with the last. */
export function toMessages(text: string, files: readonly PersonFile[] = []): PersonMessage[] {
  const { messages, rest } = splitLikeClient(text);
  const attachments = rest === null ? files : [...files, { name: "message.txt", content: rest }];
  const last = messages.length - 1;
  if (last < 0) return [{ content: "", attachments }];
  return messages.map((content, i) => (i === last ? { content, attachments } : { content }));
}

export function toFiles(attachments: readonly PersonFile[]): UploadedFile[] {
  return attachments.map(({ name, content, contentType }) => ({
    name,
    contentType: contentType ?? (typeof content === "string" ? "text/plain" : "image/png"),
    bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
  }));
}
