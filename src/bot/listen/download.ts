import { SECOND } from "../../triage/model/clock.ts";

/** What may be read from where. */
export type DownloadLimits = {
  /** Bytes of one file. */
  readonly bytes: number;
  /** Origins that files are read from: Discord's, or the simulator's. */
  readonly origins: readonly string[];
  /** For all of a file to come. */
  readonly timeoutMs?: number;
};

/** Why a file could not be read, in words for staff. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}

const TIMEOUT_MS = 10 * SECOND;

/**
 * Reads a file from one of the origins, following nothing elsewhere.
 * @throws DownloadError for whatever keeps it from coming whole, in time and within its size
 */
export async function download(
  url: string,
  { bytes, origins, timeoutMs = TIMEOUT_MS }: DownloadLimits,
): Promise<Buffer> {
  const origin = URL.parse(url)?.origin;
  if (origin === undefined || !origins.includes(origin)) {
    throw new DownloadError("kept at another address than Discord's");
  }
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { redirect: "error", signal });
    if (response.ok && response.body) return await readAtMost(response.body, bytes);
    await response.body?.cancel();
    const { status } = response;
    const gone = status === 403 || status === 404 || status === 410;
    throw new DownloadError(gone ? "gone, or its link has expired" : `answered with ${status}`);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    const words = signal.aborted ? "did not come in time" : "could not be read";
    throw new DownloadError(words, { cause: error });
  }
}

/** The announced size is a claim; what comes is counted. */
async function readAtMost(body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) throw new DownloadError("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
