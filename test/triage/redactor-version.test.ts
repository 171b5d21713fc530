import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REDACTOR_VERSION } from "../../src/triage/redact/redact.ts";
import { ROOT } from "../dockerfile.ts";

/**
 * What the redactor was when it was given its version. Whoever changes what is taken out gives it
 * the next number and adds a line here, so that every stored result tells which one it came from.
 */
const RECORDED: Readonly<Record<string, string>> = { "redact@1": "05f7812ab0003771" };

it("has a version that goes up with its rules", () => {
  const folder = join(ROOT, "src/triage/redact/rules");
  const files = readdirSync(folder).toSorted();
  const code = files
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n")
    // Comments take nothing out.
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replace(/\s+/g, " ");
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  expect(RECORDED[REDACTOR_VERSION]).toBe(hash);
});
