import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanImage } from "../../../src/triage/files/clean-image.ts";
import { aGif, aJpeg, aPng, aWebp, GPS_WORDS } from "../../fakes/images.ts";

const KINDS = [
  { type: "image/jpeg", dirty: aJpeg(), clean: aJpeg({ dirty: false }), width: 8, height: 8 },
  { type: "image/png", dirty: aPng(), clean: aPng({ dirty: false }), width: 4, height: 3 },
  { type: "image/gif", dirty: aGif(), clean: aGif({ dirty: false }), width: 1, height: 1 },
  { type: "image/webp", dirty: aWebp(), clean: aWebp({ dirty: false }), width: 1, height: 1 },
] as const;

/** Anything of what was hidden: the words, or the names under which things are hidden. */
const HIDDEN = ["GPS", "52.5163", "Exif", "II*", "xmp", "XMP", "ICC", "iCCP", "8BIM", "tEXt"];

function leaksOf(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("latin1");
  return HIDDEN.filter((word) => text.includes(word));
}

function cleaned(bytes: Uint8Array) {
  const image = cleanImage(bytes);
  if ("refused" in image) throw new Error(`refused: ${image.refused}`);
  return image;
}

describe.each(KINDS)("an image that is $type", ({ type, dirty, clean, width, height }) => {
  it("loses everything but the picture", () => {
    expect(leaksOf(dirty).length).toBeGreaterThan(2);
    const image = cleaned(dirty);
    expect(leaksOf(image.bytes)).toEqual([]);
    expect(image).toMatchObject({ type, width, height, animated: false });
    expect(image.bytes.length).toBeLessThan(dirty.length);
  });

  it("keeps the picture as it is, and is changed once only", () => {
    expect(Buffer.from(cleaned(clean).bytes).equals(clean)).toBe(true);
    const { bytes } = cleaned(dirty);
    expect(Buffer.from(cleaned(bytes).bytes).equals(bytes)).toBe(true);
  });

  it("is refused when a part of it is missing, and never leaks what is hidden", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: dirty.length - 1 }), (length) => {
        const image = cleanImage(dirty.subarray(0, length));
        if ("refused" in image) return;
        // Only what stood behind its end was cut off.
        expect(leaksOf(image.bytes)).toEqual([]);
        expect(Buffer.from(image.bytes).equals(cleaned(dirty).bytes)).toBe(true);
      }),
      { numRuns: 2 * dirty.length },
    );
  });

  it("never brings the program down, whatever bytes are changed", () => {
    const change = fc.tuple(fc.nat(dirty.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const hurt = Buffer.from(dirty);
        for (const [at, value] of changes) hurt[at] = value;
        const image = cleanImage(hurt);
        if (!("refused" in image)) expect(image.width * image.height).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe("cleanImage", () => {
  it("goes by the bytes and refuses what is none of the four", () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const heic = Buffer.from("\0\0\0\x18ftypheic");
    for (const bytes of [svg, heic, Buffer.from("PNG"), Buffer.alloc(0)]) {
      expect(cleanImage(bytes)).toEqual({ refused: "no PNG, JPEG, WebP or GIF" });
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(cleanImage(bytes)).toHaveProperty("refused");
      }),
    );
  });

  it("refuses a small file that would be drawn with gigabytes", () => {
    const bomb = aPng({ width: 60_000, height: 60_000 });
    expect(bomb.length).toBeLessThan(2_000);
    expect(cleanImage(bomb)).toEqual({ refused: "too many pixels" });
    const wide = Buffer.from(aGif());
    // The screen is small, its frame is not.
    const frame = wide.indexOf(Buffer.from([0x2c, 0, 0, 0, 0]));
    wide.writeUInt16LE(65_535, frame + 5);
    wide.writeUInt16LE(65_535, frame + 7);
    expect(cleanImage(wide)).toEqual({ refused: "too many pixels" });
  });

  it("takes a large GIF whole, and breaks off one that is cut into millions of pieces", () => {
    const head = Buffer.from("GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02", "latin1");
    const gif = (length: number) => {
      const data = Buffer.alloc(8_000_000 - (8_000_000 % (length + 1)));
      for (let at = 0; at < data.length; at += length + 1) data[at] = length;
      return Buffer.concat([head, data, Buffer.from([0, 0x3b])]);
    };
    expect(cleaned(gif(255))).toMatchObject({ type: "image/gif", width: 1 });
    expect(cleanImage(gif(1))).toEqual({ refused: "a broken image" });
  });

  it("breaks off a WebP of hundreds of thousands of frames", () => {
    const frame = Buffer.from("VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x01\0\x01\0", "latin1");
    const webp = (frames: number) => {
      const content = Buffer.concat([
        Buffer.from("WEBP"),
        ...Array.from({ length: frames }, () => frame),
      ]);
      const start = Buffer.from("RIFF\0\0\0\0");
      start.writeUInt32LE(content.length, 4);
      return Buffer.concat([start, content]);
    };
    expect(cleaned(webp(3))).toMatchObject({ width: 1, height: 1, animated: true });
    expect(cleanImage(webp(400_000))).toEqual({ refused: "a broken image" });
  });

  it("keeps that a GIF or a WebP moves", () => {
    expect(cleaned(aGif({ frames: 3 }))).toMatchObject({ animated: true });
    expect(leaksOf(cleaned(aGif({ frames: 3 })).bytes)).toEqual([]);
    expect(cleaned(aWebp({ frames: 2 }))).toMatchObject({ animated: true });
    expect(leaksOf(cleaned(aWebp({ frames: 2 })).bytes)).toEqual([]);
  });

  it("drops what hides in a frame of an animated WebP", () => {
    const webp = aWebp({ frames: 2, dirty: false });
    const at = webp.indexOf("ANMF");
    const hidden = Buffer.concat([
      Buffer.from("XMP \x18\0\0\0"),
      Buffer.from(GPS_WORDS.padEnd(24)),
    ]);
    const length = webp.readUInt32LE(at + 4);
    const hurt = Buffer.concat([
      webp.subarray(0, at + 8 + length),
      hidden,
      webp.subarray(at + 8 + length),
    ]);
    hurt.writeUInt32LE(length + hidden.length, at + 4);
    hurt.writeUInt32LE(hurt.length - 8, 4);
    expect(leaksOf(hurt)).toContain("GPS");
    expect(Buffer.from(cleaned(hurt).bytes).equals(webp)).toBe(true);
  });
});
