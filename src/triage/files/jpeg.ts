import { asciiOf, BrokenImage, type ByteReader, joined, readerOf, startsWith } from "./bytes.ts";
import type { Picture } from "./clean-image.ts";

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const JFIF = 0xe0;
const ADOBE = 0xee;
/** Tables: Huffman, arithmetic coding, quantisation, number of lines, restart interval. */
const TABLES: readonly number[] = [0xc4, 0xcc, 0xdb, 0xdc, 0xdd];
/** Frames, by how they are coded; the gaps are tables and what nobody uses. */
const FRAMES: readonly number[] = [
  0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf,
];

/**
 * A JPEG with its frames, tables and scans alone. Of what applications add only two notes stay, cut
 * down to what a reader needs to get the colours right: JFIF without its thumbnail, and Adobe's.
 */
export function cleanJpeg(bytes: Uint8Array): Picture {
  const reader = readerOf(bytes);
  const kept = [reader.take(2)];
  let size: Pick<Picture, "width" | "height"> | null = null;
  let drawn = false;
  let marker = nextMarker(reader);
  for (;;) {
    if (marker === END) {
      if (size === null || !drawn) throw new BrokenImage("no picture");
      kept.push(Uint8Array.of(0xff, END));
      return { ...size, animated: false, bytes: joined(kept) };
    }
    if (marker === START || isAlone(marker)) throw new BrokenImage("a marker out of place");
    const length = reader.u16();
    const content = reader.take(length - 2);
    if (FRAMES.includes(marker)) {
      const header = readerOf(content);
      header.byte();
      const height = header.u16();
      if (size !== null) throw new BrokenImage("a second picture");
      size = { width: header.u16(), height };
    }
    const stays = shortened(marker, content);
    if (stays) kept.push(segment(marker, stays));
    if (marker === SCAN) {
      const coded = scan(reader);
      kept.push(coded.data);
      drawn = true;
      marker = coded.marker;
    } else {
      marker = nextMarker(reader);
    }
  }
}

/** What stays of a segment; null for nothing. */
function shortened(marker: number, content: Uint8Array): Uint8Array | null {
  if (marker === SCAN || FRAMES.includes(marker) || TABLES.includes(marker)) return content;
  if (marker === JFIF && content.length >= 14 && startsWith(content, [...asciiOf("JFIF\0")])) {
    return joined([content.subarray(0, 12), Uint8Array.of(0, 0)]);
  }
  if (marker === ADOBE && content.length >= 12 && startsWith(content, [...asciiOf("Adobe")])) {
    return content.subarray(0, 12);
  }
  return null;
}

function segment(marker: number, content: Uint8Array): Uint8Array {
  const length = content.length + 2;
  return joined([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), content]);
}

function nextMarker(reader: ByteReader): number {
  if (reader.byte() !== 0xff) throw new BrokenImage("no marker");
  let marker = reader.byte();
  while (marker === 0xff) marker = reader.byte();
  if (marker === 0) throw new BrokenImage("no marker");
  return marker;
}

/** The coded data of a scan, restarts included, and the marker behind it. */
function scan(reader: ByteReader): { readonly data: Uint8Array; readonly marker: number } {
  const rest = reader.rest();
  let at = rest.indexOf(0xff);
  while (at >= 0) {
    const marker = rest[at + 1];
    if (marker === undefined) break;
    if (marker !== 0 && marker !== 0xff && !isRestart(marker)) {
      reader.take(at + 2);
      return { data: rest.subarray(0, at), marker };
    }
    // A filling byte may be followed by another one, or by the marker itself.
    at = rest.indexOf(0xff, marker === 0xff ? at + 1 : at + 2);
  }
  throw new BrokenImage("cut off");
}

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
/** Markers without a segment of their own. */
const isAlone = (marker: number) => isRestart(marker) || marker === 0x01;
