import { z } from "zod";
import { BrokenImage, startsWith } from "./bytes.ts";
import { cleanGif } from "./gif.ts";
import { cleanJpeg } from "./jpeg.ts";
import { cleanPng } from "./png.ts";
import { cleanWebp } from "./webp.ts";

export const ImageType = z.enum(["image/png", "image/jpeg", "image/webp", "image/gif"]);
export type ImageType = z.infer<typeof ImageType>;

/** What the readers of the formats give: the picture and what it takes to draw it, nothing else. */
export type Picture = {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Whether it holds more than one frame. */
  readonly animated: boolean;
  readonly bytes: Uint8Array;
};
export type CleanImage = Picture & { readonly type: ImageType };

/** A small file can ask for gigabytes of memory when it is drawn: whoever draws it later is spared. */
const MOST_PIXELS = 40_000_000;

type Format = {
  readonly type: ImageType;
  is(bytes: Uint8Array): boolean;
  clean(bytes: Uint8Array): Picture;
};

const FORMATS: readonly Format[] = [
  {
    type: "image/png",
    is: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    clean: cleanPng,
  },
  { type: "image/jpeg", is: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]), clean: cleanJpeg },
  {
    type: "image/gif",
    is: (bytes) => startsWith(bytes, [0x47, 0x49, 0x46, 0x38]),
    clean: cleanGif,
  },
  {
    type: "image/webp",
    is: (bytes) =>
      startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes, [0x57, 0x45, 0x42, 0x50], 8),
    clean: cleanWebp,
  },
];

/**
 * Takes from an image whatever is not needed to draw it: EXIF with its places and times, XMP, IPTC,
 * colour profiles, comments, thumbnails, and what was written behind its end. What it is goes by its
 * bytes, never by a name. The pixels are not touched, so a photograph keeps the rotation that it was
 * stored in.
 * @returns why it is not taken when it is no whole image of a known kind, or too large to draw
 */
export function cleanImage(bytes: Uint8Array): CleanImage | { readonly refused: string } {
  const format = FORMATS.find(({ is }) => is(bytes));
  if (!format) return { refused: "no PNG, JPEG, WebP or GIF" };
  try {
    const picture = format.clean(bytes);
    const pixels = picture.width * picture.height;
    if (pixels === 0) return { refused: "an image without pixels" };
    if (pixels > MOST_PIXELS) return { refused: "too many pixels" };
    return { type: format.type, ...picture };
  } catch (error) {
    if (error instanceof BrokenImage) return { refused: "a broken image" };
    throw error;
  }
}
