import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether GitHub signed these very bytes with our secret; takes as long for a wrong guess. */
export function isSigned(raw: Uint8Array, signature: string | undefined, secret: string): boolean {
  if (secret === "" || signature === undefined) return false;
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
