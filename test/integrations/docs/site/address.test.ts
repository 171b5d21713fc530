import { describe, expect, it } from "vitest";
import { checkAddress, isPublicAddress } from "../../../../src/integrations/docs/site/address.ts";

describe("addresses", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "nonsense",
  ])("that are not public: %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])(
    "that are: %s",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "file:///etc/passwd",
    "ftp://docs.acme.example/",
    "https://user:word@docs.acme.example/",
  ])("are refused before anything is connected: %s", (address) => {
    expect(() => checkAddress(new URL(address), [])).toThrow(/not (a public|fetched)|is not/);
  });

  it("are let through where the operator says so, and only there", () => {
    expect(() => checkAddress(new URL("http://127.0.0.1:81/"), ["127.0.0.1:81"])).not.toThrow();
    expect(() => checkAddress(new URL("http://127.0.0.1:82/"), ["127.0.0.1:81"])).toThrow();
  });
});
