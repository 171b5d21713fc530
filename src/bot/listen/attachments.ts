import { type Attachment, TOO_LARGE } from "../../triage/model/post.ts";
import type { Log } from "../discord/log-type.ts";
import { DownloadError, type DownloadLimits, download } from "./download.ts";

/** A file as Discord announces it; its link expires, so its text is copied at once. */
export type Announced = {
  readonly name: string;
  readonly contentType: string | null;
  readonly size: number;
  readonly url: string;
};

/** For the text files of a message: so many, each so large. */
export type AttachmentLimits = DownloadLimits & { readonly files: number };

export const DISCORD_FILES: AttachmentLimits = {
  files: 10,
  bytes: 256 * 1_024,
  origins: ["https://cdn.discordapp.com", "https://media.discordapp.net"],
};

const TEXT_TYPE =
  /^(text\/|application\/(json|x-ndjson|xml|yaml|x-yaml|toml|javascript|typescript|x-sh|x-httpd-php)\b)/;
const TEXT_NAME =
  /\.(txt|log|md|json|jsonl|ya?ml|toml|xml|csv|ini|cfg|conf|py|ts|tsx|js|mjs|cjs|jsx|go|rs|rb|java|kt|cs|php|sh|sql|diff|patch|ipynb|out|err|trace)$/i;

/** Names and sizes of all files, and the texts of text files within the limits. */
export async function readAttachments(
  announced: readonly Announced[],
  limits: AttachmentLimits,
  log: Log,
): Promise<Attachment[]> {
  return Promise.all(
    announced.map(async ({ name, contentType, size, url }, index) => {
      const file = { name, contentType, size };
      if (index >= limits.files || !isText(name, contentType)) return { ...file, text: null };
      if (size > limits.bytes) return { ...file, text: null, notKept: TOO_LARGE };
      return { ...file, text: await readText(url, limits, log) };
    }),
  );
}

function isText(name: string, contentType: string | null): boolean {
  return TEXT_TYPE.test(contentType ?? "") || TEXT_NAME.test(name);
}

/** Null when it cannot be read: the post counts more than its file. */
async function readText(url: string, limits: AttachmentLimits, log: Log): Promise<string | null> {
  try {
    const bytes = await download(url, limits);
    // A zero byte: a binary file under a text file's name.
    return bytes.includes(0) ? null : bytes.toString("utf8");
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    log.warn({ err: error, origin: URL.parse(url)?.origin }, "Could not read an attachment");
    return null;
  }
}
