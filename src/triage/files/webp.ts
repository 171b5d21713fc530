import { asciiOf, BrokenImage, joined, readerOf, u24le } from "./bytes.ts";
import type { Picture } from "./clean-image.ts";

type Size = Pick<Picture, "width" | "height">;
type Chunk = { readonly name: string; readonly content: Uint8Array };

/** Of an extended file: that it has transparency, and that it moves. */
const ALPHA = 0x10;
const MOVES = 0x02;
const IMAGE: readonly string[] = ["VP8 ", "VP8L", "ALPH"];
/** Place, size, time and flags of a frame, before the chunks in it. */
const FRAME_HEAD = 16;

/** A WebP with its images alone, EXIF, XMP and colour profile left out and no longer announced. */
export function cleanWebp(bytes: Uint8Array): Picture {
  const reader = readerOf(bytes);
  reader.take(4);
  const length = reader.u32le();
  if (reader.name(4) !== "WEBP") throw new BrokenImage("no WebP");
  const kept: Uint8Array[] = [];
  const sizes: Size[] = [];
  let frames = 0;
  for (const { name, content } of chunksOf(reader.take(length - 4))) {
    if (name === "VP8X") {
      if (content.length < 10) throw new BrokenImage("no header");
      sizes.push(canvas(content, 4));
      const flags = (content[0] ?? 0) & (ALPHA | MOVES);
      kept.push(chunk(name, joined([Uint8Array.of(flags, 0, 0, 0), content.subarray(4, 10)])));
    } else if (name === "ANIM" && content.length >= 6) {
      kept.push(chunk(name, content.subarray(0, 6)));
    } else if (name === "ANMF") {
      const head = content.subarray(0, FRAME_HEAD);
      if (head.length < FRAME_HEAD) throw new BrokenImage("cut off");
      const images = chunksOf(content.subarray(FRAME_HEAD)).filter((one) => isImage(one));
      for (const image of images) sizes.push(...sizeOf(image));
      kept.push(chunk(name, joined([head, ...images.map((one) => chunk(one.name, one.content))])));
      frames += 1;
    } else if (isImage({ name })) {
      const size = sizeOf({ name, content });
      sizes.push(...size);
      frames += size.length;
      kept.push(chunk(name, content));
    }
  }
  if (frames === 0) throw new BrokenImage("no picture");
  return {
    width: sizes.reduce((most, { width }) => Math.max(most, width), 0),
    height: sizes.reduce((most, { height }) => Math.max(most, height), 0),
    animated: frames > 1,
    bytes: chunk("RIFF", joined([asciiOf("WEBP"), ...kept])),
  };
}

const isImage = ({ name }: Pick<Chunk, "name">) => IMAGE.includes(name);

function chunksOf(bytes: Uint8Array): Chunk[] {
  const reader = readerOf(bytes);
  const chunks: Chunk[] = [];
  while (reader.rest().length > 0) {
    const name = reader.name(4);
    const length = reader.u32le();
    chunks.push({ name, content: reader.take(length) });
    // Chunks begin at even places; some writers leave the last one unfilled.
    if (length % 2 === 1 && reader.rest().length > 0) reader.take(1);
  }
  return chunks;
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.length, true);
  return joined([asciiOf(name), length, content, new Uint8Array(content.length % 2)]);
}

/** The size that the coded image itself gives; none for its transparency. */
function sizeOf({ name, content }: Chunk): Size[] {
  if (name === "ALPH") return [];
  if (content.length < 10) throw new BrokenImage("cut off");
  if (name === "VP8L") {
    if (content[0] !== 0x2f) throw new BrokenImage("no lossless image");
    const packed = u24le(content, 1) + (content[4] ?? 0) * 2 ** 24;
    return [{ width: (packed & 0x3fff) + 1, height: (Math.floor(packed / 2 ** 14) & 0x3fff) + 1 }];
  }
  if (u24le(content, 3) !== 0x2a019d) throw new BrokenImage("no key frame");
  const of = (at: number) => u24le(content, at) & 0x3fff;
  return [{ width: of(6), height: of(8) }];
}

function canvas(content: Uint8Array, at: number): Size {
  return { width: u24le(content, at) + 1, height: u24le(content, at + 3) + 1 };
}
