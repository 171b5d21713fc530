import { SECOND } from "../triage/clock.ts";
import type { Attachment } from "../triage/post.ts";
import type { Log } from "./log-type.ts";

/** A file as Discord announces it; its link expires, so its text is copied at once. */
type Announced = {
  readonly name: string;
  readonly contentType: string | null;
  readonly size: number;
  readonly url: string;
};

export type AttachmentLimits = {
  readonly files: number;
  readonly bytes: number;
  /** Origins that files are read from: Discord's, or the simulator's. */
  readonly origins: readonly string[];
};

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
      const wanted =
        index < limits.files && isText(name, contentType) && mayRead(url, size, limits);
      return { name, contentType, size, text: wanted ? await readText(url, limits, log) : null };
    }),
  );
}

function isText(name: string, contentType: string | null): boolean {
  return TEXT_TYPE.test(contentType ?? "") || TEXT_NAME.test(name);
}

function mayRead(url: string, size: number, limits: AttachmentLimits): boolean {
  const origin = URL.parse(url)?.origin;
  return origin !== undefined && limits.origins.includes(origin) && size <= limits.bytes;
}

/** Null when it cannot be read: the post counts more than its file. */
async function readText(url: string, limits: AttachmentLimits, log: Log): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(10 * SECOND);
    const response = await fetch(url, { redirect: "error", signal });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    const bytes = await readAtMost(response.body, limits.bytes);
    // A zero byte: a binary file under a text file's name.
    return bytes.includes(0) ? null : bytes.toString("utf8");
  } catch (error) {
    log.warn({ err: error, origin: URL.parse(url)?.origin }, "Could not read an attachment");
    return null;
  }
}

/** The announced size is a claim; what comes is counted. */
async function readAtMost(body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) throw new Error("larger than announced");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
