import { describe, expect, it } from "vitest";
import { compareVersions, coversVersion } from "../../src/triage/answers/doc-version.ts";
import { versionNamed } from "../../src/triage/answers/version-named.ts";

const named = (text: string) => versionNamed(text, ["acme", "acme-sdk"], ["globex"]);

describe("the version that a post names", () => {
  it.each([
    ["I use acme 2.1 and uploads hang", "2.1"],
    ["acme v3 hangs", "3"],
    ["Acme SDK version 2.3.1: uploads hang", "2.3.1"],
    ["acme-sdk@1.4.0 throws", "1.4.0"],
    ['package.json: "acme-sdk": "^1.4.0"', "1.4.0"],
    ["pip install acme==0.9", "0.9"],
    ["uploads in v2 of the acme sdk", "2"],
    ["since I moved acme from 1.9 to 2.0 uploads hang", "2.0"],
    ["upgraded from 1.9 to 2.0 and uploads hang", "2.0"],
    ["**Version:** 1.4.2\nuploads hang", "1.4.2"],
    ["On v2 uploads hang. acme 2.1 to be exact", "2.1"],
    ["acme 2.x only", "2.x"],
    ["node v18 and acme 2", "2"],
  ])("%s", (text, version) => {
    expect(named(text)).toBe(version);
  });

  it.each([
    "uploads hang",
    "node v18.2 on ubuntu 22.04",
    "Python version: 3.11",
    "POST /v1/files answers 404",
    "https://api.acme.example/v1/files answers 404",
    "globex v4 uploads hang",
    "it worked in acme 1.9 but not in acme 2.0",
    "acme answers after 3 seconds",
    "acme costs 20 dollars",
    "I set up acme in 3 steps and restarted acme 4 times",
  ])("is none in: %s", (text) => {
    expect(named(text)).toBeNull();
  });
});

describe("versions of docs", () => {
  it("are ordered by number, what is current last and what is coming first", () => {
    const all = ["10", "latest", "next", "2.3", "v2", "2.10"];
    expect(all.toSorted(compareVersions)).toEqual(["next", "v2", "2.3", "2.10", "10", "latest"]);
  });

  it.each([
    ["2", "2.3.1", true],
    ["2.x", "2.3", true],
    ["v2", "2", true],
    ["2.3", "2", true],
    ["2.3", "2.4", false],
    ["2", "20", false],
    ["latest", "2", false],
    ["next", "NEXT", true],
  ])("%s are about %s: %s", (docs, asked, covers) => {
    expect(coversVersion(docs, asked)).toBe(covers);
  });
});
