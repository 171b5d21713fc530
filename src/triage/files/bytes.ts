/** Thrown inside the readers of this folder alone: what is read is broken, or is none of its kind. */
export class BrokenImage extends Error {
  override readonly name = "BrokenImage";
}

/** Far more than a real image is made of; each piece costs memory of its own, however short it is. */
const MOST_PIECES = 200_000;

/** Reads forward through bytes; whatever is missing, or comes in too many pieces, breaks it off. */
export function readerOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let pieces = 0;

  function take(length: number): Uint8Array {
    pieces += 1;
    if (pieces > MOST_PIECES) throw new BrokenImage("too many pieces");
    if (length < 0 || at + length > bytes.length) throw new BrokenImage("cut off");
    at += length;
    return bytes.subarray(at - length, at);
  }
  function moved(length: number): number {
    take(length);
    return at - length;
  }

  return {
    take,
    /** What was not read yet; it stays unread. */
    rest: () => bytes.subarray(at),
    byte: () => view.getUint8(moved(1)),
    u16: () => view.getUint16(moved(2)),
    u32: () => view.getUint32(moved(4)),
    u32le: () => view.getUint32(moved(4), true),
    /** So many bytes as ASCII. */
    name: (length: number) => String.fromCharCode(...take(length)),
  };
}
export type ByteReader = ReturnType<typeof readerOf>;

/** Three bytes, the least first, as WebP counts its canvas. */
export function u24le(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export function asciiOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function startsWith(bytes: Uint8Array, start: readonly number[], at = 0): boolean {
  return start.every((byte, index) => bytes[at + index] === byte);
}
