import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { ROOT } from "./dockerfile.ts";

it("src imports production dependencies only, all named in package.json", async () => {
  const strangers: string[] = [];
  for await (const file of glob("src/**/*.ts", { cwd: ROOT })) {
    const source = readFileSync(join(ROOT, file), "utf8");
    for (const [, name = ""] of source.matchAll(/(?:from|import\(?) "([^".][^"]*)"/g)) {
      const parts = name.split("/").slice(0, name.startsWith("@") ? 2 : 1);
      if (!isBuiltin(name) && !(parts.join("/") in manifest.dependencies)) {
        strangers.push(`${file}: ${name}`);
      }
    }
  }
  expect(strangers).toEqual([]);
});
