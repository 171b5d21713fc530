import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const FOLDER = new URL("./", import.meta.url);
const text = readFileSync(new URL("README.md", FOLDER), "utf8");

it("names tests that are there, in every row of its tables", () => {
  const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path);
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter((path) => !existsSync(new URL(path, FOLDER)))).toEqual([]);
  const tables = text.slice(text.indexOf("## The platform"));
  const rows = tables.split("\n").filter((line) => /^\| (?!---|what happens|story)/.test(line));
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => !/\]\([^)]+test\.ts\)/.test(row))).toEqual([]);
});
