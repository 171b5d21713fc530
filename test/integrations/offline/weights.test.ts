import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Manifest } from "../../../src/integrations/offline/model.ts";

const folder = new URL("../../../src/integrations/offline/weights/", import.meta.url);
const manifest = Manifest.parse(JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8")));
const bytes = readFileSync(new URL("weights.bin", folder));

describe("the shipped weights", () => {
  it("are those that the manifest describes, and no more than 4 MB", () => {
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(manifest.weightsSha256);
    expect(bytes.length).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it("were made from rows that may be used, and from our own rows as they are now", () => {
    const own = new URL("../../../train/rows/", import.meta.url);
    for (const { name, sha256 } of manifest.inputs) {
      expect(name).toMatch(/^(?:issues-nlbse24|chat-features|train\/rows)\//);
      if (!name.startsWith("train/rows/")) continue;
      const file = readFileSync(new URL(name.slice("train/rows/".length), own));
      expect(createHash("sha256").update(file).digest("hex"), name).toBe(sha256);
    }
  });
});
