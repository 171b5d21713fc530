import { BrokenImage, joined, readerOf } from "./bytes.ts";
import type { Picture } from "./clean-image.ts";

/** What draws the picture. Of an animated PNG only the still image stays that other readers show. */
const KEPT: readonly string[] = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];
/** Length, name and checksum around the data of a chunk. */
const FRAME = 12;

/** A PNG with its critical chunks and its transparency alone, ending where it says that it ends. */
export function cleanPng(bytes: Uint8Array): Picture {
  const reader = readerOf(bytes);
  const kept = [reader.take(8)];
  let size: Pick<Picture, "width" | "height"> | null = null;
  let drawn = false;
  for (let at = 8; ; ) {
    const length = reader.u32();
    const name = reader.name(4);
    reader.take(length + 4);
    const chunk = bytes.subarray(at, at + length + FRAME);
    at += chunk.length;
    if (size === null) {
      if (name !== "IHDR" || length !== 13) throw new BrokenImage("no header");
      const header = readerOf(chunk.subarray(8));
      size = { width: header.u32(), height: header.u32() };
    } else if (name === "IHDR") throw new BrokenImage("a second header");
    if (name === "IDAT") drawn = true;
    if (name === "IEND" && (length > 0 || !drawn)) throw new BrokenImage("no picture");
    if (KEPT.includes(name)) kept.push(chunk);
    if (name === "IEND") return { ...size, animated: false, bytes: joined(kept) };
  }
}
