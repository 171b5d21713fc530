import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readRows } from "../../src/evals/read-rows.ts";

const place = mkdtempSync(join(tmpdir(), "signalbox-rows-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

function aFile(name: string, content: string): string {
  const path = join(place, name);
  writeFileSync(path, content);
  return path;
}

const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join("\n");

describe("rows of a data set", () => {
  it("are read from JSONL, with several right labels and lanes from another file", async () => {
    const file = aFile(
      "topics.jsonl",
      lines(
        { id: 7, title: "A", text: "b", kinds: ["bug", "question"], area: ["uploads"] },
        { id: "x", text: "c", lane: "account", repository: "acme/sdk", outcome: "file" },
      ),
    );
    const lanes = aFile("lanes.json", JSON.stringify({ 7: ["security", "open"] }));
    const { rows, sets } = await readRows([file], lanes);
    expect(sets).toMatchObject([{ name: "topics.jsonl", rows: 2 }]);
    expect(rows[0]).toMatchObject({
      id: "7",
      group: "topics.jsonl",
      messages: ["b"],
      right: { kinds: ["bug", "question"], lanes: ["security", "open"], areas: ["uploads"] },
    });
    expect(rows[1]?.right).toEqual({
      kinds: [],
      lanes: ["account"],
      areas: [],
      repository: "acme/sdk",
      outcome: "file",
    });
  });

  it("are read from a table, a list, and a folder of files", async () => {
    const table = aFile(
      "issues.csv",
      'repo,label,title,body\nacme/sdk,bug,T,"two\nlines"\nacme/web,question,Q,\n',
    );
    const list = aFile("list.json", JSON.stringify([{ text: "a", kind: "docs" }]));
    const { rows } = await readRows([table, list]);
    expect(rows.map(({ group, title, right }) => [group, title, right.kinds[0]])).toEqual([
      ["acme/sdk", "T", "bug"],
      ["acme/web", "Q", "question"],
      ["list.json", "", "docs"],
    ]);
    const folder = mkdtempSync(join(place, "folder-"));
    writeFileSync(join(folder, "a.jsonl"), lines({ text: "a", kind: "bug" }));
    writeFileSync(join(folder, "b.jsonl"), lines({ text: "a", kind: "bug" }));
    expect((await readRows([folder])).sets.map(({ name }) => name)).toEqual(["a.jsonl", "b.jsonl"]);
  });

  it("take a chat that reports no bug as any other kind", async () => {
    const file = aFile(
      "chat.jsonl",
      lines({ dialog: ["a", "b"], label: 0 }, { dialog: ["c"], label: 1 }),
    );
    const { rows } = await readRows([file]);
    expect(rows[0]?.messages).toEqual(["a\nb"]);
    expect(rows[0]?.right.kinds).not.toContain("bug");
    expect(rows[1]?.right.kinds).toEqual(["bug"]);
  });

  it("that are wrong are named all at once, with line and field", async () => {
    const file = aFile(
      "wrong.jsonl",
      `${lines({ text: "fine", kind: "bug" }, { text: "a", kind: "crash" }, { kind: "bug" })}\n{"text": oops\n\n${lines({ text: "b" }, { id: 1, text: "c", kind: "bug", repository: "nowhere" })}`,
    );
    const failing = readRows([file]);
    await expect(failing).rejects.toThrow(/^5 mistakes in the rows:/);
    await expect(failing).rejects.toThrow(/wrong\.jsonl:2 {2}kind: /);
    await expect(failing).rejects.toThrow(/wrong\.jsonl:3 {2}row: has no text/);
    await expect(failing).rejects.toThrow(/wrong\.jsonl:4 {2}row: is not JSON/);
    await expect(failing).rejects.toThrow(/wrong\.jsonl:6 {2}row: has no label/);
    await expect(failing).rejects.toThrow(/wrong\.jsonl:7 {2}repository: must be OWNER\/NAME/);
  });

  it("need distinct ids, or no comparison could tell them apart", async () => {
    const file = aFile(
      "twice.jsonl",
      lines({ id: 1, text: "a", kind: "bug" }, { id: 1, text: "b", kind: "bug" }),
    );
    await expect(readRows([file])).rejects.toThrow("id: 1 stands there twice");
  });

  it.each([
    { what: "a file that is not there", path: "none.jsonl", words: /there is no such file/ },
    { what: "a folder without rows", path: ".", words: /holds neither/ },
  ])("cannot come from $what", async ({ path, words }) => {
    const empty = mkdtempSync(join(place, "empty-"));
    await expect(readRows([join(empty, path)])).rejects.toThrow(words);
  });

  it("may be recorded cases", async () => {
    const { rows, sets } = await readRows([new URL("../cases", import.meta.url).pathname]);
    expect(sets[0]?.name).toBe("cases");
    expect(rows.find(({ id }) => id === "security-report")?.right.lanes).toEqual(["security"]);
  });
});
