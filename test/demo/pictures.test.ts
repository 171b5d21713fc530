import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OF_COMMANDS, PICTURES } from "../../demo/pictures/kinds.ts";
import { commandList } from "../../src/bot/commands/commands.ts";

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

  it("show what every command answers", () => {
    const names = commandList().map(({ name }) => name);
    expect(Object.keys(OF_COMMANDS).toSorted()).toEqual(names.toSorted());
    for (const shown of Object.values(OF_COMMANDS)) expect(shown.length).toBeGreaterThan(0);
  });

  it("are all there where a guide shows one", () => {
    const linked = [...guides.matchAll(/(?:src="|\]\()images\/([^")]+)/g)].map(
      ([, name = ""]) => name,
    );
    expect(linked.length).toBeGreaterThan(PICTURES.length);
    const there = globSync("*", { cwd: join(DOCS, "images") });
    expect(linked.filter((name) => !there.includes(name))).toEqual([]);
  });

  it("are no more than are shown, and small together", () => {
    const files = globSync("*.webp", { cwd: join(DOCS, "images") });
    expect(files.filter((file) => !guides.includes(`images/${file}`))).toEqual([]);
    const sizes = files.map((file) => statSync(join(DOCS, "images", file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });
});
