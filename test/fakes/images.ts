import { crc32, deflateSync } from "node:zlib";

// Little images of each kind, whole and drawable, with everything in them that a camera, an editor
// or a stranger may have left there.

/** What must never come out of a cleaned image. */
export const GPS_WORDS = "GPS 52.5163 N 13.3777 E";

const ascii = (text: string) => Buffer.from(text, "latin1");
const bytes = (...values: number[]) => Buffer.from(values);

/** EXIF as a camera writes it: a GPS folder with a place, and a note in words. */
export function anExif(words = GPS_WORDS): Buffer {
  const note = ascii(`${words}\0`);
  const head = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  head.write("II*\0", 0, "latin1");
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(2, 8);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(value, at + 8);
  };
  entry(10, 0x010e, 2, note.length, head.length);
  entry(22, 0x8825, 4, 1, head.length + note.length);
  const gps = Buffer.alloc(2 + 12 + 4);
  gps.writeUInt16LE(1, 0);
  gps.writeUInt16LE(1, 2);
  gps.writeUInt16LE(2, 4);
  gps.writeUInt32LE(2, 6);
  gps.write("N\0", 10, "latin1");
  return Buffer.concat([head, note, gps]);
}

const anXmp = (words: string) => ascii(`<x:xmpmeta><photoshop:City>${words}</photoshop:City>`);

/** A grey JPEG of 8 × 8 pixels: one table of ones, one code each, one empty block. */
export function aJpeg({ dirty = true } = {}): Buffer {
  const segment = (marker: number, content: Buffer) => {
    const length = content.length + 2;
    return Buffer.concat([bytes(0xff, marker, length >> 8, length & 0xff), content]);
  };
  const oneCode = (table: number) => segment(0xc4, bytes(table, 1, ...new Array(15).fill(0), 0));
  const jfif = bytes(...ascii("JFIF\0"), 1, 2, 0, 0, 72, 0, 72);
  const extras = dirty
    ? [
        segment(0xe0, Buffer.concat([jfif, bytes(1, 1), ascii(GPS_WORDS.slice(0, 3))])),
        segment(0xe1, Buffer.concat([ascii("Exif\0\0"), anExif()])),
        segment(0xe1, Buffer.concat([ascii("http://ns.adobe.com/xap/1.0/\0"), anXmp(GPS_WORDS)])),
        segment(0xe2, Buffer.concat([ascii("ICC_PROFILE\0\x01\x01"), ascii(GPS_WORDS)])),
        segment(0xed, Buffer.concat([ascii("Photoshop 3.0\x008BIM"), ascii(GPS_WORDS)])),
        segment(0xee, Buffer.concat([ascii("Adobe"), bytes(0, 100, 0, 0, 0, 0, 0)])),
        segment(0xfe, ascii(`taken at ${GPS_WORDS}`)),
      ]
    : [segment(0xe0, Buffer.concat([jfif, bytes(0, 0)]))];
  return Buffer.concat([
    bytes(0xff, 0xd8),
    ...extras,
    segment(0xdb, bytes(0, ...new Array(64).fill(1))),
    segment(0xc0, bytes(8, 0, 8, 0, 8, 1, 1, 0x11, 0)),
    oneCode(0x00),
    oneCode(0x10),
    segment(0xda, bytes(1, 1, 0, 0, 63, 0)),
    bytes(0x3f, 0xff, 0xd9),
    ...(dirty ? [ascii(`behind the end: ${GPS_WORDS}`)] : []),
  ]);
}

/** A grey PNG; every line of it is drawn. */
export function aPng({
  dirty = true,
  width = 4,
  height = 3,
  /** More bytes of picture, for one that is large on disk. */
  noise = 0,
}: {
  dirty?: boolean;
  width?: number;
  height?: number;
  noise?: number;
} = {}): Buffer {
  const chunk = (name: string, content: Buffer) => {
    const whole = Buffer.alloc(12 + content.length);
    whole.writeUInt32BE(content.length, 0);
    whole.write(name, 4, "latin1");
    content.copy(whole, 8);
    whole.writeUInt32BE(crc32(whole.subarray(4, 8 + content.length)), 8 + content.length);
    return whole;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const drawn = width * height > 1_000_000 ? Buffer.alloc(16) : Buffer.alloc((width + 1) * height);
  return Buffer.concat([
    bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    ...(dirty
      ? [
          chunk("iCCP", Buffer.concat([ascii("profile\0\0"), deflateSync(ascii(GPS_WORDS))])),
          chunk("tEXt", ascii(`Comment\0${GPS_WORDS}`)),
          chunk("iTXt", ascii(`XML:com.adobe.xmp\0\0\0\0\0${GPS_WORDS}`)),
          chunk("eXIf", anExif()),
          chunk("tIME", bytes(7, 234, 11, 20, 12, 0, 0)),
          chunk("prVt", ascii(GPS_WORDS)),
        ]
      : []),
    chunk("IDAT", deflateSync(drawn)),
    ...(noise > 0 ? [chunk("IDAT", Buffer.alloc(noise, 7))] : []),
    chunk("IEND", Buffer.alloc(0)),
    ...(dirty ? [ascii(`behind the end: ${GPS_WORDS}`)] : []),
  ]);
}

/** A GIF of one pixel and so many frames. */
export function aGif({ dirty = true, frames = 1 } = {}): Buffer {
  const words = bytes(GPS_WORDS.length, ...ascii(GPS_WORDS), 0);
  const frame = bytes(
    ...[0x21, 0xf9, 4, 1, 0, 0, 0, 0],
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0],
    ...[2, 1, 0x44, 0],
  );
  return Buffer.concat([
    ascii("GIF89a"),
    bytes(1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255),
    ...(frames > 1 ? [bytes(0x21, 0xff, 11), ascii("NETSCAPE2.0"), bytes(3, 1, 0, 0, 0)] : []),
    ...(dirty
      ? [
          Buffer.concat([bytes(0x21, 0xfe), words]),
          Buffer.concat([bytes(0x21, 0xff, 11), ascii("XMP DataXMP"), words]),
        ]
      : []),
    ...new Array<Buffer>(frames).fill(frame),
    bytes(0x3b),
    ...(dirty ? [ascii(GPS_WORDS)] : []),
  ]);
}

/** A lossless WebP of one pixel, in the extended form that EXIF and XMP need. */
export function aWebp({ dirty = true, frames = 1 } = {}): Buffer {
  const chunk = (name: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(content.length);
    return Buffer.concat([ascii(name), length, content, Buffer.alloc(content.length % 2)]);
  };
  const pixel = chunk("VP8L", Buffer.from("2f0000000007d0fffef7bfff8188e87f0000", "hex"));
  const moves = frames > 1;
  const extended = bytes((dirty ? 0x2c : 0) | (moves ? 2 : 0), ...new Array(9).fill(0));
  const frame = chunk("ANMF", Buffer.concat([Buffer.alloc(16, 0), pixel]));
  const content = Buffer.concat([
    ascii("WEBP"),
    ...(dirty || moves ? [chunk("VP8X", extended)] : []),
    ...(dirty ? [chunk("ICCP", ascii(GPS_WORDS))] : []),
    ...(moves
      ? [chunk("ANIM", Buffer.alloc(6)), ...new Array<Buffer>(frames).fill(frame)]
      : [pixel]),
    ...(dirty ? [chunk("EXIF", anExif()), chunk("XMP ", anXmp(GPS_WORDS))] : []),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([ascii("RIFF"), length, content, ...(dirty ? [ascii(GPS_WORDS)] : [])]);
}
