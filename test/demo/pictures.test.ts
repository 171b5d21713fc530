import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PICTURES } from "../../demo/pictures/kinds.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const MOST_BYTES = 2_000_000;
const guides = globSync("*.md", { cwd: DOCS })
  .map((name) => readFileSync(join(DOCS, name), "utf8"))
  .join("\n");

describe("the pictures of the user docs", () => {
  it.each(PICTURES)("$name is there, and shown with what it shows in words", ({ name, alt }) => {
    expect(statSync(join(DOCS, "images", `${name}.webp`)).size).toBeGreaterThan(500);
    expect(guides).toMatch(
      new RegExp(`<img src="images/${name}\\.webp" width="\\d+" alt="[^"]+">`),
    );
    expect(guides).toContain(`alt="${alt}"`);
  });

  it("are no more than are shown, and small together", () => {
    const files = globSync("*.webp", { cwd: join(DOCS, "images") });
    expect(files.filter((file) => !guides.includes(`images/${file}`))).toEqual([]);
    const sizes = files.map((file) => statSync(join(DOCS, "images", file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });
});
