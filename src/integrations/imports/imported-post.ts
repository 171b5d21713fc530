/** The formats that posts are read from. */
export type ImportFormat = "rows" | "discord" | "discourse" | "github";

/** What one person wrote, as a file of past posts tells it; nothing is redacted yet. */
export type ImportedPost = {
  readonly type: "post";
  readonly format: ImportFormat;
  /** Where it stood, for people: `posts.jsonl:17`, `export.json: messages[4]`. */
  readonly where: string;
  /** The source's id of it; null when the file has none. */
  readonly id: string | null;
  readonly title: string;
  readonly text: string;
  /** The messages that `text` was joined from, in the order of writing; mostly one. */
  readonly parts: readonly string[];
  /** Null when the file does not say who wrote it. */
  readonly author: { readonly id: string; readonly name: string } | null;
  readonly channel: string | null;
  /** Milliseconds since the epoch; null when unknown. */
  readonly postedAt: number | null;
  readonly url: string | null;
  readonly tags: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
  /** Who answered at the time, as far as the file shows; null when it does not. */
  readonly answeredBy: "staff" | "somebody" | "nobody" | null;
};

/** A row that became no post. Every row of a file is one or the other, so none is lost silently. */
export type SkippedRow = {
  readonly type: "skipped";
  readonly where: string;
  readonly reason: string;
  /** False when the row could not be read; true when it was read and left out on purpose. */
  readonly readable: boolean;
};

export type ImportedRow = ImportedPost | SkippedRow;

export function leftOut(where: string, reason: string): SkippedRow {
  return { type: "skipped", where, reason, readable: true };
}

export function unreadable(where: string, reason: string): SkippedRow {
  return { type: "skipped", where, reason, readable: false };
}
