import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { insertionPatch } from "../../src/triage/gaps/gap-patch.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-patch-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const numbered = (count: number, end = "\n") =>
  Array.from({ length: count }, (_, at) => `line ${at + 1}`).join(end);

it.each([
  ["at the beginning", `${numbered(9)}\n`, 0],
  ["in the middle", `${numbered(9)}\n`, 5],
  ["near the end", `${numbered(9)}\n`, 8],
  ["at the end", `${numbered(9)}\n`, 9],
  ["at an end without a line break", numbered(9), 9],
  ["near an end without a line break", numbered(9), 7],
  ["in a file of one line", "line 1\n", 1],
  ["in a file with Windows' line ends", `${numbered(9, "\r\n")}\r\n`, 5],
])("git applies it %s", (_, text, after) => {
  writeFileSync(join(folder, "page.md"), text);
  const added = ["", "## New", "", "Words."];
  const diff = insertionPatch({ file: "page.md", text, after, added });
  execFileSync("git", ["apply", "-"], { cwd: folder, input: `${diff}\n` });
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.replace(/\r?\n$/, "").split(ending);
  lines.splice(after, 0, ...added);
  const now = readFileSync(join(folder, "page.md"), "utf8");
  expect(now.replace(/\r?\n$/, "")).toBe(lines.join(ending));
});

it("git applies a new page", () => {
  const diff = insertionPatch({
    file: "new.md",
    text: null,
    after: 0,
    added: ["# New", "", "Words."],
  });
  execFileSync("git", ["apply", "-"], { cwd: folder, input: `${diff}\n` });
  expect(readFileSync(join(folder, "new.md"), "utf8")).toBe("# New\n\nWords.\n");
});
