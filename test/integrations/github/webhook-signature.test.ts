import crypto, { createHmac } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { isSigned } from "../../../src/integrations/github/webhook-signature.ts";

// What takes as long for a wrong guess cannot be told from outside; that it is asked can.
const compared = vi.spyOn(crypto, "timingSafeEqual");
beforeAll(() => syncBuiltinESMExports());
beforeEach(() => void compared.mockClear());
afterAll(() => {
  compared.mockRestore();
  syncBuiltinESMExports();
});

const BODY = new TextEncoder().encode('{"a": "ü"}');
const SECRET = "only for this test";
const right = `sha256=${createHmac("sha256", SECRET).update(BODY).digest("hex")}`;

it("takes GitHub's own example", () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
  const hash = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  const body = new TextEncoder().encode("Hello, World!");
  expect(isSigned(body, `sha256=${hash}`, "It's a Secret to Everybody")).toBe(true);
});

it.each([
  ["the right one", right, true],
  ["its last character wrong", right.replace(/.$/, (last) => (last === "0" ? "1" : "0")), false],
  ["its first character wrong", right.replace("=", "=g").slice(0, right.length), false],
])("compares %s in constant time, and goes by what that says", (_, signature, verdict) => {
  expect(isSigned(BODY, signature, SECRET)).toBe(verdict);
  expect(compared).toHaveBeenCalledOnce();
  compared.mockReturnValueOnce(!verdict);
  expect(isSigned(BODY, signature, SECRET)).toBe(!verdict);
});

it.each([
  ["none", undefined, SECRET],
  ["an empty one", "", SECRET],
  ["a shorter one", right.slice(0, -1), SECRET],
  ["one in SHA-1", `sha1=${"0".repeat(40)}`, SECRET],
  ["one of the same length in characters, not in bytes", `${right.slice(0, -1)}ü`, SECRET],
  ["the right one for a secret that was never set", right, ""],
])("refuses %s", (_, signature, secret) => {
  expect(isSigned(BODY, signature, secret)).toBe(false);
});

it("goes by the very bytes", () => {
  const other = new TextEncoder().encode('{"a":"ü"}');
  expect(isSigned(other, right, SECRET)).toBe(false);
});
