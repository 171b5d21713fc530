import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ImportedRow } from "../../../src/integrations/imports/imported-post.ts";
import { readPosts } from "../../../src/integrations/imports/read-posts.ts";
import { aMessage, anExport, anIssueRow, aTopic } from "./samples.ts";

const folder = mkdtempSync(join(tmpdir(), "signalbox-posts-"));
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;
function aFile(content: string | Buffer): string {
  written += 1;
  const file = join(folder, `posts-${written}.txt`);
  writeFileSync(file, content);
  return file;
}
async function read(path: string): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = [];
  for await (const row of readPosts(path)) rows.push(row);
  return rows;
}
const seen = async (content: string) =>
  (await read(aFile(content))).map((row) => (row.type === "post" ? row.text : `- ${row.reason}`));

describe("a file of posts", () => {
  it.each([
    ["JSONL", '{"text":"one"}\n\n{"body":"two"}\n', ["one", "two"]],
    ["JSONL with a byte-order mark", '\uFEFF{"text":"one"}\r\n{"text":"two"}', ["one", "two"]],
    [
      "JSONL with broken rows",
      '{"text":\n{"text":"b"}\nx',
      ["- row: is not JSON", "b", "- row: is not JSON"],
    ],
    ["one row", '{"text":"one"}', ["one"]],
    ["a JSON list of rows", '[{"text":"one"},\n {"text":"two"}]', ["one", "two"]],
    ["CSV", 'id,text\n1,"one, two\nthree"\n2,four\n', ["one, two\nthree", "four"]],
    ["CSV with other columns' names", "\uFEFFTitle,Body,Created At\nT,B,2026-01-05\n", ["B"]],
    ["tabs", "id\ttext\n1\tone, two\n", ["one, two"]],
    ["semicolons", "id;text\n1;one, two\n", ["one, two"]],
    [
      "CSV with short and long rows",
      "id,text\n1\n2,b,c\n",
      ["- row: has neither `text` nor `body`", "b"],
    ],
    ["a Discord export", JSON.stringify(anExport([aMessage(1, "ada", "hi")]), null, 2), ["hi"]],
    ["a Discord export on one line", JSON.stringify(anExport([aMessage(1, "ada", "hi")])), ["hi"]],
    ["a Discourse topic", JSON.stringify(aTopic()), ["They hang."]],
    [
      "Discourse topics, one a line",
      `${JSON.stringify(aTopic())}\n`.repeat(2),
      ["They hang.", "They hang."],
    ],
    ["GitHub issues", JSON.stringify([anIssueRow()]), ["It hangs."]],
    [
      "pages of GitHub issues",
      JSON.stringify([[anIssueRow()], [anIssueRow()]]),
      ["It hangs.", "It hangs."],
    ],
  ])("is read as %s", async (_, content, texts) => {
    expect(await seen(content)).toEqual(texts);
  });

  it("counts the rest of a table that an open quotation swallows as one unreadable row", async () => {
    expect(await seen('id,text\n1,one\n2,"two\n3,three\n')).toEqual([
      "one",
      "- row: a quotation that is never closed swallows the rest of the file",
    ]);
  });

  it("names the line of a row", async () => {
    const rows = await read(aFile('{"text":"one"}\n{"text":2}\n'));
    expect(rows.map((row) => row.where)).toEqual([
      `posts-${written}.txt:1`,
      `posts-${written}.txt:2`,
    ]);
  });

  it.each([
    ["an empty file", "", /is empty$/],
    ["JSON that breaks off", '{"guild": {\n "id": 1,\n', /is not whole JSON/],
    ["a table without text", "id,words\n1,2\n", /:1: no column is called text or body/],
    ["UTF-16", Buffer.from("\uFEFF{}", "utf16le"), /is UTF-16/],
    ["something that is no text", Buffer.from([1, 0, 2]), /is no text file/],
  ])("is refused when it is %s", async (_, content, message) => {
    await expect(read(aFile(content))).rejects.toThrow(message);
  });

  it("never shows what stood in a file that it refuses", async () => {
    const refused = read(aFile('{"guild": {"id": hush-hush'));
    await expect(refused).rejects.not.toThrow(/hush/);
  });

  it("is refused when it is not there", async () => {
    await expect(read(join(folder, "nowhere"))).rejects.toThrow("there is no such file");
  });
});

describe("a folder of exports", () => {
  it("is read file by file", async () => {
    const exports = mkdtempSync(join(folder, "exports-"));
    writeFileSync(join(exports, "b.json"), JSON.stringify(anExport([aMessage(1, "ada", "two")])));
    writeFileSync(join(exports, "a.csv"), "text\none\n");
    writeFileSync(join(exports, "notes.md"), "not posts");
    const rows = await read(exports);
    expect(rows.map((row) => row.type === "post" && row.text)).toEqual(["one", "two"]);
  });
});
