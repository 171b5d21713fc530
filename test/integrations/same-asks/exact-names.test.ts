import { describe, expect, it } from "vitest";
import { checkNames, readExactNames } from "../../../src/integrations/same-asks/exact-names.ts";

const check = (a: string, b: string) => checkNames(readExactNames(a, ""), readExactNames(b, ""));

describe("names that must be equal to the letter", () => {
  it.each([
    ["gemma-e4b crashes on start", "gemma-e4n crashes on start"],
    ["gpt-4o returns nothing", "gpt-4.1-mini and o3 return nothing, o4"],
    ["Timeout in getUser", "Timeout in getUsers"],
    ["--max-tokens is ignored", "--max-token is ignored"],
  ])("%s is not %s", (a, b) => {
    expect(check(a, b).factor).toBeLessThan(0.75);
    expect(check(b, a).factor).toBeLessThan(0.75);
  });

  it.each([
    ["gemma-e4b crashes on start", "Crash on start with gemma-e4b"],
    ["Upload hangs at the end", "Uploads never finish"],
    ["It fails in run 7f3a9c1e2b", "It fails in run 99ab01cd23"],
    ["getUser times out", "A timeout when I fetch a user"],
  ])("%s may be %s", (a, b) => {
    expect(check(a, b).factor).toBe(1);
  });

  it("tells two errors apart wherever they stand, and two versions a little", () => {
    const a = readExactNames("Upload fails", "On 2.4.1:\nTypeError: x is undefined");
    const b = readExactNames("Upload fails", "On 2.5.0:\nECONNRESET while reading");
    const { factor, reasons } = checkNames(a, b);
    expect(factor).toBeCloseTo(0.54);
    expect(reasons).toEqual([
      "different errors: typeerror and econnreset",
      "different versions: 2.4.1 and 2.5.0",
    ]);
  });

  it("names what both have", () => {
    const a = readExactNames("client.responses.parse throws", "status 429 on v1.2.3");
    const b = readExactNames("client.responses.parse is broken", "HTTP 429, version 1.2.3");
    expect(checkNames(a, b)).toMatchObject({
      factor: 1,
      shared: ["client.responses.parse", "429", "1.2.3"],
      reasons: ["both name client.responses.parse", "both report 429", "both on 1.2.3"],
    });
  });
});
