import type { ImageLimits, ReadImage } from "../../triage/model/post.ts";
import type { Log } from "../discord/log-type.ts";
import type { Announced } from "./attachments.ts";
import { DownloadError, download } from "./download.ts";

/** Only what is worth reading; what it is, is told by its bytes. */
const IMAGE_TYPE = /^image\/(png|jpe?g|webp|gif)\b/i;
const IMAGE_NAME = /\.(png|jpe?g|webp|gif)$/i;

/**
 * How the images among a message's files are read, once its post is admitted.
 * @returns null when none of the files looks like one
 */
export function imageReader(
  announced: readonly Announced[],
  origins: readonly string[],
  log: Log,
): ((limits: ImageLimits) => Promise<ReadImage[]>) | null {
  const images = announced.flatMap((file, at) => (looksLikeImage(file) ? [{ ...file, at }] : []));
  if (images.length === 0) return null;
  return ({ count, bytes }) =>
    Promise.all(
      images.map(async ({ url, size, at }, nth): Promise<ReadImage> => {
        if (nth >= count) return { at, refused: `more than ${count} images in a post` };
        if (size > bytes) return { at, refused: "too large" };
        try {
          return { at, bytes: await download(url, { bytes, origins }) };
        } catch (error) {
          if (!(error instanceof DownloadError)) throw error;
          log.warn({ err: error, origin: URL.parse(url)?.origin }, "Could not read an image");
          return { at, refused: error.message };
        }
      }),
    );
}

function looksLikeImage({ contentType, name }: Announced): boolean {
  return IMAGE_TYPE.test(contentType ?? "") || IMAGE_NAME.test(name);
}
