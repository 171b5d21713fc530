import { asciiOf, BrokenImage, type ByteReader, joined, readerOf } from "./bytes.ts";
import type { Picture } from "./clean-image.ts";

const IMAGE = 0x2c;
const EXTENSION = 0x21;
const END = 0x3b;
const FRAME_CONTROL = 0xf9;
const APPLICATION = 0xff;
const LOOPS = "NETSCAPE2.0";
/** More frames than a screen recording has are there to keep somebody busy. */
const MOST_FRAMES = 2_000;

/** A GIF with its frames, their timing and how often they repeat; comments and XMP are left out. */
export function cleanGif(bytes: Uint8Array): Picture {
  const reader = readerOf(bytes);
  const version = reader.take(6);
  const screen = reader.take(7);
  const kept = [version, screen, colours(reader, screen[4])];
  const size = readerOf(screen);
  let width = littleEndian(size);
  let height = littleEndian(size);
  let frames = 0;
  for (;;) {
    const block = reader.byte();
    if (block === END) {
      if (frames === 0) throw new BrokenImage("no picture");
      kept.push(Uint8Array.of(END));
      return { width, height, animated: frames > 1, bytes: joined(kept) };
    }
    if (block === IMAGE) {
      frames += 1;
      if (frames > MOST_FRAMES) throw new BrokenImage("too many frames");
      const head = reader.take(9);
      const place = readerOf(head);
      const left = littleEndian(place);
      const top = littleEndian(place);
      // Some readers make the screen as large as its frames.
      width = Math.max(width, left + littleEndian(place));
      height = Math.max(height, top + littleEndian(place));
      kept.push(Uint8Array.of(IMAGE), head, colours(reader, head[8]), reader.take(1));
      // One by one: so many arguments as there may be blocks overflow the stack.
      for (const block of dataOf(reader)) kept.push(block);
      kept.push(Uint8Array.of(0));
    } else if (block === EXTENSION) {
      const label = reader.byte();
      kept.push(...extension(label, dataOf(reader)));
    } else throw new BrokenImage("no such block");
  }
}

/** What stays of an extension. */
function extension(label: number, data: readonly Uint8Array[]): Uint8Array[] {
  const [first, second] = data;
  if (label === FRAME_CONTROL && first?.length === 5) {
    return [Uint8Array.of(EXTENSION, label), first, Uint8Array.of(0)];
  }
  const loops =
    label === APPLICATION &&
    first?.length === 12 &&
    second?.length === 4 &&
    String.fromCharCode(...first.subarray(1)) === LOOPS;
  if (!loops) return [];
  const count = second.subarray(2);
  const named = Uint8Array.of(EXTENSION, APPLICATION, LOOPS.length);
  return [named, asciiOf(LOOPS), Uint8Array.of(3, 1), count, Uint8Array.of(0)];
}

/** A table of colours where the flags say that there is one. */
function colours(reader: ByteReader, flags = 0): Uint8Array {
  return reader.take(flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
}

/** Blocks of data up to the empty one that ends them, each with its length before it. */
function dataOf(reader: ByteReader): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (;;) {
    const length = reader.byte();
    if (length === 0) return blocks;
    blocks.push(joined([Uint8Array.of(length), reader.take(length)]));
  }
}

function littleEndian(reader: ByteReader): number {
  const low = reader.byte();
  return low | (reader.byte() << 8);
}
