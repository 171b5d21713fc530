import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { INTENTS } from "../src/bot/discord/client.ts";
import { inWords, PERMISSIONS } from "../src/bot/discord/permissions.ts";
import { ROOT } from "./dockerfile.ts";

const page = readFileSync(join(ROOT, "docs/admins.md"), "utf8");

/** Rows of the table that begins with this heading: what is asked for → why. */
function table(heading: string): Record<string, string> {
  const [, body = ""] = page.split(`| ${heading} | why |\n| --- | --- |\n`);
  const [rows = ""] = body.split("\n\n");
  return Object.fromEntries(
    rows.split("\n").map((line) => {
      const [, name = "", why = ""] = line.split("|").map((cell) => cell.trim());
      return [name, why];
    }),
  );
}

const inPage = (list: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(list).map(([name, why]) => [inWords([name]), why]));

describe("docs/admins.md", () => {
  it("tells of each permission that the invite link asks for, with its reason", () => {
    expect(table("permission")).toEqual(inPage(PERMISSIONS));
  });

  it("tells of each intent that the gateway is asked for, with its reason", () => {
    expect(table("intent")).toEqual(inPage(INTENTS));
  });
});
