// The characters of base64url in ASCII order, so that ids sort by time as text (collation "C").
const ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/** Makes ids: 22 characters, time-ordered; they fit a Discord nonce (25) and a `custom_id`. */
export type Ids = () => string;

/**
 * @param now milliseconds since the epoch
 * @param random fills ten fresh random bytes
 */
export function createIds(now: () => number, random: () => Uint8Array): Ids {
  let lastTime = 0;
  let lastTail = 0n;
  return () => {
    const time = Math.max(now(), lastTime);
    let tail = 0n;
    for (const byte of random().subarray(0, 10)) tail = (tail << 8n) | BigInt(byte);
    // Half of the room is left for counting on.
    tail &= (1n << 79n) - 1n;
    // Within one millisecond the next id must still sort after the last one.
    if (time === lastTime) tail = lastTail + 1n + (tail & 0xffffn);
    lastTime = time;
    lastTail = tail & ((1n << 80n) - 1n);
    return encode((BigInt(time) << 80n) | lastTail);
  };
}

/** 128 bits as 22 characters, most significant first. */
function encode(value: bigint): string {
  let text = "";
  for (let shift = 126n; shift >= 0n; shift -= 6n) {
    text += ALPHABET[Number((value >> shift) & 63n)];
  }
  return text;
}
