import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anInstallation, type Installation } from "./an-installation.ts";

let installation: Installation;
beforeAll(async () => {
  installation = await anInstallation();
  await writeFile(at("rows.jsonl"), '{"text":"It crashes on upload"}\n');
  await mkdir(at("folder"));
  await writeFile(at("odd.jsonl"), '{"text":3}\n[1]\n');
  await writeFile(at("blank.jsonl"), "\n");
  await writeFile(at("binary"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 13, 10]));
  await writeFile(at("utf16.txt"), Buffer.from("\ufefftoken", "utf16le"));
  await writeFile(at("columns.csv"), "id,foo\n1,2\n");
  await writeFile(at("empty.tar.gz"), gzipSync("no archive"));
});
afterAll(() => installation.close());

const at = (name: string) => join(installation.folder, name);
const run = (...args: string[]) => installation.signalbox(args).done();

describe("files that cannot be used", { timeout: 60_000 }, () => {
  it.each([
    [["classify", "--in", "gone.jsonl"], "gone.jsonl: there is no such file"],
    [["classify", "--in", "folder"], "folder: is a folder"],
    [["classify", "--in", "rows.jsonl", "--out", "gone/out.jsonl"], "out.jsonl: there is no such"],
    [["classify", "--in", "rows.jsonl", "--out", "folder"], "folder: is a folder"],
    [["redact", "gone.txt"], "gone.txt: there is no such file"],
    [["config", "--config", "folder"], "folder: is a folder"],
    [["replay", "folder", "--config", "signalbox.config.yaml"], null],
    [["trial", "--posts", "rows.jsonl", "--docs", "folder", "--out", "folder"], "--out folder"],
    [["classify", "--in", "binary"], "binary: is no text file"],
    [["classify", "--in", "utf16.txt"], "utf16.txt: is UTF-16; save it as UTF-8"],
    [["classify", "--in", "columns.csv"], "columns.csv:1: no column is called text or body"],
    [["redact", "utf16.txt"], "utf16.txt: is UTF-16; save it as UTF-8"],
    [["redact", "folder"], "folder: is a folder; name a file"],
    [["search", "--in", "odd.jsonl", "--data", "index"], "index holds no docs index"],
    [["eval", "odd.jsonl"], "odd.jsonl:1  text: must be a text"],
    [["eval", "rows.jsonl", "--lanes", "binary"], "binary: is not JSON"],
    [["import", "--posts", "odd.jsonl"], "odd.jsonl:1: text: must be a text"],
    [["restore", "folder", "--data", "new"], "folder: is a folder"],
    [["init", "--yes", "--force", "--server", "A", "--docs", "gone"], "--docs gone: there is no"],
    [["status", "--data", "rows.jsonl"], "rows.jsonl holds no database yet"],
    [["report", "--since", "yesterday"], "must be a number of days such as 7d"],
  ])("%j ends with a sentence, not with a trace", async (args, said) => {
    const { code, err } = await run(...args);
    expect(err).not.toMatch(/Invalid input/);
    expect(err).not.toMatch(/\n\s+at |Unforeseen/);
    expect({ code, err }).toEqual({
      code: said === null ? 0 : 2,
      err: said === null ? "" : expect.stringContaining(said),
    });
  });
});

describe("docs to index", { timeout: 60_000 }, () => {
  it.each([
    ["folder", ["index", "folder"], "no page is in"],
    ["file", ["index", "--in", "blank.jsonl"], "no row is in"],
  ])("are told when there are none in a %s, with what is understood", async (_, args, said) => {
    const { code, err } = await run(...args, "--data", "index-of-nothing");
    expect(err).toMatch(/^Nothing was found to index:\n/);
    expect(err).toContain(said);
    expect(err).toContain("Markdown (.md");
    expect(code).toBe(1);
  });

  it("stay in the index when their source is emptied", async () => {
    const page = at("pages/a.md");
    await mkdir(at("pages"));
    await writeFile(page, "# Uploads\n\nUse put.\n");
    expect(await run("index", "pages", "--data", "kept")).toMatchObject({ code: 0, err: "" });
    await rm(page);
    const emptied = await run("index", "pages", "--data", "kept");
    expect(emptied).toMatchObject({ code: 1, out: expect.stringMatching(/^1 pages/) });
    expect((await run("search", "put", "--data", "kept")).out).toContain("a.md");
  });
});

describe("rows that cannot be read whole", { timeout: 60_000 }, () => {
  it("fail one by one, and an exit code tells", async () => {
    await writeFile(at("open.csv"), 'text\nIt crashes\n"a quotation\nwithout end\n');
    const { code, out } = await run("classify", "--in", "open.csv");
    expect(out.trim().split("\n")).toHaveLength(2);
    expect(out).toContain('"failed":"row: a quotation that is never closed');
    expect(code).toBe(1);
  });

  it("are read with what is lost of them told", async () => {
    await writeFile(
      at("latin.jsonl"),
      Buffer.from('{"text":"ok"}\n{"text":"caf\xe9"}\n', "latin1"),
    );
    const { code, out, err } = await run("classify", "--in", "latin.jsonl");
    expect(out.trim().split("\n")).toHaveLength(2);
    expect(err).toContain("latin.jsonl:2: holds bytes that are not UTF-8");
    expect(code).toBe(0);
  });
});

it("says of standard input that it is no text, and lets nothing of it out", async () => {
  const child = installation.signalbox(["redact"]);
  child.write(Buffer.from("\ufefftoken", "utf16le"));
  expect(await child.done()).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("is UTF-16"),
  });
});

describe("an embedded database that is damaged", { timeout: 60_000 }, () => {
  it("is named with the way back, and left as it is", async () => {
    await mkdir(at("bad/db/pglite"), { recursive: true });
    await writeFile(at("bad/db/pglite/PG_VERSION"), "");
    for (const command of ["status", "backup"]) {
      const { code, err } = await run(command, "--data", "bad");
      expect(err).toMatch(
        /^The embedded database in .*bad\/db did not open: .*signalbox restore FILE/,
      );
      expect(err).not.toMatch(/\n\s+at /);
      expect(code).toBe(2);
    }
    expect(await readdir(at("bad/db"))).toEqual(["pglite"]);
  });

  it("leaves nothing behind when it comes from a backup that is none", async () => {
    const { code, err } = await run("restore", "empty.tar.gz", "--data", "restored");
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("empty.tar.gz is no backup"),
    });
    expect(await readdir(at("restored"))).toEqual([]);
  });
});

it("names a data folder that cannot be made", { timeout: 60_000 }, async () => {
  const data = at("rows.jsonl/data");
  for (const args of [["start"], ["index", "folder"]]) {
    const { code, out, err } = await run(...args, "--data", data);
    expect(`${out}${err}`).toContain(data);
    expect(`${out}${err}`).toContain("a part of this path is a file");
    expect(`${out}${err}`).not.toMatch(/Unforeseen|"level":60/);
    expect(code).not.toBe(0);
  }
});

describe("recording a case", { timeout: 60_000 }, () => {
  const record = async (name: string, post: string) => {
    const child = installation.signalbox([
      "record",
      "cases",
      name,
      "--config",
      "signalbox.config.yaml",
    ]);
    child.write(post);
    return child.done();
  };
  const replay = () => run("replay", "cases", "--config", "signalbox.config.yaml");

  it("records what replay can read", async () => {
    const recorded = await record("upload", "The upload crashes with TypeError since 2.1");
    expect(recorded).toMatchObject({ code: 0, err: "" });
    expect(await readdir(at("cases/upload"))).toContain("decision.json");
    expect(await replay()).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 cases, 0 differ"),
    });
  });

  it("writes nothing outside its folder, and nothing for an empty post", async () => {
    expect(await record("../elsewhere", "It crashes")).toMatchObject({ code: 2 });
    expect(await record("empty", " ")).toMatchObject({ code: 2 });
    expect(await readdir(installation.folder)).not.toContain("elsewhere");
    expect(await readdir(at("cases"))).toEqual(["upload"]);
  });

  it("names file and field of a case that cannot be read", async () => {
    const file = at("cases/upload/drafting.json");
    await writeFile(
      file,
      JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), extra: 1 }),
    );
    const { code, err } = await replay();
    expect(code).toBe(2);
    expect(err).toMatch(/drafting\.json: .*extra/);
    await rm(file);
    expect((await replay()).err).toMatch(/drafting\.json: there is no such file/);
  });
});
